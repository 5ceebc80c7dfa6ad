/// Where the gradient is taken: at θ + ρ g / ‖g‖, or at θ + ρ g.
///
///     normalized     fma(ρ / ‖g‖, g, θ)     ‖g‖ the root of ``SquaredNorm``; θ itself where g = 0
///     not            fma(ρ, g, θ)
///
/// Both gradients have the same samples and the same noise. Lanes with ρ = 0 keep their bits. A ‖g‖²
/// that is not finite makes the point NaN, so that divergence shows.
///
/// Source: P. Foret et al., "Sharpness-Aware Minimization for Efficiently Improving Generalization",
/// arXiv 2010.01412, equation 2 with p = 2; without the normalization M. Andriushchenko, N. Flammarion,
/// "Towards Understanding Sharpness-Aware Minimization", arXiv 2206.06232.
struct Ascent<Lanes: LaneVector> {
  private let radii: Lanes
  /// All bits of the lanes that ascend.
  private let ascends: Lanes.MaskStorage
  private let isNormalized: Bool
  private let squaredNorm: SquaredNorm<Lanes>

  /// Nil where no run has a radius.
  init?(
    _ values: LaneValues<Lanes>, isNormalized: Bool, squaredNorm: @escaping SquaredNorm<Lanes>
  ) {
    let all = values.runs.map { $0.number(ifGiven: LaneParameters.Name.ascentRadius) ?? 0 }
    guard all.contains(where: { $0 != 0 }) else { return nil }
    radii = Lanes(lanes: all)
    ascends = Lanes.bits { all[min($0, all.count - 1)] != 0 }
    self.isNormalized = isNormalized
    self.squaredNorm = squaredNorm
  }

  /// Writes the point.
  func apply(
    _ point: borrowing LaneStorage<Lanes>, _ theta: borrowing LaneStorage<Lanes>,
    _ gradient: borrowing LaneStorage<Lanes>
  ) {
    precondition(point.count == theta.count && gradient.count == theta.count)
    var factors = radii
    if isNormalized {
      let square = squaredNorm(gradient)
      let norm = square.root()
      for k in 0..<Lanes.scalarCount {
        // x · 0 is NaN for what is not finite.
        factors[k] = (norm[k] == 0 ? 0 : radii[k] / norm[k]) + square[k] * 0
      }
    }
    let ascends = ascends
    for p in 0..<theta.count {
      let old = theta[p]
      point[p] = old.replacing(with: old.addingProduct(factors, gradient[p]), whereSet: ascends)
    }
  }
}
