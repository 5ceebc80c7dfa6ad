/// The shape of an array of rank 0, 1 or 2.
public struct Shape: Hashable, Sendable {
  /// Number of axes: 0 for a number, 1 for a vector, 2 for a matrix.
  public let rank: Int
  private let first: Int
  private let second: Int

  private init(rank: Int, _ first: Int = 1, _ second: Int = 1) {
    self.rank = rank
    self.first = first
    self.second = second
  }

  /// A number.
  public static let number = Shape(rank: 0)

  /// A vector of some length.
  public static func vector(_ length: Int) -> Shape { Shape(rank: 1, length) }

  /// A matrix of some rows and columns.
  public static func matrix(_ rows: Int, _ columns: Int) -> Shape {
    Shape(rank: 2, rows, columns)
  }

  /// The shape with the given extents; nil for more than two, or one below 1.
  public init?(_ extents: [Int]) {
    guard extents.count <= 2, extents.allSatisfy({ $0 >= 1 }) else { return nil }
    self.init(
      rank: extents.count, extents.first ?? 1, extents.count == 2 ? extents[1] : 1)
  }

  /// The extent of an axis, counted from 0.
  public subscript(axis: Int) -> Int {
    precondition(axis >= 0 && axis < rank, "a shape has no such axis")
    return axis == 0 ? first : second
  }

  /// The extents of all axes.
  public var extents: [Int] { rank == 0 ? [] : rank == 1 ? [first] : [first, second] }

  /// How many numbers an array of this shape has; the largest integer where that is too many to count.
  public var count: Int {
    let (product, overflows) = first.multipliedReportingOverflow(by: second)
    return overflows ? .max : product
  }

  /// Rows and columns of the array as a matrix: a vector is a row, a number is 1 × 1.
  public var asMatrix: (rows: Int, columns: Int) {
    rank == 2 ? (first, second) : (1, first)
  }

  /// The shape without an axis.
  func removing(axis: Int) -> Shape {
    rank == 1 ? .number : .vector(axis == 0 ? second : first)
  }

  /// The shape with another extent of an axis.
  func replacing(axis: Int, with extent: Int) -> Shape {
    rank == 1
      ? .vector(extent) : axis == 0 ? .matrix(extent, second) : .matrix(first, extent)
  }

  /// The shape with axes exchanged.
  var transposed: Shape { rank == 2 ? .matrix(second, first) : self }

  /// What arrays of two shapes broadcast to by NumPy's rule; nil where they do not fit.
  public static func broadcast(_ a: Shape, _ b: Shape) -> Shape? {
    let rank = max(a.rank, b.rank)
    var extents = Array(repeating: 1, count: rank)
    for axis in 0..<rank {
      let fromEnd = rank - axis
      let p = a.rank >= fromEnd ? a[a.rank - fromEnd] : 1
      let q = b.rank >= fromEnd ? b[b.rank - fromEnd] : 1
      guard p == q || p == 1 || q == 1 else { return nil }
      extents[axis] = max(p, q)
    }
    return Shape(extents)
  }
}

extension Shape: CustomStringConvertible {
  /// As Python writes it: (), (3,), (3, 4).
  public var description: String {
    rank == 0 ? "()" : rank == 1 ? "(\(first),)" : "(\(first), \(second))"
  }
}
