/// What moves θ, with the optimizer's type hidden behind closures made where it is known.
struct Rule<Lanes: LaneVector> {
  /// Moves θ against ∂L/∂θ by one step.
  ///
  /// Returns 0 in the lanes whose parameters are all finite, NaN in the others.
  let advance:
    (_ theta: borrowing LaneStorage<Lanes>, _ gradient: borrowing LaneStorage<Lanes>) -> Lanes

  /// Replaces η before a step; called only where a schedule moves it.
  let setStepSize: (_ stepSize: Lanes) -> Void

  /// Tells the mean loss before a step, of rules that ask for it; nil for the others.
  let setLoss: ((_ loss: Lanes) -> Void)?

  /// What it remembers, in the order of its ``StateLayout``.
  let memory: StateAccess<Lanes>

  /// The whole step in one pass over a diagonal net.
  typealias Fused = (
    _ diagonal: DiagonalAccess<Lanes>, _ predictor: Predictor<Lanes>,
    _ residuals: Residuals<Lanes>
  ) -> Step<Lanes>

  /// Makes it, of rules that ask for it; see ``RuleMaker``.
  let fused: Fused?

  init<Hidden: ArrayRule<Lanes>>(_ rule: Hidden, usesLoss: Bool = false, fused: Fused? = nil) {
    setLoss = usesLoss ? { rule.setLoss($0) } : nil
    advance = { rule.advance($0, against: $1) }
    setStepSize = { rule.setStepSize($0) }
    memory = StateAccess(
      count: rule.memoryCount, get: { rule.memory($0) }, set: { rule.setMemory($0, to: $1) })
    self.fused = fused
  }
}
