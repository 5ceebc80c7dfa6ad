/// The products of a factorization's factors, for vectors whose lanes hold one thing or another.
///
/// Entry e of a buffer is vector e where runs lie in the lanes, scalar e where entries do.
protocol FactorProducts<Lanes>: ~Copyable {
  associatedtype Lanes: LaneVector

  /// The number of vectors that hold so many entries.
  func vectorCount(ofEntries count: Int) -> Int

  /// C = A B, every run by itself.
  ///
  /// Canonical order: c ← fma(a_ik, b_kj, c), k = 0, 1, …, from +0.
  ///
  /// - Precondition: The shapes fit, the views lie inside their buffers, C overlaps neither A nor B.
  func multiply(
    _ a: borrowing LaneStorage<Lanes>, _ aView: MatrixView,
    _ b: borrowing LaneStorage<Lanes>, _ bView: MatrixView,
    into c: borrowing LaneStorage<Lanes>, _ cView: MatrixView)

  /// Makes lanes beyond the last of so many entries do what it does.
  func complete(_ entries: borrowing LaneStorage<Lanes>, count: Int)
}

/// The products of runs side by side, one in each lane.
struct LaneFactorProducts<Lanes: LaneVector>: FactorProducts {
  func vectorCount(ofEntries count: Int) -> Int { count }

  @inline(__always)
  func multiply(
    _ a: borrowing LaneStorage<Lanes>, _ aView: MatrixView,
    _ b: borrowing LaneStorage<Lanes>, _ bView: MatrixView,
    into c: borrowing LaneStorage<Lanes>, _ cView: MatrixView
  ) {
    Training.multiply(a, aView, b, bView, into: c, cView)
  }

  func complete(_: borrowing LaneStorage<Lanes>, count: Int) {}
}
