public import Parameters

/// ½ ‖w − w*‖²; NaN without truth.
public struct PopulationLoss: Observable {
  /// `population_loss`.
  public let quantities = [
    Quantity(
      "population_loss", longName: "population loss ½‖w − w*‖²", symbol: "½‖w−w*‖²",
      head: "pop. loss", label: "population loss ½‖w − w*‖^2", scale: .logarithmic,
      use: .populationLoss, place: 2)
  ]

  /// The observable.
  public init() {}

  /// As Python.
  public func python(of model: Model, _ loss: Loss) -> [String?] {
    model.hasSignal ? ["missing if w_star is None else sum((w - w_star) ** 2) / 2"] : [nil]
  }

  /// The loss.
  public func values(of state: Observation) -> [Double] {
    [state.problem.truth.map { 0.5 * squaredDistance(state.signal, $0) } ?? .nan]
  }
}
