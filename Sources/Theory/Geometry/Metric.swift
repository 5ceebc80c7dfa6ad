import DenseAlgebra
import Training

/// S, a symmetric positive definite matrix on the parameters.
enum Metric: Sendable {
  /// Its diagonal, shape `[P]`.
  case diagonal([Double])
  /// W ↦ A W B on every matrix W of θ; they cover θ in order.
  case sided([SidedFactors])

  /// S = I.
  static func identity(_ count: Int) -> Metric {
    .diagonal(Array(repeating: 1, count: count))
  }

  /// a S x, shape `[P]`.
  func times(_ x: [Double], by a: Double = 1) -> [Double] {
    switch self {
    case .diagonal(let entries): zip(x, entries).map { $0 * (a * $1) }
    case .sided(let factors): factors.flatMap { $0.times(x, \.power) }.map { a * $0 }
    }
  }

  /// y + a S x, shape `[P]`.
  func add(_ a: Double, times x: [Double], to y: [Double]) -> [Double] {
    switch self {
    case .diagonal(let entries): y.indices.map { y[$0].addingProduct(a * entries[$0], x[$0]) }
    case .sided: zip(y, times(x)).map { $0.addingProduct(a, $1) }
    }
  }

  /// Whether all of its numbers are finite.
  var isFinite: Bool {
    switch self {
    case .diagonal(let entries): entries.allSatisfy(\.isFinite)
    case .sided(let factors):
      factors.allSatisfy { factor in
        [factor.left, factor.right].allSatisfy { $0?.power.allSatisfy(\.isFinite) ?? true }
      }
    }
  }
}

/// A and B of one matrix W ↦ A W B, each with its square root.
struct SidedFactors: Sendable {
  /// A symmetric positive definite matrix and its root, each row-major.
  struct Side: Sendable {
    let power: [Double]
    let root: [Double]
  }

  /// Where W lies in θ.
  let matrix: SidedMatrix
  /// A; nil for the identity.
  let left: Side?
  /// B; nil for the identity.
  let right: Side?

  /// A X B, or √A X √B, for the entries of x that are the matrix's; sums by fused multiply-adds in
  /// sequence from 0, A X first.
  ///
  /// - Parameters:
  ///   - x: Shape `[P]`.
  ///   - part: The matrices themselves or their roots.
  /// - Returns: The entries, row-major.
  fileprivate func times(_ x: [Double], _ part: KeyPath<Side, [Double]>) -> [Double] {
    let (rows, columns) = (matrix.rowCount, matrix.columnCount)
    var entries = Array(x[matrix.offset..<matrix.offset + rows * columns])
    if let a = left?[keyPath: part] {
      entries = product(a, entries, rows, rows, columns)
    }
    if let b = right?[keyPath: part] {
      entries = product(entries, b, rows, columns, columns)
    }
    return entries
  }
}

/// A B for row-major matrices of shapes `[m, k]` and `[k, n]`, fused multiply-adds in sequence from 0.
private func product(_ a: [Double], _ b: [Double], _ m: Int, _ k: Int, _ n: Int) -> [Double] {
  var result = Array(repeating: 0.0, count: m * n)
  for i in 0..<m {
    for j in 0..<n {
      var sum = 0.0
      for l in 0..<k { sum.addProduct(a[i * k + l], b[l * n + j]) }
      result[i * n + j] = sum
    }
  }
  return result
}

extension PointGeometry {
  /// J S Jᵀ, square, on and below the diagonal.
  func gram(_ metric: Metric) -> SampleBlocks {
    switch metric {
    case .diagonal(let entries): return gram(entries)
    case .sided(let factors):
      let rows = mappedRows { x in factors.flatMap { $0.times(x, \.root) } }
      return rows.gram(weights: Array(repeating: 1, count: theta.count))
    }
  }

  /// (2/n) Σ ∇²f S ∇f over all predictions, shape `[P]`: ∇³L[S] up to a normal part.
  func curvature(_ metric: Metric) -> [Double] {
    switch metric {
    case .diagonal(let entries): curvature(entries)
    case .sided: curvature(along: mappedRows { metric.times($0) })
    }
  }

  /// The rows of J, each of shape `[P]`.
  var rows: [[Double]] {
    let count = theta.count
    return gradientRows(scaledBy: Array(repeating: 1, count: count)).map { row in
      (0..<count).map { row[$0 / 8][$0 % 8] }
    }
  }

  private func mappedRows(_ map: ([Double]) -> [Double]) -> SampleBlocks {
    let rows = rows
    var result = SampleBlocks(rowCount: rows.count, columnCount: theta.count)
    for (i, row) in rows.enumerated() { result.setRow(i, map(row)) }
    return result
  }
}
