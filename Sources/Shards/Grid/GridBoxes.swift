/// A grid with trailing dimensions, cut into boxes that fit in memory.
///
/// Each box is a contiguous range of cells in C order, with all of the trailing dimensions; the
/// boxes come in the order of their cells.
struct GridBoxes {
  /// Elements of 8 bytes in a box at most: 64 MiB.
  static let elementLimit = 8 << 20

  /// Extents of the grid, then of the trailing dimensions.
  let shape: [Int]
  /// Elements of one cell.
  let cellLength: Int
  /// Cells that differ in the last grid dimensions alone, which are never cut.
  private let wholeCount: Int
  /// The dimension that is cut; nil where everything is one box.
  private let cutDimension: Int?
  /// Levels of the cut dimension in a box.
  private let step: Int

  /// - Parameters:
  ///   - grid: Extents of the grid, slowest first.
  ///   - trailing: Extents of the dimensions after them.
  ///   - limit: Elements in a box at most, where a cell has fewer.
  init(grid: [Int], trailing: [Int], limit: Int = elementLimit) {
    shape = grid + trailing
    cellLength = trailing.reduce(1, *)
    var whole = 1
    var cut = grid.count - 1
    while cut >= 0, whole * grid[cut] * cellLength <= limit {
      whole *= grid[cut]
      cut -= 1
    }
    wholeCount = whole
    cutDimension = cut >= 0 ? cut : nil
    let chunk = cut >= 0 ? Self.chunk(of: shape)[cut] : 1
    let most = max(1, limit / max(whole * cellLength, 1))
    // Boxes that end where chunks end write each chunk once.
    step = most > chunk ? most / chunk * chunk : most
  }

  /// The extents of a chunk: the last dimensions whole, about 64 KiB; nil for a scalar.
  static func chunk(of shape: [Int]) -> [Int] {
    var room = chunkRows(rowLength: 1)
    var chunk = shape
    for axis in shape.indices.reversed() {
      chunk[axis] = max(1, min(shape[axis], room))
      room /= chunk[axis]
    }
    return chunk
  }

  /// Calls `body` with each box: its cells, its first index and its length in each dimension.
  func visit<E: Error>(
    _ body: (_ cells: Range<Int>, _ start: [Int], _ extents: [Int]) throws(E) -> Void
  ) throws(E) {
    let origin = [Int](repeating: 0, count: shape.count)
    guard let cutDimension else { return try body(0..<wholeCount, origin, shape) }
    let leading = shape[..<cutDimension]
    let length = shape[cutDimension]
    for prefix in 0..<leading.reduce(1, *) {
      var start = origin
      var rest = prefix
      for axis in leading.indices.reversed() {
        (rest, start[axis]) = rest.quotientAndRemainder(dividingBy: shape[axis])
      }
      for first in stride(from: 0, to: length, by: step) {
        let count = min(step, length - first)
        start[cutDimension] = first
        let extents =
          Array(repeating: 1, count: cutDimension) + [count] + shape[(cutDimension + 1)...]
        let cell = (prefix * length + first) * wholeCount
        try body(cell..<cell + count * wholeCount, start, extents)
      }
    }
  }
}
