/// What an optimizer remembers of one parameter, as a list of lane vectors.
protocol MomentState<Lanes> {
  associatedtype Lanes: LaneVector

  /// How many.
  static var count: Int { get }

  /// The moment of an index in 0..<count.
  subscript(index: Int) -> Lanes { get set }
}
