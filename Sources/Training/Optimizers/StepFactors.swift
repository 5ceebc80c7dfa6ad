/// What the step size of each block of θ is multiplied by.
struct StepFactors: Hashable, Sendable {
  /// Parameters and their factor, in the order of θ.
  struct Part: Hashable, Sendable {
    let range: Range<Int>
    let factor: Double
  }

  /// The blocks, which cover θ.
  let parts: [Part]

  /// A factor for each block of a layout; nil where all are 1.
  init?(_ factors: [Double], of layout: ParameterLayout) {
    precondition(factors.count == layout.blocks.count, "one factor for every block")
    if factors.allSatisfy({ $0 == 1 }) { return nil }
    parts = zip(layout.blocks, factors).map { Part(range: $0.range, factor: $1) }
  }

  /// The factor 1 of so many parameters.
  init(ones count: Int) { parts = [Part(range: 0..<count, factor: 1)] }

  /// The factor of each parameter, shape `[P]`.
  var ofParameters: [Double] {
    parts.flatMap { Array(repeating: $0.factor, count: $0.range.count) }
  }
}

/// A rule whose step of each block is multiplied by a number.
///
///     θ ← fma(s, −η d, θ)     −η d rounded to the lanes
///
/// The rule moves a θ of zeros, which leaves −η d there: it must not read θ.
final class ScaledRule<Lanes: LaneVector>: ArrayRule {
  private let rule: Rule<Lanes>
  private let factors: StepFactors
  /// −η d, `[P]`.
  private let move: LaneStorage<Lanes>

  init(_ rule: Rule<Lanes>, _ factors: StepFactors) {
    (self.rule, self.factors) = (rule, factors)
    move = LaneStorage(repeating: .zero, count: factors.parts.last?.range.upperBound ?? 0)
  }

  func advance(
    _ theta: borrowing LaneStorage<Lanes>, against gradient: borrowing LaneStorage<Lanes>
  ) -> Lanes {
    precondition(theta.count == move.count && gradient.count == move.count)
    for p in 0..<move.count { move[p] = .zero }
    _ = rule.advance(move, gradient)
    var probe = Lanes.zero
    for part in factors.parts {
      let factor = Lanes(repeating: Lanes.Scalar(part.factor))
      for p in part.range {
        let new = theta[p].addingProduct(factor, move[p])
        theta[p] = new
        // x · 0 is ±0 for finite x and NaN otherwise.
        probe = probe.addingProduct(new, 0)
      }
    }
    return probe
  }

  func setStepSize(_ stepSize: Lanes) { rule.setStepSize(stepSize) }

  func setLoss(_ loss: Lanes) { rule.setLoss?(loss) }

  var memoryCount: Int { rule.memory.count }

  func memory(_ index: Int) -> Lanes { rule.memory.get(index) }

  func setMemory(_ index: Int, to value: Lanes) { rule.memory.set(index, value) }
}

extension Rule {
  /// The same whose steps are multiplied by these factors.
  func scaled(by factors: StepFactors) -> Rule {
    Rule(ScaledRule(self, factors), usesLoss: setLoss != nil)
  }
}
