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

  /// Loss and accuracy.
  public func values(of state: Observation) -> [Double] {
    guard let tested = state.tested else { return [.nan, .nan] }
    return TrainLoss().values(of: tested) + Accuracy().values(of: tested)
  }
}
