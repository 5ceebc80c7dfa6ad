public import Parameters

/// The share of samples whose prediction has the sign of its target, f = 0 counting as half; NaN for
/// targets other than ±1.
///
/// Of classes the share whose largest prediction is that of the class, or of the most probable one; where
/// k are the largest, each counts as 1/k.
public struct Accuracy: Observable {
  /// `accuracy`.
  public let quantities = [
    Quantity(
      "accuracy", longName: "share of samples that are classified right", symbol: "accuracy",
      head: "accuracy"
    ).with { ($0.better, $0.since) = (.larger, 3) }
  ]

  /// The observable.
  public init() {}

  /// As Python.
  public func python(of model: Model, _ loss: Loss) -> [String?] {
    [
      loss.takesClasses
        ? "class_accuracy(predictions(theta, X), y)" : "sign_accuracy(predictions(theta, X), y)"
    ]
  }

  /// The share.
  public func values(of state: Observation) -> [Double] {
    let targets = state.problem.targets
    if state.problem.classes != nil {
      let scores = state.ofClasses { f, y -> Double in
        if f.contains(where: \.isNaN) { return .nan }
        let largest = f.max() ?? .nan
        return f[y] == largest ? 1 / Double(f.count { $0 == largest }) : 0
      }
      return [sum(scores) / Double(targets.count)]
    }
    guard targets.allSatisfy({ abs($0) == 1 }) else { return [.nan] }
    let scores = zip(state.predictions, targets).map { f, y in
      f.isNaN ? Double.nan : f * y > 0 ? 1 : f == 0 ? 0.5 : 0
    }
    return [sum(scores) / Double(targets.count)]
  }
}
