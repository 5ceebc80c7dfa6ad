import ElementaryFunctions
public import Training

/// What multiplies ∇³L where the slow equations come to rest: S(αV(h)) of h = diag(H), up to a factor.
///
/// The equations rest where ∇³L[S(αV(h))] is normal to Γ, that is where ∇_Γ Σ Φ(αV(h)) = 0 with Φ′ = S: of a
/// diagonal S, whatever its formula, and of means over blocks too, the drift has a potential. For
/// S = 1/v^λ it is tr(Diag(H)^{1−λ}), and α does not matter.
public struct RestWeights: Sendable {
  private enum Form: Sendable {
    case power(Double)
    case written(WrittenPreconditioner, Sharing, alpha: Double)
  }

  private let form: Form

  /// h^{−λ}, for λ in [0, 1); a λ that is not known gives NaN.
  public init(exponent: Double) { form = .power(exponent) }

  /// S(αV(h)) of an S that a sweep file writes.
  ///
  /// - Parameters:
  ///   - preconditioner: S.
  ///   - sharing: What V averages over.
  ///   - alpha: α > 0 of label noise.
  public init(_ preconditioner: WrittenPreconditioner, sharing: Sharing, alpha: Double) {
    form = .written(preconditioner, sharing, alpha: alpha)
  }

  /// The weights of h, shape `[P]`; 0 where h is.
  func callAsFunction(_ h: [Double]) -> [Double] {
    switch form {
    case .power(let exponent): h.map { $0 > 0 ? 1 / Self.power($0, exponent) : 0 }
    case .written(let preconditioner, let sharing, let alpha):
      zip(h, preconditioner(sharing.averaged(h).map { alpha * $0 })).map { $0 > 0 ? $1 : 0 }
    }
  }

  /// h^λ, with roots where they do.
  private static func power(_ h: Double, _ exponent: Double) -> Double {
    let root = h.squareRoot()
    return switch exponent {
    case 0: 1
    case 0.25: root.squareRoot()
    case 0.5: root
    case 0.75: root * root.squareRoot()
    default: Elementary.power(h, exponent)
    }
  }
}

extension Sharing {
  /// Each entry, or the mean over its block in its place; shape `[P]`.
  ///
  /// A mean is the sum in sequence divided by the length.
  func averaged(_ diagonal: [Double]) -> [Double] {
    guard case .blocks(let blocks) = self else { return diagonal }
    var result = diagonal
    for block in blocks {
      let mean = diagonal[block].reduce(0, +) / Double(block.count)
      for i in block { result[i] = mean }
    }
    return result
  }
}
