import ElementaryFunctions
public import Parameters

/// Traces of powers of diag(H), H = JᵀJ/n, the Hessian of the loss where the residuals vanish.
public struct HessianTraces: Observable {
  /// `trace_hessian`, `trace_sqrt_diag_hessian` and `trace_power_diag_hessian`.
  public let quantities = [
    Quantity(
      "trace_hessian", longName: "tr(H), H = JᵀJ/n", symbol: "tr(H)", head: "tr H",
      use: .sharpness, place: 4),
    Quantity(
      "trace_sqrt_diag_hessian", longName: "tr(Diag(H)^½)", symbol: "tr(Diag(H)^½)",
      head: "tr Diag(H)^½", label: "tr(Diag(H)^{1/2})", use: .sharpness, place: 5),
    Quantity(
      "trace_power_diag_hessian",
      longName: "tr(Diag(H)^(1−λ)) for the run's own λ (sgd 0, adam ½)",
      symbol: "tr(Diag(H)^(1−λ))", label: "tr(Diag(H)^{1−λ})", use: .ownSharpness, place: 6),
  ]

  /// The observable.
  public init() {}

  /// As Python.
  public func python(of model: Model, _ loss: Loss) -> [String?] {
    ["sum(h)", "sum(sqrt(h))", "sum(h ** (1 - exponent))"]
  }

  /// tr(H), tr(Diag(H)^½) and tr(Diag(H)^(1−λ)).
  public func values(of state: Observation) -> [Double] {
    let h = state.diagonalHessian
    let exponent = state.settings.exponent
    return [
      sum(h), sum(h.map { $0.squareRoot() }), sum(h.map { power($0, oneMinus: exponent) }),
    ]
  }

  /// h^(1−λ), with roots where they do, as in the optimizers.
  private func power(_ h: Double, oneMinus exponent: Double) -> Double {
    let root = h.squareRoot()
    return switch exponent {
    case 0: h
    case 0.25: root * root.squareRoot()
    case 0.5: root
    case 0.75: root.squareRoot()
    default: Elementary.power(h, 1 - exponent)
    }
  }
}
