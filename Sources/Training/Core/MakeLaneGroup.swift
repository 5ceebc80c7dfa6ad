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
    case .fastest: lanes.count <= configuration.largestCountOfLoneRuns
    case .parametersInLanes: true
    case .separatePasses, .runsInLanes: false
    }
  let (model, optimizer, loss) = (
    configuration.model, configuration.optimizer, configuration.loss
  )
  if goesAlone {
    return switch configuration.precision {
    case .float64:
      makeLoneGroups(configuration, model.loneDouble, optimizer.loneDouble, loss.loneDouble)
    case .float32:
      makeLoneGroups(configuration, model.loneFloat, optimizer.loneFloat, loss.loneFloat)
    }
  }
  let fuses = layout != .separatePasses
  switch configuration.precision {
  case .float64:
    return switch lanes.count {
    case ...2: [makeLaneGroup(configuration, model.double2, optimizer.double2, loss.double2, fuses)]
    case ...4: [makeLaneGroup(configuration, model.double4, optimizer.double4, loss.double4, fuses)]
    case ...8: [makeLaneGroup(configuration, model.double8, optimizer.double8, loss.double8, fuses)]
    default:
      [makeLaneGroup(configuration, model.double16, optimizer.double16, loss.double16, fuses)]
    }
  case .float32:
    return switch lanes.count {
    case ...4: [makeLaneGroup(configuration, model.float4, optimizer.float4, loss.float4, fuses)]
    case ...8: [makeLaneGroup(configuration, model.float8, optimizer.float8, loss.float8, fuses)]
    default: [makeLaneGroup(configuration, model.float16, optimizer.float16, loss.float16, fuses)]
    }
  }
}

/// A group for each run; they share the products with the design.
private func makeLoneGroups<Scalar: LookupScalar>(
  _ configuration: TrainingConfiguration,
  _ model: (LoneData<Scalar>) -> Predictor<SIMD16<Scalar>>?,
  _ optimizer: (LoneRuleMaker<Scalar>) -> Rule<SIMD16<Scalar>>,
  _ residuals: (LoneResidualMaker<Scalar>) -> Residuals<SIMD16<Scalar>>
) -> [LaneGroup] {
  let (kind, problem) = (configuration.model.kind, configuration.problem)
  let data = LoneData<Scalar>(problem, bothWays: kind.keepsDesignBothWays)
  guard let places = kind.loneLayout else {
    preconditionFailure("\(configuration.model.name) goes in lanes only")
  }
  return configuration.lanes.map { run in
    let values = LaneValues<SIMD16<Scalar>>(runs: [run])
    let maker = LoneRuleMaker(
      values: values, layout: kind.layout, places: places, steps: configuration.steps)
    let rule = optimizer(maker)
    let noise = LoneGradientNoise<Scalar>(configuration.noise.kind.gradient, run, places)
    let diffusion =
      configuration.noise.kind.isDiffusion
      ? LoneGradientNoise<Scalar>(diffusing: configuration.alone(run), run, places) : nil
    guard let predictor = model(data) else {
      preconditionFailure("a model that has a place for its parameters predicts from it")
    }
    let alone = configuration.alone(run)
    var loss: ((_ predictions: borrowing LaneStorage<SIMD16<Scalar>>) -> SIMD16<Scalar>)?
    if rule.setLoss != nil { loss = { alone.loneLoss($0) } }
    let step = Step(
      predictor,
      residuals(
        LoneResidualMaker(
          labels: configuration.noise.kind.labels, sampling: configuration.sampling,
          targets: problem.targets, probabilities: problem.signProbabilities, run: run)
      ).deviating(configuration.noise.kind.deviation, run),
      rule,
      Stages(
        configuration.alone(run), maker, gradientNoise: noise?.perturbation,
        diffusion: diffusion?.perturbation,
        loss: loss))
    return LaneGroup(
      RunLoop(
        configuration.averaged(configuration.scheduled(step, rule, values)),
        .parametersInLanes(places), configuration))
  }
}

