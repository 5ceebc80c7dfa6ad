internal import Sweeps
internal import Training

extension ProblemFile {
  /// The data, with targets as numbers or as classes.
  ///
  /// - Parameters:
  ///   - count: K of a loss that takes classes; nil for one that takes numbers.
  ///   - isOfSigns: Whether the loss takes targets of ±1.
  ///   - entryShape: Rows and columns of a matrix whose entries are the samples.
  /// - Returns: The problem.
  /// - Throws: ``ProblemFileError`` with the row of a target that is none of K classes.
  func data(
    forClasses count: Int?, isOfSigns: Bool = false, entryShape: [Int]? = nil
  ) throws(ProblemFileError) -> RegressionProblem {
    if signProbabilities != nil, !isOfSigns {
      throw ProblemFileError(
        path: path, reason: "dataset 'probabilities' has those of +1, and the loss takes others",
        hint: "loss: logistic")
    }
    var data = try problem(design, entries, targets, truth, entryShape)
    if let signProbabilities { data = data.withSignProbabilities(signProbabilities) }
    data.test = try test.map { test throws(ProblemFileError) in
      TestSet(try problem(test.design, test.entries, test.targets, nil, entryShape))
    }
    guard let count else {
      if probabilities == nil, test?.probabilities == nil { return data }
      let dataset = probabilities == nil ? "test_targets" : "targets"
      throw ProblemFileError(
        path: path,
        reason: "dataset '\(dataset)' has a column for each class, and the loss takes numbers",
        hint: "loss: cross-entropy")
    }
    if let fault = summary.faultOfClasses(count) {
      throw ProblemFileError(path: path, reason: fault.message, hint: fault.hint)
    }
    do throws(ClassMistake) {
      if let soft = test?.probabilities, let test = data.test?.problem {
        data.test = TestSet(try test.withProbabilities(ClassTargets(soft, count: count)))
      }
      guard let probabilities else { return try data.withClassesAsTargets(count) }
      return try data.withProbabilities(ClassTargets(probabilities, count: count))
    } catch {
      let dataset = error.isOfTestSet ? "test_targets" : "targets"
      throw ProblemFileError(
        path: path, reason: "dataset '\(dataset)': \(error.message)",
        hint: "n whole numbers, or n × \(count) probabilities")
    }
  }

  private func problem(
    _ design: [Double], _ entries: [Int]?, _ targets: [Double], _ truth: [Double]?,
    _ shape: [Int]?
  ) throws(ProblemFileError) -> RegressionProblem {
    guard let entries else {
      return RegressionProblem(design: design, targets: targets, truth: truth)
    }
    guard let shape else {
      throw ProblemFileError(
        path: path,
        reason: "dataset 'entries' has entries of a matrix, and the model takes a design",
        hint: "model: {kind: matrix-completion, …}")
    }
    if let fault = summary.faultOfEntries(in: shape) {
      throw ProblemFileError(path: path, reason: fault.message, hint: fault.hint)
    }
    return RegressionProblem(
      entries: entries, rows: shape[0], columns: shape[1], targets: targets, truth: truth)
  }

  /// Probabilities of classes in rows; they are at least 0 and sum to 1.
  static func probabilities(
    _ numbers: ProblemDatasets.Numbers, _ name: String, in datasets: ProblemDatasets
  ) throws(ProblemFileError) -> [Double] {
    let columns = numbers.shape[1]
    let way = "n × K \(name) are probabilities of classes: at least 0, of sum 1 within 1e-9"
    for row in 0..<numbers.shape[0] {
      let values = numbers.values[row * columns..<(row + 1) * columns]
      if let negative = values.first(where: { $0 < 0 }) {
        throw datasets.mistake(
          name, "holds \(negative) in row \(row), counted from 0", hint: way)
      }
      let sum = values.reduce(0, +)
      guard abs(sum - 1) <= 1e-9 else {
        throw datasets.mistake(
          name, "has the sum \(sum) in row \(row), counted from 0", hint: way)
      }
    }
    return numbers.values
  }
}
