/// Lane vectors that somebody keeps, as a list, with their owner hidden behind closures.
struct StateAccess<Lanes: LaneVector> {
  /// How many.
  let count: Int
  /// The vector of an index in 0..<count.
  let get: (_ index: Int) -> Lanes
  /// Replaces it.
  let set: (_ index: Int, _ value: Lanes) -> Void
}
