import CLaneIntrinsics

/// How runs may be laid out; the bits are the same for each.
enum LaneLayout {
  /// The fastest that is known for the number of runs.
  case fastest
  /// A run in each lane, several passes a step.
  case separatePasses
  /// A run in each lane, fused where it can be.
  case runsInLanes
  /// Each run by itself, its coordinates in the lanes, where that can be; of a factorization the
  /// outputs of the products with the design.
  case coordinatesInLanes
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
    case .fastest:
      lane_intrinsics_are_fast() != 0 && lanes.count <= largestCountOfLoneRuns(configuration)
    case .coordinatesInLanes: true
    case .separatePasses, .runsInLanes: false
    }
  if goesAlone, let groups = makeLoneGroups(configuration) { return groups }
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
  guard case .diagonalNet = configuration.model else { return 1 }
  let isFloat64 = configuration.precision == .float64
  guard case .dense(let entries) = configuration.problem.design else { return isFloat64 ? 4 : 8 }
  let count = entries.sampleCount * entries.signalCount
  return isFloat64
    ? LoneDenseMatrix<Double>.keepsBothWays(entryCount: count) ? 2 : 1
    : LoneDenseMatrix<Float>.keepsBothWays(entryCount: count) ? 3 : 2
}

/// A group for each run, or nil if they are not of the kind for it.
private func makeLoneGroups(_ configuration: TrainingConfiguration) -> [LaneGroup]? {
  switch (configuration.model, configuration.precision) {
  case (.diagonalNet, .float64): makeLoneGroups(Double.self, configuration)
  case (.diagonalNet, .float32): makeLoneGroups(Float.self, configuration)
  // The factors' own products are few; the narrowest vectors do for them.
  case (.matrixFactorization, .float64): makeFactorizations(SIMD2<Double>.self, configuration)
  case (.matrixFactorization, .float32): makeFactorizations(SIMD4<Float>.self, configuration)
  }
}

/// A group for each run of a factorization, with outputs of the design's products in the lanes.
private func makeFactorizations<Lanes: LaneVector>(
  _: Lanes.Type, _ configuration: TrainingConfiguration
) -> [LaneGroup] where Lanes.Scalar: LookupScalar {
  let problem = configuration.problem
  let products = LoneProducts<Lanes.Scalar>(problem.design, bothWays: true)
  return configuration.lanes.map { lane in
    LaneGroup(
      LaneBatchRun<Lanes>(
        configuration, lanes: [lane], fuses: false,
        products: LaneProducts(
          ofLoneRun: products, sampleCount: problem.sampleCount,
          signalCount: problem.signalCount)))
  }
}

private func makeLoneGroups<Scalar: LookupScalar>(
  _: Scalar.Type, _ configuration: TrainingConfiguration
) -> [LaneGroup]? {
  let products = LoneProducts<Scalar>(configuration.problem.design)
  var groups: [LaneGroup] = []
  for lane in configuration.lanes {
    guard let run = LoneRun(configuration, products, lane: lane) else { return nil }
    groups.append(LaneGroup(run))
  }
  return groups
}

/// A group of the given width.
private func makeLaneGroup<Lanes: LaneVector>(
  _: Lanes.Type, _ configuration: TrainingConfiguration, _ fuses: Bool
) -> LaneGroup {
  LaneGroup(LaneBatchRun<Lanes>(configuration, lanes: configuration.lanes, fuses: fuses))
}
