public import Training

/// The gradient flow θ̇ = −∇L of the training loss, from any θ.
///
/// It is what gradient descent with a step η tends to as η falls, at t = kη. The method is the implicit one of
/// the pair ``AdditiveRungeKutta``, of order 5 with an embedded order 4: L-stable, so that no step is bound by
/// 1/λ_max(∇²L). See ``FlowStep``.
public struct GradientFlow: Sendable {
  private let samples: any PerSample
  private let problem: RegressionProblem
  private let loss: Loss

  /// The flow of a loss.
  ///
  /// - Parameters:
  ///   - problem: The data, with soft labels where these are meant.
  ///   - model: The parametrization.
  ///   - loss: What is minimized.
  public init(problem: RegressionProblem, model: Model, loss: Loss) {
    samples = model.perSample(on: problem)
    self.problem = problem
    self.loss = loss
  }

  /// P.
  var parameterCount: Int { samples.parameterCount }

  /// The loss at θ.
  func point(_ theta: [Double]) -> LossPoint {
    LossPoint(theta, of: samples, problem: problem, loss: loss)
  }

  /// An integration that begins, or goes on from where one stood.
  ///
  /// - Parameters:
  ///   - progress: Its state without a second moment.
  ///   - tolerance: The largest local error of a step, relative to max|θ|; the global error is of the same
  ///     order.
  /// - Returns: The integration, no step taken yet.
  public func integration(from progress: SlowProgress, tolerance: Double) -> FlowIntegration {
    precondition(progress.state.theta.count == parameterCount, "one value for every parameter")
    precondition(progress.state.secondMoment.isEmpty, "a flow has no second moment")
    precondition(tolerance > 0 && tolerance < 1, "the tolerance lies between 0 and 1")
    return FlowIntegration(self, tolerance: tolerance, from: progress)
  }
}
