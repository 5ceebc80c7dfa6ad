public import Parameters

/// ‖v‖₁; NaN for an optimizer without second moment.
public struct SecondMomentNorm: Observable {
  /// `second_moment_l1`.
  public let quantities = [
    Quantity(
      "second_moment_l1", longName: "‖v‖₁ of the optimizer's second moment", symbol: "‖v‖₁",
      scale: .logarithmic, place: 9)
  ]

  /// The observable.
  public init() {}

  /// It is not.
  public var isOfParameters: Bool { false }

  /// As Python.
  public func python(of model: Model, _ loss: Loss) -> [String?] {
    ["sum(abs(v))"]
  }

  /// The norm.
  public func values(of state: Observation) -> [Double] {
    [state.memory["v"].map { v in sum(v.map { abs($0) }) } ?? .nan]
  }
}
