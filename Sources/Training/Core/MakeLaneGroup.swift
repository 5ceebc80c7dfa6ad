import CLaneIntrinsics

/// How runs may be laid out; the bits are the same for each.
enum LaneLayout {
  /// The fastest that is known for the number of runs.
  case fastest
  /// A run in each lane, several passes a step.
  case separatePasses
  /// A run in each lane, fused where it can be.
  case runsInLanes
  /// Each run by itself, its parameters and samples in the lanes.
  case parametersInLanes
}

/// Chooses the layout and the vector types of a lane-batch.
///
/// - Parameters:
///   - configuration: The lane-batch.
///   - layout: How to lay the runs out.
/// - Returns: Groups in the order of the runs.
func makeLaneGroups(
  _ configuration: TrainingConfiguration, layout: LaneLayout = .fastest
) -> [LaneGroup] {
  let lanes = configuration.lanes
  let goesAlone =
    switch layout {
    case .fastest: lanes.count <= largestCountOfLoneRuns(configuration)
    case .parametersInLanes: true
    case .separatePasses, .runsInLanes: false
    }
  let loss = configuration.loss
  if goesAlone {
    return switch configuration.precision {
    case .float64: makeLoneGroups(configuration, loss.loneDouble)
    case .float32: makeLoneGroups(configuration, loss.loneFloat)
    }
  }
  let fuses = layout != .separatePasses
  switch configuration.precision {
  case .float64:
    return switch lanes.count {
    case ...2: [makeLaneGroup(configuration, loss.double2, fuses)]
    case ...4: [makeLaneGroup(configuration, loss.double4, fuses)]
    case ...8: [makeLaneGroup(configuration, loss.double8, fuses)]
    default: [makeLaneGroup(configuration, loss.double16, fuses)]
    }
  case .float32:
    return switch lanes.count {
    case ...4: [makeLaneGroup(configuration, loss.float4, fuses)]
    case ...8: [makeLaneGroup(configuration, loss.float8, fuses)]
    default: [makeLaneGroup(configuration, loss.float16, fuses)]
    }
  }
}

/// As many runs by themselves take no longer than side by side, as measured.
private func largestCountOfLoneRuns(_ configuration: TrainingConfiguration) -> Int {
  let isFloat64 = configuration.precision == .float64
  let problem = configuration.problem
  // What is not the products takes a larger part where they are small.
  let ofSize =
    switch problem.sampleCount * problem.signalCount {
    case ..<1_000: 1
    case ..<5_000: 2
    case ..<20_000: isFloat64 ? 3 : 4
    default: isFloat64 ? 4 : 8
    }
  let ofDesign =
    switch problem.design {
    case .sign: lane_intrinsics_are_fast() == 0 ? 0 : ofSize
    case .dense(let blocks) where isFloat64: LoneDenseMatrix<Double>.keepsBothWays(blocks) ? 2 : 1
    case .dense(let blocks): LoneDenseMatrix<Float>.keepsBothWays(blocks) ? 3 : 2
    }
  let ofKind =
    switch (configuration.model, configuration.noise, configuration.optimizer) {
    case (.matrixFactorization, _, _): isFloat64 ? 2 : 3
    // Runs of the same noise seed draw their normal numbers together.
    case (_, .gradient, _): 2
    case (_, .label(_, .some), _), (_, _, .adamMini), (_, _, .adalayer): isFloat64 ? 2 : 4
    default: ofSize
    }
  // The designs of factorizations are kept both ways, whatever their size.
  if ofDesign > 0, case .matrixFactorization = configuration.model { return min(ofSize, ofKind) }
  return min(ofSize, ofDesign, ofKind)
}

/// A group for each run; they share the products with the design.
private func makeLoneGroups<Scalar: LookupScalar>(
  _ configuration: TrainingConfiguration,
  _ loss: (LoneResidualMaker<Scalar>) -> Residuals<SIMD16<Scalar>>
) -> [LaneGroup] {
  let (model, problem) = (configuration.model, configuration.problem)
  let products = LoneProducts<Scalar>(problem.design, bothWays: model.keepsDesignBothWays)
  let layout = model.loneLayout
  return configuration.lanes.map { run in
    let values = LaneValues<SIMD16<Scalar>>(runs: [run])
    let rule = configuration.rule(by: LoneRuleMaker<Scalar>(values: values, layout: layout))
    let noise = LoneGradientNoise<Scalar>(configuration.noise, run, layout)
    let step = Step(
      model.lonePredictor(LinearProducts(products, problem)),
      loss(LoneResidualMaker(noise: configuration.noise, targets: problem.targets, run: run)),
      rule, Stages(gradientNoise: noise?.perturbation))
    return LaneGroup(RunLoop(step, .parametersInLanes(layout), configuration))
  }
}

/// A group of the width that the loss is made for.
private func makeLaneGroup<Lanes: LaneVector>(
  _ configuration: TrainingConfiguration, _ loss: (ResidualMaker<Lanes>) -> Residuals<Lanes>,
  _ fuses: Bool
) -> LaneGroup {
  let problem = configuration.problem
  let values = LaneValues<Lanes>(runs: configuration.lanes)
  let predictor = configuration.model.predictor(LinearProducts<Lanes>(problem))
  let rule = configuration.rule(
    by: LaneRuleMaker(values: values, vectorCount: predictor.counts.theta))
  let noise = GradientNoise(configuration.noise, values)
  let step = Step(
    predictor,
    loss(ResidualMaker(noise: configuration.noise, targets: problem.targets, values: values)),
    rule, Stages(gradientNoise: noise?.perturbation), fuses: fuses)
  return LaneGroup(RunLoop(step, .runsInLanes, configuration))
}
