public import Parameters
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
  /// See ``stationarity(at:problem:model:exponent:)``; NaN where what it weighs by is not known.
  public var stationarity: Double

  /// `population_loss_on_manifold` and `stationarity`.
  public static let quantities = [
    Quantity(
      "population_loss_on_manifold",
      longName: "population loss after projection onto the minimizer manifold",
      symbol: "½‖w−w*‖² on Γ", head: "projected", label: "population loss after projection",
      scale: .logarithmic, use: .projectedLoss, place: 3),
    Quantity(
      "stationarity", longName: "residual of the fixed-point condition, in [0, 1]",
      label: "residual of ∇_Γ tr(Diag(H)^{1−λ}) = 0", scale: .logarithmic, use: .restPoint,
      place: 14),
  ]

  /// One number for each of ``quantities``.
  public var values: [Double] { [populationLoss, stationarity] }

  /// Projects a point and observes.
  ///
  /// - Parameters:
  ///   - theta: θ, shape `[model.parameterCount]`.
  ///   - problem: The data.
  ///   - model: The parametrization.
  ///   - exponent: λ of the stationarity, in [0, 1).
  public init(of theta: [Double], problem: RegressionProblem, model: Model, exponent: Double) {
    self.init(of: theta, problem: problem, model: model, RestWeights(exponent: exponent))
  }

  /// Projects a point and observes, with the weights of the stationarity, if they are known.
  public init(
    of theta: [Double], problem: RegressionProblem, model: Model, _ rest: RestWeights?
  ) {
    let landscape = Landscape(problem, model)
    let projection = landscape.project(theta, metric: nil)
    status = projection.status
    self.theta = projection.theta
    populationLoss = .nan
    stationarity = .nan
    guard case .converged = status else { return }
    if let rest { stationarity = landscape.stationarity(at: projection.theta, rest) }
    if let truth = problem.truth {
      populationLoss = 0.5 * squaredDistance(model.signal(of: projection.theta), truth)
    }
  }
}
