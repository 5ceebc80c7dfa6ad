public import Parameters

/// (1/n) Σ ℓ(fᵢ, yᵢ) over the test set, and the share of it that is classified right; NaN without one.
public struct TestLoss: Observable {
  /// `test_loss` and `test_accuracy`.
  public let quantities = [
    Quantity(
      "test_loss", longName: "loss on the test set", symbol: "test loss", head: "test loss",
      label: "test loss", scale: .logarithmic
    ).with { $0.since = 3 },
    Quantity(
      "test_accuracy", longName: "share of the test set that is classified right",
      symbol: "test accuracy", head: "test acc."
    ).with { ($0.better, $0.since) = (.larger, 3) },
  ]

  /// The observable.
  public init() {}

  /// As Python.
  public func python(of model: Model, _ loss: Loss) -> [String?] {
    let accuracy = loss.takesClasses ? "class_accuracy" : "sign_accuracy"
    return [
      "objective(theta, X_test, Y_test)", "\(accuracy)(predictions(theta, X_test), y_test)",
    ].map { "missing if X_test is None else \($0)" }
  }

  /// Loss and accuracy.
  public func values(of state: Observation) -> [Double] {
    guard let tested = state.tested else { return [.nan, .nan] }
    return TrainLoss().values(of: tested) + Accuracy().values(of: tested)
  }
}
