public import Parameters

/// ‖∇L‖₂ of the training loss without noise.
public struct GradientNorm: Observable {
  /// `gradient_norm`.
  public let quantities = [
    Quantity(
      "gradient_norm", longName: "norm of the gradient ‖∇L‖₂", symbol: "‖∇L‖",
      label: "gradient norm ‖∇L‖", scale: .logarithmic
    ).with { $0.since = 3 }
  ]

  /// The observable.
  public init() {}

  /// As Python.
  public func python(of model: Model, _ loss: Loss) -> [String?] {
    ["norm(jax.grad(objective)(theta, X, Y))"]
  }

  /// The norm.
  public func values(of state: Observation) -> [Double] {
    [norm(state.derivatives.gradient)]
  }
}

/// ‖x‖₂, squares by fused multiply-adds in sequence from 0.
func norm(_ x: [Double]) -> Double {
  x.reduce(0) { $0.addingProduct($1, $1) }.squareRoot()
}
