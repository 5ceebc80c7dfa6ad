import DenseAlgebra

/// The eigenpairs of H' = B H B at one point, B = S^{1/2}, and what the slow equation makes of
/// them.
///
/// With K = J B, H' = KᵀK/n: the eigenpairs, one for each row of J, (λₗ, eₗ) that are not 0 are those of the rows
/// of K, and its null space, the tangent space of Γ in the coordinates B⁻¹ζ, is what is orthogonal
/// to them. So no P × P matrix is formed. K is first written as L Q by ``OrthonormalBasis``, then L
/// is rotated by ``RowRotation``.
struct LyapunovDrift {
  /// λₗ.
  let eigenvalues: [Double]
  /// eₗ, each padded to whole lanes.
  let eigenvectors: [[SIMD8<Double>]]
  private let rows: [[SIMD8<Double>]]
  private let roots: [Double]
  private let point: any PointGeometry

  /// The eigenpairs at a point, nil if the rows of J are dependent, to rounding.
  ///
  /// - Parameters:
  ///   - point: ζ.
  ///   - metric: The diagonal of S, shape `[P]`.
  /// - Complexity: About 6 n² P + 30 n³ multiply-adds.
  init?(_ point: any PointGeometry, metric: [Double]) {
    self.point = point
    roots = metric.map { $0.squareRoot() }
    let rows = point.gradientRows(scaledBy: roots)
    self.rows = rows
    let basis = OrthonormalBasis(spanning: rows)
    let vectors = basis.vectors
    guard vectors.count == rows.count,
      let rotation = RowRotation(
        rows: rows.map { row in lanes(of: vectors.map { dot(row, $0) }) })
    else { return nil }
    eigenvalues = rotation.squaredValues.map { $0 / Double(point.sampleCount) }
    eigenvectors = rotation.directions.map { direction in
      var vector = Array(repeating: SIMD8<Double>.zero, count: rows[0].count)
      for (k, part) in vectors.enumerated() {
        add(direction[k / 8][k % 8], part, to: &vector)
      }
      return vector
    }
  }

  /// Π'_T x: what of x is in the null space of H', removed twice.
  func tangent(_ x: [SIMD8<Double>]) -> [SIMD8<Double>] {
    var result = x
    for _ in 0..<2 {
      for e in eigenvectors { add(-dot(e, result), e, to: &result) }
    }
    return result
  }

  /// B Π'_T x, shape `[P]`: what moves ζ along Γ.
  ///
  /// - Parameter x: Shape `[P]`.
  /// - Returns: Shape `[P]`.
  func move(along x: [Double]) -> [Double] {
    let tangent = tangent(lanes(of: x))
    return roots.indices.map { roots[$0] * tangent[$0 / 8][$0 % 8] }
  }

  /// (2/n) Σᵢ ∇²fᵢ (B X B) ∇fᵢ, shape `[P]`, for Σ' = Diag(variances).
  ///
  ///     X = Σ_{λᵢ+λⱼ>0} (eᵢᵀ Σ' eⱼ)/(λᵢ+λⱼ) eᵢ eⱼᵀ
  ///
  /// B ∇fᵢ is a row of K and lies in the span of the eₗ, so that X is needed there only:
  ///
  ///     X eₗ = Σⱼ (eⱼᵀ Σ' eₗ)/(λⱼ+λₗ) eⱼ + (1/λₗ) Π'_T Σ' eₗ
  ///
  /// - Parameter variances: The diagonal of Σ', shape `[P]`.
  /// - Returns: Shape `[P]`.
  func curvature(variances: [Double]) -> [Double] {
    let scale = lanes(of: variances)
    let images = eigenvectors.indices.map { l in
      let noisy = zip(scale, eigenvectors[l]).map { $0 * $1 }
      let overlaps = eigenvectors.map { dot($0, noisy) }
      let factor = 1 / eigenvalues[l]
      var image = noisy.map { $0 * factor }
      for (j, e) in eigenvectors.enumerated() {
        add(overlaps[j] / (eigenvalues[j] + eigenvalues[l]) - overlaps[j] * factor, e, to: &image)
      }
      return image
    }
    let count = roots.count
    var directions = Array(
      repeating: SIMD8<Double>.zero, count: (rows.count + 7) / 8 * count)
    for (i, row) in rows.enumerated() {
      var image = Array(repeating: SIMD8<Double>.zero, count: row.count)
      for (l, e) in eigenvectors.enumerated() { add(dot(row, e), images[l], to: &image) }
      for p in 0..<count {
        directions[i / 8 * count + p][i % 8] = roots[p] * image[p / 8][p % 8]
      }
    }
    return point.curvature(
      along: SampleBlocks(rowCount: rows.count, columnCount: count, vectors: directions))
  }
}
