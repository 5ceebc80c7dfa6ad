extension RegressionProblem {
  /// Whether no label is certain, so that the cross entropy with them has a minimizer; true of numbers.
  public var hasOpenLabels: Bool {
    let probabilities = signProbabilities ?? classes?.probabilities ?? []
    return probabilities.allSatisfy { $0 > 0 && $0 < 1 }
  }

  /// The problem with probabilities of +1; targets become the signs that are more probable, +1 of equals.
  ///
  /// - Parameter probabilities: Of +1 for each sample, in [0, 1].
  /// - Returns: The problem.
  public func withSignProbabilities(_ probabilities: [Double]) -> RegressionProblem {
    precondition(probabilities.count == sampleCount, "a probability for every sample")
    precondition(probabilities.allSatisfy { $0 >= 0 && $0 <= 1 }, "probabilities lie in [0, 1]")
    var problem = RegressionProblem(
      design, signalCount: signalCount, targets: probabilities.map { $0 < 0.5 ? -1 : 1 },
      truth: truth)
    problem.signProbabilities = probabilities
    problem.test = test
    return problem
  }
}
