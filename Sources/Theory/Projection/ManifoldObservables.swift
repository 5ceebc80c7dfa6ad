public import Training

/// What is observed at the projection of a point onto the minimizer manifold, with S = I.
///
/// It takes the noise floor off a noisy iterate, so that its loss can be compared with theory.
public struct ManifoldObservables: Sendable, Hashable {
  /// How the projection ended; unless it converged, the other values are NaN.
  public var status: ProjectionStatus
  /// The projected point, shape `[P]`.
  public var theta: [Double]
  /// ½ ‖w − w*‖² there; NaN without truth.
  public var populationLoss: Double
  /// See ``stationarity(at:problem:model:exponent:)``.
  public var stationarity: Double

  /// Projects a point and observes.
  ///
  /// - Parameters:
  ///   - theta: θ, shape `[model.parameterCount]`.
  ///   - problem: The data.
  ///   - model: The parametrization.
  ///   - exponent: λ of the stationarity, in [0, 1).
  public init(of theta: [Double], problem: RegressionProblem, model: Model, exponent: Double) {
    let landscape = Landscape(problem, model)
    let projection = landscape.project(theta, metric: nil)
    status = projection.status
    self.theta = projection.theta
    populationLoss = .nan
    stationarity = .nan
    guard case .converged = status else { return }
    stationarity = landscape.stationarity(at: projection.theta, exponent: exponent)
    if let truth = problem.truth {
      let signal = model.signal(of: projection.theta)
      let sum = zip(signal, truth).reduce(0.0) { sum, pair in
        sum.addingProduct(pair.0 - pair.1, pair.0 - pair.1)
      }
      populationLoss = 0.5 * sum
    }
  }
}