/// A group of the width that model, optimizer and loss are made for.
private func makeLaneGroup<Lanes: LaneVector>(
  _ configuration: TrainingConfiguration,
  _ model: (RegressionProblem) -> Predictor<Lanes>,
  _ optimizer: (LaneRuleMaker<Lanes>) -> Rule<Lanes>,
  _ residuals: (ResidualMaker<Lanes>) -> Residuals<Lanes>, _ fuses: Bool
) -> LaneGroup {
  let problem = configuration.problem
  let values = LaneValues<Lanes>(runs: configuration.lanes)
  let predictor = model(problem)
  let maker = LaneRuleMaker(
    values: values, layout: configuration.model.layout, steps: configuration.steps,
    stepFactors: configuration.model.kind.stepFactors)
  var rule = optimizer(maker)
  if let factors = maker.stepFactors, !configuration.optimizer.kind.takesStepFactors {
    rule = rule.scaled(by: factors)
  }
  let noise = LaneGradientNoise(configuration.noise.kind.gradient, values)
  let diffusion =
    configuration.noise.kind.isDiffusion
    ? LaneGradientNoise(diffusing: configuration, values) : nil
  var loss: ((_ predictions: borrowing LaneStorage<Lanes>) -> Lanes)?
  if rule.setLoss != nil { loss = { configuration.lossInLanes($0) } }
  let step = Step(
    predictor,
    residuals(
      ResidualMaker(
        labels: configuration.noise.kind.labels, sampling: configuration.sampling,
        targets: problem.targets, probabilities: problem.signProbabilities,
        classes: problem.classes, values: values)
    ).deviating(configuration.noise.kind.deviation, values),
    rule,
    Stages(
      configuration, maker, gradientNoise: noise?.perturbation,
      diffusion: diffusion?.perturbation,
      loss: loss), fuses: fuses)
  return LaneGroup(
    RunLoop(
      configuration.averaged(configuration.scheduled(step, rule, values)), .runsInLanes,
      configuration))
}

extension TrainingConfiguration {
  /// The data of each run, whose loss is the mean of what a step sees.
  private var meanProblems: [RegressionProblem] {
    lanes.map { noise.averaging(problem, strength: $0.noiseScale) }
  }

  private static func mean(_ losses: [Double]) -> Double { sum(losses) / Double(losses.count) }

  /// The mean loss of runs side by side, in double precision.
  fileprivate func lossInLanes<Lanes: LaneVector>(
    _ predictions: borrowing LaneStorage<Lanes>
  ) -> Lanes {
    var numbers: [Double] = []
    for (lane, problem) in meanProblems.enumerated() {
      let f = (0..<problem.sampleCount * problem.outputCount).map { Double(predictions[$0][lane]) }
      numbers.append(Self.mean(loss.values(of: f, on: problem)))
    }
    return Lanes(lanes: numbers)
  }

  /// The mean loss of a run by itself, whose samples lie in the lanes.
  fileprivate func loneLoss<Lanes: LaneVector>(
    _ predictions: borrowing LaneStorage<Lanes>
  ) -> Lanes {
    let problem = meanProblems[0]
    let f = (0..<problem.sampleCount).map { Double(predictions.scalar($0)) }
    return Lanes(lanes: [Self.mean(loss.values(of: f, on: problem))])
  }

  /// The same for one of its runs.
  fileprivate func alone(_ run: LaneParameters) -> TrainingConfiguration {
    var copy = self
    copy.lanes = [run]
    return copy
  }

  /// A step that keeps an average of θ, if there is one.
  fileprivate func averaged<Lanes: LaneVector>(_ step: Step<Lanes>) -> Step<Lanes> {
    average.map { step.averaging(by: $0, of: steps) } ?? step
  }

  /// A step that gives its rule the step size of a schedule first, if there is one.
  fileprivate func scheduled<Lanes: LaneVector>(
    _ step: Step<Lanes>, _ rule: Rule<Lanes>, _ values: LaneValues<Lanes>
  ) -> Step<Lanes> {
    if schedule.isConstant { return step }
    // Of the group's own runs, which for a run by itself is one.
    var own = self
    own.lanes = values.runs
    let stepSizes = own.stepSizes
    return step.preceded { rule.setStepSize(Lanes(rounding: stepSizes($0))) }
  }
}
