/// Weight decay as a pass over all parameters, before the rule.
///
///     coupled, L2     g ← fma(λ, θ, g)
///     decoupled       θ ← fma(−η_k λ s, θ, θ)   η_k λ s in double precision, rounded to the lanes; s the
///                                               factor of the block's step size
///
/// Lanes with λ = 0 keep their bits, zeros and their signs included.
///
/// Source: I. Loshchilov, F. Hutter, "Decoupled Weight Decay Regularization", arXiv 1711.05101; the
/// decoupled form is that of torch.optim.AdamW, where η multiplies λ.
struct WeightDecay<Lanes: LaneVector> {
  /// λ, for the gradient.
  private let rates: Lanes
  private let exactRates: SIMD16<Double>
  /// All bits of the lanes that decay.
  private let decays: Lanes.MaskStorage
  private let isDecoupled: Bool
  private let stepSizes: StepSizes
  private let factors: StepFactors

  /// Nil where no run has any.
  init?(
    _ values: LaneValues<Lanes>, isDecoupled: Bool, stepSizes: StepSizes, factors: StepFactors
  ) {
    let all = values.runs.map { $0.number(ifGiven: LaneParameters.Name.weightDecay) ?? 0 }
    guard all.contains(where: { $0 != 0 }) else { return nil }
    rates = Lanes(lanes: all)
    exactRates = SIMD16(lanes: all)
    decays = Lanes.bits { all[min($0, all.count - 1)] != 0 }
    self.isDecoupled = isDecoupled
    // For a run by itself the same in all lanes.
    self.stepSizes = stepSizes
    self.factors = factors
  }

  /// The pass of the step of a number, from 1.
  func apply(
    _ theta: borrowing LaneStorage<Lanes>, _ gradient: borrowing LaneStorage<Lanes>, _ step: Int
  ) {
    precondition(theta.count == gradient.count)
    let decays = decays
    guard isDecoupled else {
      let rates = rates
      for p in 0..<gradient.count {
        let g = gradient[p]
        gradient[p] = g.replacing(with: g.addingProduct(rates, theta[p]), whereSet: decays)
      }
      return
    }
    let exact = stepSizes(step) * exactRates
    for part in factors.parts {
      let negated = -Lanes(rounding: exact * part.factor)
      for p in part.range {
        let old = theta[p]
        theta[p] = old.replacing(with: old.addingProduct(negated, old), whereSet: decays)
      }
    }
  }
}
