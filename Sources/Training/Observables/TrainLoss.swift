public import Parameters

/// (1/n) Σ ℓ(fᵢ, yᵢ), without noise; (1/2n) Σ (fᵢ − yᵢ)² for the squared loss.
public struct TrainLoss: Observable {
  /// `train_loss`.
  public let quantities = [
    Quantity(
      "train_loss", longName: "training loss without noise, (1/n) Σ ℓ(fᵢ, yᵢ)", symbol: "L",
      head: "train loss", label: "training loss", scale: .logarithmic, use: .trainLoss, place: 1)
  ]

  /// The observable.
  public init() {}

  /// As Python.
  public func python(of model: Model, _ loss: Loss) -> [String?] {
    ["objective(theta, X, Y)"]
  }

  /// The loss.
  public func values(of state: Observation) -> [Double] {
    guard state.loss == .squared else {
      let losses = state.loss.values(of: state.predictions, on: state.problem)
      return [sum(losses) / Double(losses.count)]
    }
    return [
      squaredDistance(state.predictions, state.problem.targets)
        / (2 * Double(state.problem.sampleCount))
    ]
  }
}
