import DenseAlgebra
public import Parameters

/// The rank of the Jacobian J of all predictions, n · C rows of P numbers.
///
/// Singular values σ (``SingularValues``) above max(n · C, P) · 2⁻⁵² · σ₁ count, which is the tolerance of NumPy's and JAX's
/// `matrix_rank`; NaN where a gradient is not finite. O(r²c) for the smaller r and the larger c of both sizes, ten times
/// or so: more than most steps take. J is in memory as a whole.
public struct JacobianRank: Observable {
  /// `jacobian_rank`.
  public let quantities = [
    Quantity(
      "jacobian_rank", longName: "rank of the Jacobian J of the predictions", symbol: "rank J",
      head: "rank J", label: "rank of J"
    ).with { ($0.since, $0.isMarked) = (3, false) }
  ]

  /// The observable.
  public init() {}

  /// As Python.
  public func python(of model: Model, _ loss: Loss) -> [String?] {
    ["jnp.linalg.matrix_rank(jacobian(theta, X).reshape(-1, P)) + 0.0"]
  }

  /// The rank.
  public func values(of state: Observation) -> [Double] {
    let (rows, columns) = (
      state.problem.sampleCount * state.model.kind.outputCount, state.theta.count
    )
    let values = SingularValues(of: state.jacobian, rows: rows, columns: columns).values
    guard let largest = values.first, !largest.isNaN else { return [.nan] }
    let bound = Double(max(rows, columns)) * Double.ulpOfOne * largest
    return [Double(values.count { $0 > bound })]
  }
}
