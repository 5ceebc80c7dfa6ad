/// A design whose rows are unit vectors: sample i sees entry `columns[i]` of the signal.
struct UnitRows: Hashable, Sendable {
  /// The place of each row's 1, shape `[n]`.
  let columns: [Int]
  /// q.
  let signalCount: Int
}
