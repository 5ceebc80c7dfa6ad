/// How a moment x takes in something new y: x ← (1 − β) y + β x, for each run.
///
/// Canonical order: from the end that is nearer,
///
///     x ← fma(1 − β, y − x, x) where 1 − β ≤ ½          x ← fma(−β, y − x, y) where it is larger
///
/// Each is exact at its end, so that neither loses a small y beside a large x for a small β, nor a
/// small x beside a large y for a small 1 − β.
struct MomentRate<Lanes: LaneVector> {
  /// Whether some run forgets more than half of its moment in a step.
  ///
  /// What a batch of no such runs does has one form, which is known when the kernels are compiled.
  let forgetsFast: Bool
  /// 1 − β; −β, or −0, in the lanes that forget more than half.
  ///
  /// One vector, because kernels copy it.
  private let factor: Lanes

  init(complement: Lanes, decay: Lanes) {
    let fast = (0..<Lanes.scalarCount).filter { complement[$0] > 0.5 }
    forgetsFast = !fast.isEmpty
    var factor = complement
    // Lane by lane: the minus of whole vectors is 0 − β, which has no −0.
    for lane in fast { factor[lane] = -decay[lane] }
    self.factor = factor
  }

  /// The moment after a step.
  ///
  /// - Parameters:
  ///   - old: x.
  ///   - new: y.
  ///   - forgettingFast: Must not be false where ``forgetsFast`` is true; a literal, so that kernels
  ///     hold one form. A run has the same bits in both.
  /// - Returns: The new x.
  @inline(__always)
  func average(_ old: Lanes, _ new: Lanes, forgettingFast: Bool) -> Lanes {
    let start = forgettingFast ? old.replacing(with: new, whereSet: factor.signs) : old
    return start.addingProduct(factor, new - old)
  }
}
