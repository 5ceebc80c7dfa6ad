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

extension TrainingConfiguration {
  /// As many runs by themselves take no longer than side by side, as measured.
  var largestCountOfLoneRuns: Int {
    let kind = model.kind
    if kind.loneLayout == nil || optimizer.kind.goesInLanesOnly { return 0 }
    let isFloat64 = precision == .float64
    // Four runs side by side share a vector where samples of one take four.
    if kind.signalCount == 0 { return 3 }
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
      case .units: ofSize
      case .dense(let blocks) where isFloat64: LoneDenseMatrix<Double>.keepsBothWays(blocks) ? 2 : 1
      case .dense(let blocks): LoneDenseMatrix<Float>.keepsBothWays(blocks) ? 3 : 2
      }
    let sharing = optimizer.sharing(in: model.layout)
    let noise = noise.kind
    let ofKind =
      switch (kind.keepsDesignBothWays, noise.gradient, sampling.batch, sharing) {
      case (true, _, _, _): isFloat64 ? 2 : 3
      // Runs of the same noise seed draw their normal numbers together.
      case (_, .gaussian, _, _): 2
      case (_, _, .some, _), (_, _, _, .blocks): isFloat64 ? 2 : 4
      default: ofSize
      }
    if ofDesign > 0, kind.keepsDesignBothWays { return min(ofSize, ofKind) }
    return min(ofSize, ofDesign, ofKind)
  }
}
