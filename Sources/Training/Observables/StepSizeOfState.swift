public import Parameters

/// η_k, the step size of the step that led to a state; at the start that of the first step.
public struct StepSizeOfState: Observable {
  /// `step_size_now`.
  public let quantities = [
    Quantity("step_size_now", longName: "step size η_k", symbol: "η_k", head: "η_k", label: "η_k")
      .with { $0.since = 3 }
  ]

  /// The observable.
  public init() {}

  /// It is not.
  public var isOfParameters: Bool { false }

  /// As Python.
  public func python(of model: Model, _ loss: Loss) -> [String?] {
    ["eta"]
  }

  /// What the state says.
  public func values(of state: Observation) -> [Double] { [state.stepSize] }
}
