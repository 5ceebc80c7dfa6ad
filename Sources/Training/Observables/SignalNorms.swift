public import Parameters

/// ‖w‖₁ and Σ |wⱼ|^½; NaN where there is no signal.
public struct SignalNorms: Observable {
  /// `l1_norm` and `l_half_sum`.
  public let quantities = [
    Quantity("l1_norm", longName: "‖w‖₁", symbol: "‖w‖₁", head: "‖w‖₁", place: 7),
    Quantity("l_half_sum", longName: "Σ|w_j|^½", symbol: "Σ|w_j|^½", place: 8),
  ]

  /// The observable.
  public init() {}

  /// The root of an entry near 0 has the root of its rounding error.
  public var relativeErrors: [Double] { [0, 1e-7] }

  /// As Python.
  public func python(of model: Model, _ loss: Loss) -> [String?] {
    model.hasSignal ? ["sum(abs(w))", "sum(sqrt(abs(w)))"] : [nil, nil]
  }

  /// The sums.
  public func values(of state: Observation) -> [Double] {
    if state.model.kind.signalShape == .none { return [.nan, .nan] }
    return [sum(state.signal.map { abs($0) }), sum(state.signal.map { abs($0).squareRoot() })]
  }
}
