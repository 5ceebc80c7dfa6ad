public import Parameters

/// A loss ℓ(f, y) of one sample, L = (1/n) Σ ℓ(fᵢ, yᵢ): a ``ScalarLoss`` of one prediction, or a
/// ``ClassLoss`` of one for each class.
protocol LossKind: Kind {
  /// The targets that it takes.
  static var targets: Targets { get }

  /// ℓ as Python over a prediction `f` and its target `y`, or why there is none.
  func python() throws(NoPython) -> PythonText
}

extension LossKind {
  /// It has not been written.
  func python() throws(NoPython) -> PythonText {
    throw NoPython("the Python of loss '\(Self.name)' has not been written")
  }
}

/// What targets are.
enum Targets: Hashable, Sendable {
  /// Any numbers, which noise may perturb.
  case real
  /// ±1.
  case signs
  /// Classes 0, 1, …, or probabilities of them.
  case classes
}

extension Feature {
  /// A negative log-likelihood of labels: where these are drawn from what it predicts, the covariance of its
  /// slope is its curvature.
  public static let logLikelihood = Feature("log-likelihood")
}
