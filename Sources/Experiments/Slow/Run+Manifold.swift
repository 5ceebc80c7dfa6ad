internal import ElementaryFunctions
internal import Parameters
internal import Theory
internal import Training

// What the slow equations, and what is recorded of the manifold, ask of a run.

extension Run {
  /// The time of a step: e².
  var slowUnit: Double { effectiveStep * effectiveStep }

  /// w, what weight decay takes of θ in a step, over e²: a decay in the gradient takes λe of it, one beside
  /// the gradient λη.
  var slowDecay: Double {
    weightDecay * (optimizer.decouplesWeightDecay ? stepSize : effectiveStep) / slowUnit
  }

  /// What S is multiplied by: η/e where a step goes as far as v at its start says.
  var metricScale: Double { accumulates ? stepSize / effectiveStep : 1 }

  /// Whether it is normalized SAM without noise, which descends λ_max(H).
  var descendsSharpness: Bool { normalizesAscent && ascentRadius > 0 && noise == .none }

  /// ``NormalCurvature/values(step:horizon:decay:isDecayPreconditioned:needsGap:)`` of this run.
  ///
  /// - Parameters:
  ///   - curvature: That of a state.
  ///   - factor: η_k/η there.
  ///   - horizon: The slow time of the last step, in units of e².
  /// - Returns: The numbers.
  func values(of curvature: NormalCurvature, factor: Double, horizon: Double) -> [Double] {
    curvature.values(
      step: effectiveStep * factor, horizon: horizon * slowUnit, decay: slowDecay,
      isDecayPreconditioned: !optimizer.decouplesWeightDecay, needsGap: descendsSharpness)
  }

  /// Whether the mean loss has minimizers: of numbers as targets, or of soft labels of which none is certain.
  ///
  /// - Parameter problem: The problem whose loss is the mean of what a step sees.
  /// - Returns: Whether it has.
  func hasManifold(for problem: RegressionProblem) -> Bool {
    problem.signProbabilities == nil && problem.classes == nil
      ? loss.hasMinimizers(for: problem.targets)
      : loss.isLogLikelihood && problem.hasOpenLabels
  }

  /// S of a state of training, of shampoo with the powers of L and R as they are; nil where it is not known.
  ///
  /// - Parameters:
  ///   - secondMoment: v, shape `[P]`, or L and R of every matrix, or empty.
  ///   - step: k, by which the bias of v is corrected where the optimizer does that.
  /// - Returns: S.
  func preconditioner(of secondMoment: [Double], afterStep step: Int) -> StatePreconditioner? {
    guard dynamics == .training else { return nil }
    var v = secondMoment
    if optimizer.correctsBias {
      let held = 1 - Elementary.power(1 - oneMinusBeta2, Double(step))
      v = v.map { $0 / held }
    }
    return StatePreconditioner(
      optimizer, on: model, exponent: exponent, epsilon: epsilon, written: preconditioner,
      scale: metricScale, secondMoment: v)
  }
}
