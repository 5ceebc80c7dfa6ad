/// What the lanes of a group's vectors hold.
enum Arrangement {
  /// A run in each lane.
  case runsInLanes
  /// Sixteen parameters of one run, or samples.
  case parametersInLanes(LoneLayout)

  /// The vectors that hold an array.
  func vectorCount(_ extent: StateLayout.Extent, of state: StateLayout) -> Int {
    if case .parametersInLanes(let layout) = self, case .perParameter = extent {
      return layout.vectorCount
    }
    return state.count(extent)
  }
}
