import DenseAlgebra
import ElementaryFunctions
public import Training

/// The predictions of a model on some data and the targets that a minimizer of the loss takes: what Γ
/// is the set of.
///
/// The loss near Γ is (1/2n) ‖f − y‖². For another loss, the predictions are weighted by a root of its
/// second derivative; see ``WeightedOutputs``.
public struct Landscape: Sendable {
  /// The predictions.
  let model: any PerSample
  /// y, shape `[n · C]`.
  let targets: [Double]
  /// The largest |r| of a point that counts as one of Γ: 10⁻¹² max(1, ‖y‖_∞).
  let residualTolerance: Double
  private let separable: (any SeparablePerSample)?

  /// P.
  var parameterCount: Int { model.parameterCount }

  /// The landscape of a model and targets.
  ///
  /// - Parameters:
  ///   - model: The predictions.
  ///   - targets: y, shape `[n · C]`, the outputs of a sample next to each other.
  public init(_ model: any PerSample, targets: [Double]) {
    precondition(
      targets.count == model.sampleCount * model.outputCount, "one target for every prediction")
    self.model = model
    self.targets = targets
    separable = model as? any SeparablePerSample
    residualTolerance = 1e-12 * max(1, maximumMagnitude(targets))
  }

  /// The landscape of the squared loss or, of a problem with soft labels, of the cross entropy with them:
  /// f* = ln q/(1 − q) of two classes, ln q up to what all logits have in common.
  ///
  /// - Precondition: Probabilities of labels lie between 0 and 1; see `RegressionProblem.hasOpenLabels`.
  init(_ problem: RegressionProblem, _ model: Model) {
    let outputs = model.perSample(on: problem)
    if let q = problem.signProbabilities {
      let weighted = WeightedOutputs(outputs, curvatures: q.map { $0 * (1 - $0) })
      let minimizers = q.map { Elementary.log($0) - Elementary.log1p(-$0) }
      self.init(weighted, targets: weighted.targets(minimizers))
    } else if let q = problem.classes?.probabilities {
      let weighted = WeightedOutputs(outputs, probabilities: q)
      self.init(weighted, targets: weighted.targets(q.map { Elementary.log($0) }))
    } else {
      self.init(outputs, targets: problem.targets)
    }
  }

  /// What there is to know at θ, shape `[P]`.
  func point(_ theta: [Double]) -> any PointGeometry {
    precondition(theta.count == parameterCount, "one value for every parameter")
    if let separable { return SeparableGeometry(separable, targets: targets, theta) }
    return DenseGeometry(model, targets: targets, theta)
  }

  /// Whether a point is on Γ: every |r| is below the tolerance.
  func contains(_ point: any PointGeometry) -> Bool {
    maximumMagnitude(point.residuals) < residualTolerance
  }
}
