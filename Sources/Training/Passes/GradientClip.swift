/// The gradient of at most a norm c, as a pass over all parameters.
///
///     g ← min(1, c / (‖g‖ + 10⁻⁶)) g
///
/// as torch.nn.utils.clip_grad_norm_; ‖g‖ is the root of ``SquaredNorm``. The factor is computed in the
/// precision of the lanes. A ‖g‖² that is not finite makes g NaN, so that divergence shows.
struct GradientClip<Lanes: LaneVector> {
  private let bounds: Lanes
  private let squaredNorm: SquaredNorm<Lanes>

  /// Nil where no run has a bound.
  init?(_ values: LaneValues<Lanes>, squaredNorm: @escaping SquaredNorm<Lanes>) {
    let all = values.runs.map { $0.number(ifGiven: LaneParameters.Name.clip) }
    guard all.contains(where: { $0 != nil }) else { return nil }
    precondition(all.allSatisfy { $0 != nil }, "all runs of a batch have a bound or none")
    bounds = Lanes(lanes: all.compactMap(\.self))
    self.squaredNorm = squaredNorm
  }

  /// The pass.
  func apply(_ gradient: borrowing LaneStorage<Lanes>) {
    let square = squaredNorm(gradient)
    let quotients = bounds / (square.root() + Lanes(repeating: 1e-6))
    var factors = Lanes(repeating: 1)
    for k in 0..<Lanes.scalarCount {
      // A comparison with NaN is false, and x · 0 is NaN for what is not finite.
      if quotients[k] < 1 { factors[k] = quotients[k] }
      factors[k] += square[k] * 0
    }
    for p in 0..<gradient.count { gradient[p] = gradient[p] * factors }
  }
}
