/// A solution of a consistent system with a positive semidefinite matrix.
///
/// Cholesky with diagonal pivoting, right-looking: the largest remaining diagonal entry comes next,
/// the first of equals, until it is below 64 n u times the largest of A, u = 2⁻⁵². The rows left
/// over depend on those taken, to rounding; their unknowns are 0.
///
/// Source: N. J. Higham, "Accuracy and Stability of Numerical Algorithms", 2nd ed., section 10.3.
public struct PivotedCholesky: Sendable {
  /// The rows taken, in order; their number is the rank.
  public private(set) var taken: [Int] = []
  /// Column k of the factor over all rows in the order of A.
  private var columns: [[Double]] = []

  /// The number of independent rows.
  public var rank: Int { taken.count }

  /// Factors a symmetric matrix of which the entries on and below the diagonal are read.
  ///
  /// - Complexity: n · rank² / 2 multiply-adds, 8 n · rank bytes.
  public init(_ matrix: SampleBlocks) {
    precondition(matrix.rowCount == matrix.columnCount)
    let n = matrix.rowCount
    var diagonal = (0..<n).map { matrix[$0, $0] }
    let limit = 64 * Double(n) * 0x1p-52 * (diagonal.max() ?? 0)
    var isTaken = Array(repeating: false, count: n)
    while taken.count < n {
      var next = -1
      for i in 0..<n where !isTaken[i] && diagonal[i] > limit {
        if next < 0 || diagonal[i] > diagonal[next] { next = i }
      }
      if next < 0 { break }
      let pivot = diagonal[next].squareRoot()
      var column = Array(repeating: 0.0, count: n)
      for i in 0..<n where !isTaken[i] {
        column[i] = matrix[max(i, next), min(i, next)]
      }
      for earlier in columns {
        let factor = -earlier[next]
        for i in 0..<n { column[i] = column[i].addingProduct(factor, earlier[i]) }
      }
      for i in 0..<n {
        column[i] = isTaken[i] ? 0 : column[i] / pivot
        diagonal[i] = diagonal[i].addingProduct(-column[i], column[i])
      }
      column[next] = pivot
      isTaken[next] = true
      taken.append(next)
      columns.append(column)
    }
  }

  /// x with A x = b in the rows taken and x = 0 in the others.
  public func solve(_ b: [Double]) -> [Double] {
    var y = taken.map { b[$0] }
    for k in 0..<rank {
      y[k] /= columns[k][taken[k]]
      for l in (k + 1)..<max(rank, k + 1) { y[l] = y[l].addingProduct(-columns[k][taken[l]], y[k]) }
    }
    for k in stride(from: rank - 1, through: 0, by: -1) {
      for l in (k + 1)..<max(rank, k + 1) { y[k] = y[k].addingProduct(-columns[k][taken[l]], y[l]) }
      y[k] /= columns[k][taken[k]]
    }
    var x = Array(repeating: 0.0, count: b.count)
    for k in 0..<rank { x[taken[k]] = y[k] }
    return x
  }
}
