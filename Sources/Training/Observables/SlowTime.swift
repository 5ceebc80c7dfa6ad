public import Parameters

/// t = k η², the clock of the slow equations.
public struct SlowTime: Observable {
  /// `slow_time`.
  public let quantities = [
    Quantity("slow_time", longName: "slow time t = k η²", symbol: "t", use: .time, place: 0)
  ]

  /// The observable.
  public init() {}

  /// It is not.
  public var isOfParameters: Bool { false }

  /// As Python.
  public func python(of model: Model, _ loss: Loss) -> [String?] {
    ["slow_time"]
  }

  /// What the state says.
  public func values(of state: Observation) -> [Double] { [state.slowTime] }
}
