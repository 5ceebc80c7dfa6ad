/// Samples that a model is not trained on.
public final class TestSet: Sendable {
  /// Their design and targets.
  public let problem: RegressionProblem

  /// The samples of a problem.
  public init(_ problem: RegressionProblem) { self.problem = problem }

  /// The same with the signs of the targets, see ``RegressionProblem/withSignsAsTargets()``.
  func withSignsAsTargets() -> TestSet { TestSet(problem.withSignsAsTargets()) }
}
