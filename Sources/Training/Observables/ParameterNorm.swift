public import Parameters

/// ‖θ‖₂.
public struct ParameterNorm: Observable {
  /// `parameter_norm`.
  public let quantities = [
    Quantity(
      "parameter_norm", longName: "norm of the parameters ‖θ‖₂", symbol: "‖θ‖",
      label: "parameter norm ‖θ‖"
    ).with { $0.since = 3 }
  ]

  /// The observable.
  public init() {}

  /// As Python.
  public func python(of model: Model, _ loss: Loss) -> [String?] {
    ["norm(theta)"]
  }

  /// The norm.
  public func values(of state: Observation) -> [Double] { [norm(state.theta)] }
}
