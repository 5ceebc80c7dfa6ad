internal import Digests
internal import Parameters
public import Sweeps
internal import Training

extension ProblemFile {
  /// What a sweep file needs to know of the problem.
  public var summary: ProblemSummary {
    var summary = ProblemSummary(
      digest: digest.description, sampleCount: sampleCount, signalCount: signalCount,
      inputRows: inputRows,
      parameterCount: [start, secondMoment, noiseScales].compactMap { $0?.parameterCount }.first,
      hasTruth: truth != nil, hasInitialParameters: start != nil,
      hasSecondMoment: secondMoment != nil, hasNoiseScales: noiseScales != nil,
      hasTargetsOtherThanSigns: probabilities != nil || targets.contains { abs($0) != 1 },
      firstTargetOtherThanClass: firstTargetOtherThanClass,
      columnsOfTargets: probabilities.map { $0.count / sampleCount },
      testSampleCount: test?.targets.count ?? 0,
      hasSignProbabilities: signProbabilities != nil)
    summary.inputNames = inputNames
    summary.columnsOfTestTargets = test.flatMap { test in
      test.probabilities.map { $0.count / test.targets.count }
    }
    summary.largestClass = largestClass
    summary.parameterShapes = parameterShapes
    let entries = (entries ?? []) + (test?.entries ?? [])
    if !entries.isEmpty {
      summary.lastEntry = (0..<2).map { axis in
        stride(from: axis, to: entries.count, by: 2).map { entries[$0] }.max() ?? 0
      }
      summary.truthCount = truth?.count
    }
    return summary
  }

  /// The shapes of numbers over the parameters that are by block or several, by name.
  var parameterShapes: [String: ProblemSummary.ParameterShape] {
    let numbers = [("theta0", start), ("v0", secondMoment), ("noise_std", noiseScales)]
    return numbers.reduce(into: [:]) { shapes, numbers in
      guard let shape = numbers.1?.shape else { return }
      if case .whole(let extents) = shape, extents.count == 1 { return }
      shapes[numbers.0] = shape
    }
  }

  /// A target, of the test set too, that is no whole number from 0, in words.
  private var firstTargetOtherThanClass: String? {
    for (word, targets) in [("target", targets), ("test target", test?.targets ?? [])] {
      let index = targets.firstIndex {
        $0 < 0 || $0 != $0.rounded() || $0 >= Double(Parameter.mostOutputs)
      }
      if let index { return "the \(word) \(targets[index]) in row \(index), counted from 0" }
    }
    return nil
  }

  /// The largest of the targets that may be classes, the first of equals.
  private var largestClass: ProblemSummary.ClassOfSample? {
    var largest: ProblemSummary.ClassOfSample?
    let lists = [
      (false, probabilities == nil ? targets : []),
      (true, test.map { $0.probabilities == nil ? $0.targets : [] } ?? []),
    ]
    for (isOfTestSet, targets) in lists {
      for (sample, target) in targets.enumerated() where target > largest?.target ?? -.infinity {
        largest = .init(sample: sample, isOfTestSet: isOfTestSet, target: target)
      }
    }
    return largest
  }
}

extension ProblemSummary {
  /// What is wrong with targets that are K classes, or probabilities of them; nil where there is nothing.
  func faultOfClasses(_ count: Int) -> ProblemFileMistake? {
    for (dataset, columns) in [
      ("targets", columnsOfTargets), ("test_targets", columnsOfTestTargets),
    ] {
      guard let columns, columns != count else { continue }
      return ProblemFileMistake(
        message: "dataset '\(dataset)' has \(columns) columns, and outputs is \(count)",
        hint: "data: {…, outputs: \(columns)}")
    }
    guard let largest = largestClass, largest.target >= Double(count) else { return nil }
    let mistake = ClassMistake(
      sample: largest.sample, isOfTestSet: largest.isOfTestSet, target: largest.target,
      classCount: count)
    return ProblemFileMistake(
      message: "dataset '\(largest.isOfTestSet ? "test_targets" : "targets")': \(mistake.message)",
      hint: "outputs: \(Int(largest.target) + 1), and a model with as many")
  }

  /// What is wrong with entries of a matrix of this shape; nil where there is nothing.
  func faultOfEntries(in shape: [Int]) -> ProblemFileMistake? {
    guard let lastEntry else { return nil }
    for (axis, word) in ["row", "column"].enumerated() where lastEntry[axis] >= shape[axis] {
      return ProblemFileMistake(
        message: "the file has an entry in \(word) \(lastEntry[axis]), counted from 0, and the "
          + "matrix is \(shape[0]) × \(shape[1])",
        hint: "\(word)s: \(lastEntry[axis] + 1) or more")
    }
    guard let truthCount, truthCount != shape[0] * shape[1] else { return nil }
    return ProblemFileMistake(
      message: "'w_star' of the file has length \(truthCount), and the matrix is "
        + "\(shape[0]) × \(shape[1])", hint: "it lies row by row")
  }
}
