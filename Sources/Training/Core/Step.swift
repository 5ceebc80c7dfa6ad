/// A whole step of a group of runs; the loop knows nothing else.
struct Step<Lanes: LaneVector> {
  /// Predicts anew; called after θ was set.
  let start: () -> Void

  /// Takes the step of a number, from 1.
  ///
  /// Returns 0 in the lanes whose parameters are all finite, NaN in the others.
  let advance: (_ number: Int) -> Lanes

  /// θ.
  let theta: StateAccess<Lanes>
  /// What the rule remembers, in the order of its ``StateLayout``.
  let memory: StateAccess<Lanes>

  /// A step that does something else first.
  func preceded(by action: @escaping (_ number: Int) -> Void) -> Step {
    let advance = advance
    return Step(
      start: start,
      advance: { number in
        action(number)
        return advance(number)
      }, theta: theta, memory: memory)
  }
}

extension Step {
  /// The step of a model, a loss, a rule and stages.
  ///
  /// In one pass if all agree and `fuses` says so, else in separate ones; the bits are the same.
  init(
    _ predictor: Predictor<Lanes>, _ residuals: Residuals<Lanes>, _ rule: Rule<Lanes>,
    _ stages: Stages<Lanes>, fuses: Bool = true
  ) {
    precondition(predictor.outputs == residuals.outputs, "the loss is one of these predictions")
    if fuses, stages.isEmpty, let diagonal = predictor.diagonal, let fused = rule.fused {
      self = fused(diagonal, predictor, residuals)
    } else {
      self.init(GeneralStep(predictor, residuals, rule, stages))
    }
  }
}
