/// Targets that are classes 0, …, K − 1, or probabilities of them.
public struct ClassTargets: Hashable, Sendable {
  /// K ≥ 2.
  public let count: Int
  /// The probability of each class, shape `[n · K]`, those of a sample next to each other: 0 and 1 where
  /// the class is known.
  public let probabilities: [Double]

  /// n.
  public var sampleCount: Int { probabilities.count / count }

  /// Probabilities of K classes.
  ///
  /// - Precondition: K ≥ 2, and every sample has K of them.
  public init(_ probabilities: [Double], count: Int) {
    precondition(count >= 2, "there are classes to tell apart")
    precondition(probabilities.count % count == 0, "a probability for every class")
    (self.count, self.probabilities) = (count, probabilities)
  }

  /// The most probable class of each sample, the first of equals, shape `[n]`.
  public var mostProbable: [Double] {
    (0..<sampleCount).map {
      Double(Self.firstMaximum(of: probabilities[$0 * count..<($0 + 1) * count]))
    }
  }

  /// The place of the largest number, the first of equals.
  static func firstMaximum(of numbers: ArraySlice<Double>) -> Int {
    var best = numbers.startIndex
    for c in numbers.indices where numbers[c] > numbers[best] { best = c }
    return best - numbers.startIndex
  }
}

/// A target that is no class.
public struct ClassMistake: Error, Hashable, Sendable {
  /// The sample, from 0.
  public var sample: Int
  /// Whether it is one of the test set.
  public var isOfTestSet: Bool
  /// Its target.
  public var target: Double
  /// K.
  public var classCount: Int

  /// A target that is none of K classes.
  public init(sample: Int, isOfTestSet: Bool, target: Double, classCount: Int) {
    (self.sample, self.isOfTestSet) = (sample, isOfTestSet)
    (self.target, self.classCount) = (target, classCount)
  }

  /// The sample, its target and the way out: "sample 3, counted from 0, has the target 0.5, and …".
  public var message: String {
    "\(isOfTestSet ? "test sample" : "sample") \(sample), counted from 0, has the target \(target), "
      + "and classes are whole numbers from 0 to \(classCount - 1), as outputs: \(classCount) says"
  }
}

extension RegressionProblem {
  /// C: 1, or the number of classes.
  public var outputCount: Int { classes?.count ?? 1 }

  /// The problem with its targets, those of the test set too, taken as classes 0, …, K − 1; a test set that has
  /// probabilities keeps them.
  ///
  /// - Parameter count: K.
  /// - Returns: The problem, with probabilities of 0 and 1.
  /// - Throws: The first target that is none of them.
  /// - Precondition: K ≥ 2.
  public func withClassesAsTargets(_ count: Int) throws(ClassMistake) -> RegressionProblem {
    var problem = self
    problem.classes = try classes(count, isOfTestSet: false)
    problem.test = try testOfClasses(count)
    return problem
  }

  private func testOfClasses(_ count: Int) throws(ClassMistake) -> TestSet? {
    guard var test = test?.problem else { return nil }
    if test.areProbabilities { return TestSet(test) }
    test.classes = try test.classes(count, isOfTestSet: true)
    return TestSet(test)
  }

  private func classes(_ count: Int, isOfTestSet: Bool) throws(ClassMistake) -> ClassTargets {
    var probabilities = Array(repeating: 0.0, count: sampleCount * count)
    for (i, target) in targets.enumerated() {
      guard let y = Int(exactly: target), (0..<count).contains(y) else {
        throw ClassMistake(
          sample: i, isOfTestSet: isOfTestSet, target: target, classCount: count)
      }
      probabilities[i * count + y] = 1
    }
    return ClassTargets(probabilities, count: count)
  }

  /// The problem with probabilities of classes; targets become the most probable ones, and those of the
  /// test set are taken as classes.
  ///
  /// - Parameter classes: The probabilities.
  /// - Returns: The problem.
  /// - Throws: The first target of the test set that is no class.
  /// - Precondition: Every sample has them.
  public func withProbabilities(
    _ classes: ClassTargets
  ) throws(ClassMistake) -> RegressionProblem {
    precondition(classes.sampleCount == sampleCount, "probabilities for every sample")
    var problem = RegressionProblem(
      design, signalCount: signalCount, targets: classes.mostProbable, truth: truth)
    problem.classes = classes
    problem.areProbabilities = true
    problem.test = try testOfClasses(classes.count)
    return problem
  }
}
