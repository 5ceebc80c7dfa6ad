/// Numbers with a shape, row by row.
public struct NumberArray: Hashable, Sendable {
  /// The extents; empty for a single number.
  public var shape: [Int]
  /// The numbers, the last index fastest.
  public var values: [Double]

  /// Numbers of a shape.
  ///
  /// - Precondition: There are as many as the shape says.
  public init(shape: [Int], values: [Double]) {
    precondition(shape.reduce(1, *) == values.count, "a shape counts its numbers")
    (self.shape, self.values) = (shape, values)
  }
}
