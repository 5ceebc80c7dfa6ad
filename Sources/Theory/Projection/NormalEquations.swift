import DenseAlgebra

/// The system J S Jᵀ μ = b at one point, factored.
struct NormalEquations {
  private enum Solver {
    case full(Cholesky)
    case partial(PivotedCholesky)
  }

  private let solver: Solver

  /// Whether J has n independent rows, to rounding.
  var hasFullRank: Bool {
    if case .full = solver { true } else { false }
  }

  /// Factors J S Jᵀ by ``Cholesky``, or by ``PivotedCholesky`` where that finds dependent rows.
  ///
  /// - Returns: nil if an entry is not finite.
  init?(_ point: any PointGeometry, metric: Metric) {
    let gram = point.gram(metric)
    if let factor = Cholesky(gram) {
      solver = .full(factor)
      return
    }
    let isFinite = gram.vectors.allSatisfy { lanes in (0..<8).allSatisfy { lanes[$0].isFinite } }
    guard isFinite else { return nil }
    solver = .partial(PivotedCholesky(gram))
  }

  /// μ; where rows are dependent, one of a maximal independent set with the other entries 0.
  func solve(_ b: [Double]) -> [Double] {
    switch solver {
    case .full(let factor): factor.solve(b)
    case .partial(let factor): factor.solve(b)
    }
  }

  /// P x = x − S Jᵀ (J S Jᵀ)⁻¹ J x: the part of x along Γ, S⁻¹-orthogonally to what is removed.
  ///
  /// Applied twice, since one application leaves J x at the rounding of its large terms.
  func tangent(_ x: [Double], at point: any PointGeometry, metric: Metric) -> [Double] {
    var result = x
    for _ in 0..<2 {
      let normal = point.pullBack(solve(point.pushForward(result)))
      result = metric.add(-1, times: normal, to: result)
    }
    return result
  }
}
