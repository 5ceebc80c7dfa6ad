internal import ElementaryFunctions
public import Parameters

/// β₂ and 1 − β₂, whichever way the sweep gives them.
public struct SecondMomentDecay: Hashable, Sendable {
  /// β₂.
  public let beta2: Double
  /// 1 − β₂, which is what is computed with.
  public let oneMinusBeta2: Double

  /// The decay among the parameters that `value` gives by path; nil where there is none.
  public init?(_ value: CostModel.Lookup) {
    if let beta2 = value("optimizer.beta2")?.asReal {
      (self.beta2, oneMinusBeta2) = (beta2, 1 - beta2)
      return
    }
    if let given = value("optimizer.one_minus_beta2")?.asReal {
      oneMinusBeta2 = given
    } else if let rate = value(SweepSchema.rate.path)?.asReal,
      let power = value(SweepSchema.power.path)?.asReal,
      let stepSize = value("optimizer.step_size")?.asReal
    {
      oneMinusBeta2 = rate * Elementary.power(stepSize, power)
    } else {
      return nil
    }
    beta2 = 1 - oneMinusBeta2
  }
}
