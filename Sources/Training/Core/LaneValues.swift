/// The varying numbers of the runs of a group, in its lanes.
///
/// For a run by itself all lanes hold the same.
struct LaneValues<Lanes: LaneVector> {
  /// One for each run, at most as many as lanes; lanes without a run do what the last one does.
  let runs: [LaneParameters]

  /// The values of a number by its key, rounded to the precision of the lanes.
  subscript(_ key: String) -> Lanes { Lanes(lanes: runs.map { $0[key] }) }

  /// The values of a number, rounded to the precision of the lanes.
  subscript(_ number: KeyPath<LaneParameters, Double>) -> Lanes {
    Lanes(lanes: runs.map { $0[keyPath: number] })
  }
}
