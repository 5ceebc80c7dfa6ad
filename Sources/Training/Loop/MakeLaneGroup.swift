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
  if goesAlone {
    return switch configuration.precision {
    case .float64: makeLoneGroups(Double.self, configuration)
    case .float32: makeLoneGroups(Float.self, configuration)
    }
  }
  let fuses = layout != .separatePasses
  switch configuration.precision {
  case .float64:
    return switch lanes.count {
    case ...2: [makeLaneGroup(SIMD2<Double>.self, configuration, fuses)]
    case ...4: [makeLaneGroup(SIMD4<Double>.self, configuration, fuses)]
    case ...8: [makeLaneGroup(SIMD8<Double>.self, configuration, fuses)]
    default: [makeLaneGroup(SIMD16<Double>.self, configuration, fuses)]
    }
  case .float32:
    return switch lanes.count {
    case ...4: [makeLaneGroup(SIMD4<Float>.self, configuration, fuses)]
    case ...8: [makeLaneGroup(SIMD8<Float>.self, configuration, fuses)]
    default: [makeLaneGroup(SIMD16<Float>.self, configuration, fuses)]
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
  _: Scalar.Type, _ configuration: TrainingConfiguration
) -> [LaneGroup] {
  // The whole gradient of a factorization comes before its next predictions, so that no block of a
  // design is near when it is read again.
  let bothWays = if case .matrixFactorization = configuration.model { true } else { false }
  let products = LoneProducts<Scalar>(configuration.problem.design, bothWays: bothWays)
  return configuration.lanes.map { LaneGroup(LoneRun(configuration, products, lane: $0)) }
}

/// A group of the given width.
private func makeLaneGroup<Lanes: LaneVector>(
  _: Lanes.Type, _ configuration: TrainingConfiguration, _ fuses: Bool
) -> LaneGroup {
  LaneGroup(LaneBatchRun<Lanes>(configuration, lanes: configuration.lanes, fuses: fuses))
}
