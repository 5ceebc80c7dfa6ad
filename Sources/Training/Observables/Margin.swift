public import Parameters

/// min yᵢ fᵢ, the least margin of a classifier with targets of ±1; NaN for other targets.
public struct Margin: Observable {
  /// `margin`.
  public let quantities = [
    Quantity(
      "margin", longName: "least margin min y_i f_i", symbol: "margin", head: "margin",
      label: "margin min y_i f_i"
    ).with { ($0.better, $0.since) = (.larger, 3) }
  ]

  /// The observable.
  public init() {}

  /// The margin.
  public func values(of state: Observation) -> [Double] {
    let targets = state.problem.targets
    guard targets.allSatisfy({ abs($0) == 1 }) else { return [.nan] }
    let margins = zip(state.predictions, targets).map { $0 * $1 }
    return [margins.reduce(.infinity) { $1.isNaN ? $1 : min($0, $1) }]
  }
}
