public import Parameters

/// (1/2n) Σ (fᵢ − yᵢ)², without noise.
public struct TrainLoss: Observable {
  /// `train_loss`.
  public let quantities = [
    Quantity(
      "train_loss", longName: "training loss without noise, 1/(2n) ‖Zw − y‖²", symbol: "L",
      head: "train loss", label: "training loss", scale: .logarithmic, use: .trainLoss, place: 1)
  ]

  /// The observable.
  public init() {}

  /// The loss.
  public func values(of state: Observation) -> [Double] {
    [
      squaredDistance(state.predictions, state.problem.targets)
        / (2 * Double(state.problem.sampleCount))
    ]
  }
}
