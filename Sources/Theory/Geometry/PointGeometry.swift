import DenseAlgebra

/// The predictions and their derivatives at one θ, in the sums that projection and the slow equations
/// are made of.
///
/// J has the rows ∇f, one for every prediction, n · C of them, the outputs of a sample next to each
/// other; H = JᵀJ/n.
protocol PointGeometry: Sendable {
  /// θ, shape `[P]`.
  var theta: [Double] { get }
  /// r = f − y, shape `[n · C]`.
  var residuals: [Double] { get }
  /// n.
  var sampleCount: Int { get }

  /// J x, shape `[n · C]`, for x of shape `[P]`.
  func pushForward(_ x: [Double]) -> [Double]

  /// Jᵀ x, shape `[P]`, for x of shape `[n · C]`.
  func pullBack(_ x: [Double]) -> [Double]

  /// J S Jᵀ with S = Diag(metric), square, on and below the diagonal.
  func gram(_ metric: [Double]) -> SampleBlocks

  /// diag(H), shape `[P]`, summed over the rows of J in sequence.
  func diagonalHessian() -> [Double]

  /// The rows of J, each scaled entry by entry, padded to whole lanes.
  ///
  /// - Parameters:
  ///   - scale: Factors of the entries, shape `[P]`.
  ///   - indices: The parameters wanted, in order; all if nil.
  /// - Returns: n · C rows.
  func gradientRows(scaledBy scale: [Double], at indices: [Int]?) -> [[SIMD8<Double>]]

  /// (2/n) Σ ∇²f S ∇f over all predictions with S = Diag(metric), shape `[P]`: ∇³L[S] up to a normal
  /// part.
  func curvature(_ metric: [Double]) -> [Double]

  /// (2/n) Σ ∇²f m over all predictions, shape `[P]`: ∇³L[M] up to a normal part if m = M ∇f.
  ///
  /// Sums over rows are those of `SampleBlocks`.
  ///
  /// - Parameter directions: m in the rows, `[n · C, P]`.
  /// - Returns: Shape `[P]`.
  func curvature(along directions: SampleBlocks) -> [Double]

  /// The rows of J Diag(scale) and b in short orthonormal coordinates; see ``ActiveGradients``.
  ///
  /// - Parameters:
  ///   - scale: 0 for a parameter that is not active, shape `[P]`.
  ///   - b: Shape `[P]`, 0 where the scale is.
  /// - Returns: Rows and b.
  func activeGradients(scaledBy scale: [Double], _ b: [Double]) -> ActiveGradients
}

extension PointGeometry {
  /// All entries of ``gradientRows(scaledBy:at:)``.
  func gradientRows(scaledBy scale: [Double]) -> [[SIMD8<Double>]] {
    gradientRows(scaledBy: scale, at: nil)
  }

  /// The gradient of tr(C J Jᵀ) at a fixed C, 2 Σᵢ ∇²fᵢ Σⱼ Cᵢⱼ ∇fⱼ, shape `[P]`.
  ///
  /// Σⱼ by fused multiply-adds in sequence from 0, the rest as ``curvature(along:)``.
  ///
  /// - Parameter c: C, symmetric, row-major, shape `[n · C, n · C]`.
  /// - Returns: Shape `[P]`.
  func gramGradient(_ c: [Double]) -> [Double] {
    let rows = rows
    precondition(c.count == rows.count * rows.count, "a square matrix over the rows of J")
    var directions = SampleBlocks(rowCount: rows.count, columnCount: theta.count)
    for i in rows.indices {
      var sum = Array(repeating: 0.0, count: theta.count)
      for j in rows.indices where c[i * rows.count + j] != 0 {
        for p in sum.indices { sum[p].addProduct(c[i * rows.count + j], rows[j][p]) }
      }
      directions.setRow(i, sum)
    }
    return curvature(along: directions).map { Double(sampleCount) * $0 }
  }
}

/// The first rows of a matrix of which eight lie side by side, some of their entries, each scaled.
///
/// - Parameters:
///   - count: How many rows.
///   - indices: The entries wanted, in order.
///   - scale: Factors of all entries.
///   - eightRows: The rows of a block.
/// - Returns: The rows, padded to whole lanes.
func scaledRows(
  _ count: Int, at indices: [Int], by scale: [Double],
  ofBlock eightRows: (_ block: Int) -> ArraySlice<SIMD8<Double>>
) -> [[SIMD8<Double>]] {
  var rows: [[SIMD8<Double>]] = []
  rows.reserveCapacity(count)
  for block in 0..<(count + 7) / 8 {
    let eight = eightRows(block)
    for k in 0..<min(8, count - 8 * block) {
      rows.append(lanes(of: indices.map { eight[eight.startIndex + $0][k] * scale[$0] }))
    }
  }
  return rows
}
