import Parameters
import Sweeps
import TestSupport
import Testing

@testable import Experiments
@testable import Shards

/// Classes, from the sweep file to records.
@Suite struct ClassSweepTests {
  private let directory = TemporaryDirectory()

  private static let target = "where(x[0] > 0.3, 2, where(x[1] > 0, 1, 0))"
  private static let data =
    "data: {kind: generated, design: gaussian, inputs: 4, outputs: 3, samples: 30, "
    + "test_samples: 20, target: \"\(target)\"}\n"
  private static let rest = """
    loss: cross-entropy
    noise: {kind: none}
    optimizer: {kind: adam, step_size: [0.02, 0.05], beta2: 0.9}
    steps: 100
    seed: 3
    record: {count: 3, also: [accuracy, margin, test_accuracy, gradient_norm, sharpness]}
    """
  private static let net = "model: {kind: two-layer, width: 6}\n"

  private func specification(_ yaml: String) throws -> Specification {
    try Specification(
      yaml: "name: t\n" + yaml, filesIn: directory)
  }

  private func records(_ yaml: String) throws -> RecordBlock {
    try ExperimentsTests.records(
      of: Grid(try specification(yaml)), problem: directory.file("problem.h5"))
  }

  private func mistake(_ yaml: String) -> String {
    let error = #expect(throws: SpecificationError.self) { try specification(yaml) }
    return error?.description ?? ""
  }

  @Test func classesAreLearnedFromASweepFile() throws {
    let named = try records(Self.net + Self.data + Self.rest)
    let written = try records(
      """
      model:
        kind: formula
        parameters:
          W: {shape: [6, inputs], initial: {normal: 1 / sqrt(inputs)}}
          a: {shape: [outputs, 6], initial: {normal: 1 / sqrt(6)}}
        prediction: a @ tanh(W @ x)

      """ + Self.data + Self.rest)
    #expect(named.hasSameBits(as: written))
    #expect(try named.last("train_loss").allSatisfy { $0 < 0.4 })
    #expect(try named.last("accuracy").allSatisfy { $0 > 0.8 && $0 <= 1 })
    #expect(try named.last("test_accuracy").allSatisfy { $0 > 0.5 && $0 <= 1 })
    #expect(try named.last("gradient_norm").allSatisfy { $0 > 0 && $0 < 1 })
    #expect(try named.last("sharpness").allSatisfy { $0 > 0 && $0 < 100 })
  }

  @Test(arguments: ["mlp, width: 5, depth: 2, bias: true", "deep-linear, width: 5, depth: 2"])
  func architecturesHaveSeveralOutputs(model: String) throws {
    let found = try records("model: {kind: \(model)}\n" + Self.data + Self.rest)
    #expect(try found.last("train_loss").allSatisfy { $0 < 0.9 })
  }

  @Test func outputsAreAColumnAndNeedTheLaterFormat() throws {
    let grid = Grid(try specification(Self.net + Self.data + Self.rest))
    let column = try #require(ParameterColumn.columns(of: grid).first { $0.name == "outputs" })
    #expect(column.values(0..<2) == .integer([3, 3]))
    #expect(grid.specification.formatVersion == 3)
  }

  @Test(arguments: [
    ("loss: cross-entropy\n", "", "loss 'squared' takes one output of a sample"),
    ("outputs: 3, ", "", "loss 'cross-entropy' takes classes 0, …, K − 1, and 'data' does not say"),
    ("kind: none", "kind: label, delta: 0.1", "and loss 'cross-entropy' takes classes"),
    ("samples: 30", "samples: 30, target_noise: 0.1", "target_noise is added to numbers"),
    (
      "where(x[1] > 0, 1, 0)", "0.5",
      "has the target 0.5, and classes are whole numbers from 0 to 2"
    ),
    (
      "x[0] > 0.3, 2", "x[0] > 0.3, 3",
      "has the target 3.0, and classes are whole numbers from 0 to 2"
    ),
  ])
  func mistakesAreReported(old: String, new: String, message: String) {
    let yaml = Self.net + Self.data + Self.rest
    #expect(yaml.contains(old))
    let text = mistake(yaml.replacing(old, with: new))
    #expect(text.contains(message), "\(text)")
  }

