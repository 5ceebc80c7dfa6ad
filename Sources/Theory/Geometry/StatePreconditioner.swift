public import Training

/// S of one state of a run.
public struct StatePreconditioner: Sendable {
  let metric: Metric

  init(_ metric: Metric) { self.metric = metric }

  /// S(v) of an optimizer in training; nil where it has none that is known, or v is not that of its state.
  ///
  /// - Parameters:
  ///   - optimizer: The method.
  ///   - model: The parametrization.
  ///   - exponent: λ of adam-e, in (0, 1), or shampoo's own; not read for the others.
  ///   - epsilon: ε, in the unit of v^λ; not read for sgd.
  ///   - written: S of an optimizer whose sweep file writes it; nil for the others.
  ///   - scale: What S is multiplied by.
  ///   - secondMoment: v, corrected where the optimizer corrects it; empty for sgd.
  public init?(
    _ optimizer: Optimizer, on model: Model, exponent: Double, epsilon: Double,
    written: WrittenPreconditioner?, scale: Double = 1, secondMoment: [Double]
  ) {
    if case .unknown = optimizer.exponent { return nil }
    guard optimizer.exponent == .identity || epsilon > 0 else { return nil }
    let rule = preconditionerRule(
      optimizer, model, exponent: exponent, epsilon: epsilon, scale: scale, written: written)
    guard secondMoment.count == rule.secondMomentCount else { return nil }
    metric = rule.metric(rule.averaged(secondMoment))
  }
}

/// V and S of an optimizer on a model, as ``LabelNoiseODE`` describes its parameters.
func preconditionerRule(
  _ optimizer: Optimizer, _ model: Model, exponent: Double, epsilon: Double, scale: Double = 1,
  written: WrittenPreconditioner?
) -> any PreconditionerRule {
  if case .sides(let matrices) = optimizer.sharing(in: model.layout) {
    return SidedRule(matrices, exponent: exponent, epsilon: epsilon)
  }
  return AdaptiveRule(
    optimizer, model, exponent: exponent, epsilon: epsilon, scale: scale, written: written)
}
