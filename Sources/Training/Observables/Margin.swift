public import Parameters

/// min yᵢ fᵢ, the least margin of a classifier with targets of ±1, and the same over ‖θ‖₂ᵏ where the
/// model is homogeneous of degree k in θ; NaN for other targets, or other models.
///
/// Of classes min f_y − max of the others, y being the class, or the most probable one.
public struct Margin: Observable {
  /// `margin` and `normalized_margin`.
  public let quantities = [
    Quantity(
      "margin", longName: "least margin min y_i f_i", symbol: "margin", head: "margin",
      label: "margin min y_i f_i"
    ).with { ($0.better, $0.since) = (.larger, 3) },
    Quantity(
      "normalized_margin", longName: "least margin over ‖θ‖₂ to the model's degree",
      symbol: "normalized margin", head: "norm. margin", label: "normalized margin"
    ).with { ($0.better, $0.since) = (.larger, 3) },
  ]

  /// The observable.
  public init() {}

  /// As Python.
  public func python(of model: Model, _ loss: Loss) -> [String?] {
    let margin =
      loss.takesClasses
      ? "class_margin(predictions(theta, X), y)" : "sign_margin(predictions(theta, X), y)"
    let degree = model.kind.degree.map { "\(margin) / norm(theta) ** \($0)" }
    return [margin, degree ?? "missing"]
  }

  /// The margins.
  public func values(of state: Observation) -> [Double] {
    let targets = state.problem.targets
    let margins: [Double]
    if state.problem.classes != nil {
      margins = state.ofClasses { f, y in
        let others = f.indices.lazy.filter { $0 != y }.map { f[$0] }
        return f[y] - others.reduce(-.infinity) { $0.isNaN || $1.isNaN ? .nan : max($0, $1) }
      }
    } else {
      guard targets.allSatisfy({ abs($0) == 1 }) else { return [.nan, .nan] }
      margins = zip(state.predictions, targets).map { $0 * $1 }
    }
    let least = margins.reduce(.infinity) { $1.isNaN ? $1 : min($0, $1) }
    guard let degree = state.model.kind.degree else { return [least, .nan] }
    let size = (0..<degree).reduce(1.0) { product, _ in product * norm(state.theta) }
    return [least, least / size]
  }
}