  @Test func aDiagonalNetHasNoClasses() {
    let text = mistake(
      "model: {kind: diagonal-net, dimension: 4, sparsity: 1}\n"
        + "data: {kind: generated, samples: 30}\n" + Self.rest)
    #expect(
      text.contains("takes a prediction for each class, and model 'diagonal-net' has one"),
      "\(text)")
  }

  // MARK: Files

  private static let fileData = "data: {kind: file, path: problem.h5, outputs: 3}\n"

  private func write(_ targets: [Double], columns: Int = 0) throws {
    let path = directory.file("problem.h5")
    let count = targets.count / max(columns, 1)
    try writeProblem(
      [
        ("design", [count, 2], (0..<2 * count).map { Double(($0 * 7) % 5) - 2 }),
        ("targets", columns == 0 ? [count] : [count, columns], targets),
      ], to: path)
  }

  /// Known classes as numbers and as probabilities of 0 and 1 are the same data.
  @Test func classesComeFromFiles() throws {
    try write([0, 2, 1, 1, 0])
    let yaml = Self.net + Self.fileData + Self.rest
    let numbers = try records(yaml)
    try write([1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 0], columns: 3)
    #expect(try records(yaml).hasSameBits(as: numbers))
    try write([0.5, 0.25, 0.25, 0, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 0], columns: 3)
    let soft = try records(yaml)
    #expect(!soft.hasSameBits(as: numbers))
    #expect(try soft.last("train_loss").allSatisfy { $0 > 0.1 })
  }

  /// A test set with probabilities or classes, beside targets of either sort.
  @Test func testTargetsMayBeSoft() throws {
    let design = (0..<10).map { Double(($0 * 7) % 5) - 2 }
    let (hard, soft) = ([0.0, 2, 1, 1, 0], [1.0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 0])
    let open = [0.5, 0.25, 0.25, 0, 0.2, 0.8]
    func records(
      targets: [Double], test: [Double], isSoft: Bool = true, formula: String = "0"
    ) throws -> RecordBlock {
      try writeProblem(
        [
          ("design", [5, 2], design),
          ("targets", targets.count == 5 ? [5] : [5, 3], targets),
          ("test_design", [2, 2], [1, -1, 0.5, 2]),
          ("test_targets", isSoft ? [2, 3] : [2], test),
        ], to: directory.file("problem.h5"))
      let rest = Self.rest.replacing("accuracy, margin, ", with: "test_loss, ")
        .replacing("sharpness]", with: "sharpness], formulas: {own: \"\(formula)\"}")
      return try self.records(Self.net + Self.fileData + rest)
    }
    let known = try records(targets: hard, test: [0, 2], isSoft: false)
    // Probabilities of 0 and 1 are known classes.
    for targets in [hard, soft] {
      let found = try records(targets: targets, test: [1, 0, 0, 0, 0, 1])
      #expect(found.hasSameBits(as: known))
    }
    let found = try records(targets: soft, test: open)
    #expect(try found.last("test_loss").allSatisfy { $0.isFinite && $0 > 0 })
    #expect(try found.last("test_loss") != known.last("test_loss"))
    // The loss is linear in the probabilities, and the most probable class is the one that counts.
    var losses: [[Double]] = []
    for (a, b) in [(0, 1), (0, 2), (1, 1), (1, 2), (2, 1), (2, 2)] {
      losses.append(
        try records(targets: soft, test: [Double(a), Double(b)], isSoft: false).last("test_loss"))
    }
    for lane in 0..<2 {
      var expected = 0.0
      for (loss, weight) in zip(losses, [0.1, 0.4, 0.05, 0.2, 0.05, 0.2]) {
        expected += weight * loss[lane]
      }
      #expect(abs(try found.last("test_loss")[lane] - expected) < 1e-12)
    }
    let classes = try records(targets: soft, test: [0, 2], isSoft: false)
    #expect(try found.last("test_accuracy") == classes.last("test_accuracy"))
    // As a recorded formula has them.
    let own = try records(targets: hard, test: open, formula: "sum(y_test * y_test)")
    #expect(try own.last("own").allSatisfy { abs($0 - 1.055) < 1e-15 })
  }

  @Test func mistakesOfSoftTestTargetsAreReported() throws {
    func write(_ shape: [Int], _ test: [Double]) throws {
      try writeProblem(
        [
          ("design", [3, 2], [1, 2, 3, 4, 5, 6]), ("targets", [3], [0, 1, 1]),
          ("test_design", [2, 2], [1, -1, 0.5, 2]), ("test_targets", shape, test),
        ], to: directory.file("problem.h5"))
    }
    let yaml = Self.net + Self.fileData + Self.rest
    try write([2, 2], [0.5, 0.5, 1, 0])
    #expect(mistake(yaml).contains("dataset 'test_targets' has 2 columns, and outputs is 3"))
    try write([2, 3], [0.5, 0.5, 0, 1, 0.5, 0])
    #expect(mistake(yaml).contains("dataset 'test_targets' has the sum 1.5 in row 1"))
    try write([2], [1, 3])
    #expect(mistake(yaml).contains("dataset 'test_targets': test sample 1, counted from 0, has"))
    try write([2], [1, 0.5])
    #expect(mistake(yaml).contains("has the test target 0.5 in row 1, counted from 0"))
    try write([3], [1, 0, 0])
    #expect(mistake(yaml).contains("test_design has 2 rows, so it is [2], or 2 × K of classes"))
    try write([2, 3], [0.5, 0.5, 0, 1, 0, 0])
    let numbers = yaml.replacing("loss: cross-entropy\n", with: "")
      .replacing(", outputs: 3", with: "")
    #expect(mistake(numbers).contains("has a column of 'test_targets' for each class"))
  }

  @Test func mistakesOfFilesNameTheRow() throws {
    let yaml = Self.net + Self.fileData + Self.rest
    try write([0, 2, 0.5, 1, 0])
    #expect(
      mistake(yaml).contains(
        "loss 'cross-entropy' takes classes 0, 1, …, but 'problem.h5' has the target 0.5 in row 2"))
    // K is known before anything runs.
    try write([0, 2, 1, 1, 4])
    let beyond = mistake(yaml)
    #expect(
      beyond.contains(
        "s.yaml:3:47: dataset 'targets': sample 4, counted from 0, has the target 4.0, and classes are "
          + "whole numbers from 0 to 2, as outputs: 3 says"), "\(beyond)")
    #expect(beyond.contains("outputs: 5, and a model with as many"))
    #expect(throws: Never.self) {
      _ = try specification(yaml.replacing("outputs: 3", with: "outputs: 5"))
    }
    // A model of three outputs does not go with five classes.
    let written = """
      model: {kind: formula, parameters: {W: {shape: [3, inputs], initial: 0}}, prediction: W @ x}

      """ + Self.fileData + Self.rest
    #expect(mistake(written).contains("has the target 4.0"))
    let five = mistake(written.replacing("outputs: 3", with: "outputs: 5"))
    #expect(five.contains("s.yaml:2:87: the prediction has shape (3,), not (5,)"), "\(five)")
    try write([0.5, 0.25, 0.25, 0, 0.5, 0.6], columns: 3)
    #expect(mistake(yaml).contains("dataset 'targets' has the sum 1.1 in row 1"))
    try write([0.5, 0.5, 1, 0], columns: 2)
    #expect(
      mistake(yaml).contains("s.yaml:3:47: dataset 'targets' has 2 columns, and outputs is 3"))
    #expect(mistake(yaml).contains("data: {…, outputs: 2}"))
    let squared = yaml.replacing("loss: cross-entropy\n", with: "")
      .replacing(", outputs: 3", with: "")
    let numbers = #expect(throws: (any Error).self) { try records(squared) }
    #expect("\(numbers.map { "\($0)" } ?? "")".contains("loss"))
  }
}
