public import DenseAlgebra

/// The design of a problem in the form of `SampleBlocks`: held whole where it is small, else made
/// anew, some columns at a time, whenever it is read.
///
/// A large design is thus not held a second time, and one of signs, of which there are bits, never as
/// numbers. Sums go on from piece to piece, so that the bits are those of the whole.
public struct BlockedDesign: Sendable {
  private let problem: RegressionProblem
  /// All of it, 8 n q bytes, if that is little.
  private let whole: SampleBlocks?

  /// The most entries that are held.
  private static let largestHeldCount = 1 << 20

  /// n.
  public var rowCount: Int { problem.sampleCount }
  /// q.
  public var columnCount: Int { problem.signalCount }
  /// Number of blocks of eight rows.
  public var blockCount: Int { (rowCount + 7) / 8 }

  /// The design of a problem.
  public init(_ problem: RegressionProblem) {
    self.init(problem, largestHeldCount: Self.largestHeldCount)
  }

  /// The design of a problem, held whole if it has no more entries than a number.
  init(_ problem: RegressionProblem, largestHeldCount: Int) {
    self.problem = problem
    let isSmall = problem.sampleCount * problem.signalCount <= largestHeldCount
    whole = isSmall ? Self.columns(0..<problem.signalCount, of: problem) : nil
  }

  /// The entry of row i and column j, both from 0.
  public subscript(i: Int, j: Int) -> Double { problem.designEntry(i, j) }

  /// Eight rows side by side, shape `[columnCount]`.
  public func rows(ofBlock block: Int) -> ArraySlice<SIMD8<Double>> {
    if let whole { return whole.rows(ofBlock: block) }
    return (0..<columnCount).map { problem.eightDesignEntries(8 * block, $0) }[...]
  }

  /// Some columns of all rows, each times its factor; the rows padded to whole lanes.
  public func rows(at columns: [Int], scaledBy factors: [Double]) -> [[SIMD8<Double>]] {
    precondition(columns.count == factors.count)
    return (0..<blockCount).flatMap { block in
      let eight = rows(ofBlock: block)
      return (0..<min(8, rowCount - 8 * block)).map { k in
        lanes(of: zip(columns, factors).map { eight[eight.startIndex + $0][k] * $1 })
      }
    }
  }

  /// Z x, shape `[n]`, for x of shape `[q]`.
  public func product(_ x: [Double]) -> [Double] {
    precondition(x.count == columnCount)
    var sums = Array(repeating: SIMD8<Double>.zero, count: blockCount)
    forEachPiece { columns, piece in
      piece.addProduct(x.span.extracting(columns), to: &sums)
    }
    return numbers(of: sums, count: rowCount)
  }

  /// Zᵀ x, shape `[q]`, for x of shape `[n]`.
  public func transposedProduct(_ x: [Double]) -> [Double] {
    var result: [Double] = []
    result.reserveCapacity(columnCount)
    forEachPiece { _, piece in result += piece.transposedProduct(x) }
    return result
  }

  /// Z Diag(d) Zᵀ for d of shape `[q]`; see ``SampleBlocks/gram(weights:)``.
  public func gram(weights: [Double]) -> SampleBlocks {
    precondition(weights.count == columnCount)
    if let whole { return whole.gram(weights: weights) }
    var result = SampleBlocks(rowCount: rowCount, columnCount: rowCount)
    forEachPiece { columns, piece in
      piece.addGram(
        ofColumns: 0..<columns.count, weights: weights.span.extracting(columns), to: &result)
    }
    return result
  }

  /// The columns in order, all at once or in pieces.
  private func forEachPiece(_ body: (_ columns: Range<Int>, _ piece: SampleBlocks) -> Void) {
    if let whole { return body(0..<columnCount, whole) }
    for first in stride(from: 0, to: columnCount, by: SampleBlocks.pieceLength) {
      let columns = first..<min(first + SampleBlocks.pieceLength, columnCount)
      body(columns, Self.columns(columns, of: problem))
    }
  }

  private static func columns(
    _ columns: Range<Int>, of problem: RegressionProblem
  ) -> SampleBlocks {
    let blockCount = (problem.sampleCount + 7) / 8
    var vectors: [SIMD8<Double>] = []
    vectors.reserveCapacity(blockCount * columns.count)
    for block in 0..<blockCount {
      for j in columns { vectors.append(problem.eightDesignEntries(8 * block, j)) }
    }
    return SampleBlocks(
      rowCount: problem.sampleCount, columnCount: columns.count, vectors: vectors)
  }
}
