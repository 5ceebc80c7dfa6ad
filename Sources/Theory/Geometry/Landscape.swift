import Training

/// A problem and a model, in the form this module computes with.
struct Landscape: Sendable {
  /// The parametrization.
  let model: Model
  /// Z, n × q.
  let design: BlockedDesign
  /// y, shape `[n]`.
  let targets: [Double]
  /// qⱼ = (1/n) Σᵢ zᵢⱼ², shape `[q]`.
  let designMeanSquares: [Double]
  /// The largest |rᵢ| of a point that counts as one of Γ: 10⁻¹² max(1, ‖y‖_∞).
  let residualTolerance: Double

  /// P.
  var parameterCount: Int { model.parameterCount }
  /// n.
  var sampleCount: Int { targets.count }

  /// Copies a small design; see ``BlockedDesign``.
  init(_ problem: RegressionProblem, _ model: Model) {
    precondition(
      model.signalCount == problem.signalCount, "the model's signal has the problem's length")
    self.model = model
    targets = problem.targets
    designMeanSquares = problem.designMeanSquares
    design = BlockedDesign(problem)
    residualTolerance = 1e-12 * max(1, maximumMagnitude(problem.targets))
  }

  /// What there is to know at θ, shape `[P]`.
  func point(_ theta: [Double]) -> LandscapePoint { LandscapePoint(self, theta) }
}
