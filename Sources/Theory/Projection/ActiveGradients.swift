import Training

/// The rows D∇fᵢ of Kᵀ and a vector b at one point, D = Diag(|θ|) with 0 for a coordinate that is
/// not active, in orthonormal coordinates in which the rows are short.
///
/// On a diagonal net, row i has zᵢⱼ (αⱼ, βⱼ) at uⱼ and vⱼ, (α, β) = (dᵤ u, −dᵥ v) up to a factor
/// that is the same everywhere: one direction for all i. The rotations
///
///     s = (α bᵤ + β bᵥ)/ρ,   o = (β bᵤ − α bᵥ)/ρ,   ρ = √(α² + β²)
///
/// leave ρⱼ zᵢⱼ of it along s and nothing along o, half of the numbers where all are active. Pairs
/// without an active coordinate are left out. On a factorization the active coordinates stay as
/// they are.
struct ActiveGradients {
  /// b in the coordinates of the rows, padded to whole lanes.
  let along: [SIMD8<Double>]
  /// b in the other coordinates, in which all rows are 0, padded likewise.
  let across: [SIMD8<Double>]
  private let source: Source

  private enum Source {
    /// ρⱼ zᵢⱼ at these j, with these ρ.
    case design(BlockedDesign, columns: [Int], lengths: [Double])
    /// The gradients at these parameters, times D.
    case gradients(LandscapePoint, indices: [Int], scale: [Double])
  }

  /// The rows and b at a point of a landscape.
  ///
  /// - Parameters:
  ///   - point: The point.
  ///   - landscape: Its landscape.
  ///   - scale: The diagonal of D, shape `[P]`.
  ///   - b: Shape `[P]`, 0 where D is.
  init(at point: LandscapePoint, of landscape: Landscape, scale: [Double], _ b: [Double]) {
    switch landscape.model {
    case .diagonalNet(let dimension):
      let pairs = Self.rotatedPairs(point.theta, dimension: dimension, scale: scale, b)
      along = lanes(of: pairs.map(\.along))
      across = lanes(of: pairs.map(\.across))
      source = .design(
        landscape.design, columns: pairs.map(\.index), lengths: pairs.map(\.length))
    case .matrixFactorization:
      let active = scale.indices.filter { scale[$0] > 0 }
      along = lanes(of: active.map { b[$0] })
      across = []
      source = .gradients(point, indices: active, scale: scale)
    }
  }

  /// The rows, up to a factor that all have in common, one for every sample, padded to whole lanes.
  ///
  /// They are made anew, so that whoever takes them may write over them without a copy.
  func rows() -> [[SIMD8<Double>]] {
    switch source {
    case .design(let design, let columns, let lengths):
      design.rows(at: columns, scaledBy: lengths)
    case .gradients(let point, let indices, let scale):
      point.gradientRows(scaledBy: scale, at: indices)
    }
  }

  /// j, ρ, s and o of the pairs with an active coordinate.
  ///
  /// In units of the largest parameter, active ones are above 0.01: ρ is neither near 0 nor large.
  private static func rotatedPairs(
    _ theta: [Double], dimension: Int, scale: [Double], _ b: [Double]
  ) -> [(index: Int, length: Double, along: Double, across: Double)] {
    let largest = maximumMagnitude(theta)
    return (0..<dimension).compactMap { u in
      let v = dimension + u
      let alpha = (scale[u] / largest) * (theta[u] / largest)
      let beta = (scale[v] / largest) * (-theta[v] / largest)
      let length = (alpha * alpha).addingProduct(beta, beta).squareRoot()
      guard length > 0 else { return nil }
      let (cosine, sine) = (alpha / length, beta / length)
      return (
        u, length, (cosine * b[u]).addingProduct(sine, b[v]),
        (sine * b[u]).addingProduct(-cosine, b[v])
      )
    }
  }
}
