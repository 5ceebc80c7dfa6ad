import Parameters
import Sweeps
import TestSupport
import Testing

@testable import Experiments
@testable import Shards

/// Noise on labels of classes, from the sweep file to records.
@Suite struct DrawnLabelSweepTests {
  private let directory = TemporaryDirectory()

  private func specification(_ yaml: String) throws -> Specification {
    try Specification(
      yaml: "name: t\n" + yaml, filesIn: directory)
  }

  private func sweep(
    model: String = "{kind: linear, dimension: 6, sparsity: 2}",
    data: String = "{samples: 20, design: gaussian}", loss: String = "logistic",
    noise: String = "{kind: flips, probability: [0, 0.1, 0.3]}", rest: String = ""
  ) -> String {
    """
    model: \(model)
    data: \(data)
    loss: \(loss)
    noise: \(noise)
    optimizer: {kind: sgd, step_size: 0.5}
    steps: 60
    seed: 3
    record: {count: 4, also: [accuracy, gradient_norm]}
    \(rest)
    """
  }

  private func records(_ yaml: String) throws -> RecordBlock {
    try ExperimentsTests.records(
      of: Grid(try specification(yaml)), problem: directory.file("problem.h5"))
  }

  private func mistake(_ yaml: String) -> String {
    let error = #expect(throws: SpecificationError.self) { try specification(yaml) }
    return error?.description ?? ""
  }

  @Test func flipsAreAnAxis() throws {
    let flips = try records(sweep())
    let plain = try records(sweep(noise: "{kind: none}"))
    let losses = try flips.last("train_loss")
    #expect(losses[0] == (try plain.last("train_loss")[0]))
    // The entropy of the labels lies below the mean loss.
    #expect(losses[1] > 0.325 && losses[2] > 0.61 && losses[2] < 0.7)
    let column = try #require(
      ParameterColumn.columns(of: Grid(try specification(sweep()))).first {
        $0.name == "flip_probability"
      })
    #expect(column.values(0..<3) == .real([0, 0.1, 0.3]))
    #expect(try specification(sweep()).formatVersion == 3)
  }

  @Test func classesAreFlipped() throws {
    let data =
      "{kind: generated, design: gaussian, inputs: 4, outputs: 3, samples: 30, "
      + "target: \"where(x[0] > 0, 2, where(x[1] > 0, 1, 0))\"}"
    let found = try records(
      sweep(model: "{kind: two-layer, width: 5}", data: data, loss: "cross-entropy"))
    let losses = try found.last("train_loss")
    #expect(losses[0] < losses[1] && losses[1] < losses[2])
    // 0.3 ln(2/0.3) + 0.7 ln(1/0.7)
    #expect(losses[2] > 0.818)
  }

  @Test func aMinibatchHasAScale() throws {
    for loss in ["squared", "logistic"] {
      let found = try records(
        sweep(loss: loss, noise: "{kind: minibatch, size: 4, scale: [0, 0.5, 1]}"))
      let plain = try records(sweep(loss: loss, noise: "{kind: none}"))
      let losses = try found.last("train_loss")
      #expect(losses[0] == (try plain.last("train_loss")[0]) && Set(losses).count == 3)
    }
    #expect(
      try records(sweep(noise: "{kind: minibatch, size: 4}")).hasSameBits(
        as: records(sweep(noise: "{kind: minibatch, size: 4, scale: 1}"))))
  }

  @Test(arguments: [
    (
      "squared", "{kind: flips, probability: 0.1}", "",
      "noise 'flips' draws labels of ±1 or classes, and loss 'squared' takes numbers"
    ),
    ("logistic", "{kind: flips, probability: 1.5}", "", "'probability' must be a number in [0, 1]"),
    ("logistic", "{kind: flips}", "", "'probability'"),
    (
      "logistic", "{kind: draws}", "",
      "noise 'draws' draws labels from probabilities, which generated data have not"
    ),
    (
      "logistic", "{kind: minibatch, size: 4}", "batches: {size: 5}",
      "noise 'minibatch' is a deviation from the full batch, and 'batches' takes another"
    ),
    ("logistic", "{kind: minibatch}", "", "'size'"),
    (
      "logistic", "{kind: flips, probability: [0, 0.1]}", "dynamics: slow-ode",
      "labels that are flipped never or always are certain: the loss has no minimizer"
    ),
    (
      "exponential", "{kind: flips, probability: 0.1}", "dynamics: slow-ode",
      "'exponential' is followed: the covariance of its slope is not its curvature"
    ),
    (
      "logistic", "{kind: none}", "dynamics: slow-ode",
      "no slow equation of loss 'logistic' is followed: it has no minimizer"
    ),
    (
      "squared", "{kind: minibatch, size: 3}", "dynamics: slow-ode",
      "no slow equation of noise 'minibatch' is followed: the noise of minibatches goes"
    ),
  ])
  func mistakesAreReported(loss: String, noise: String, rest: String, message: String) {
    let text = mistake(sweep(loss: loss, noise: noise, rest: rest))
    #expect(text.contains(message), "\(text)")
  }

  // MARK: Files

  private func write(_ name: String, _ numbers: [Double], columns: Int = 0) throws {
    let path = directory.file("problem.h5")
    let count = numbers.count / max(columns, 1)
    try writeProblem(
      [
        ("design", [count, 2], (0..<2 * count).map { Double(($0 * 7) % 5) - 2 }),
        (name, columns == 0 ? [count] : [count, columns], numbers),
      ], to: path)
  }

  private func ofFile(loss: String = "logistic", noise: String, outputs: Int = 1) -> String {
    sweep(
      model: "{kind: two-layer, width: 5}",
      data: "{kind: file, path: problem.h5\(outputs > 1 ? ", outputs: \(outputs)" : "")}",
      loss: loss, noise: noise)
  }

  @Test func labelsAreDrawnFromAFile() throws {
    try write("probabilities", [0.9, 0.1, 0.5, 1, 0])
    let drawn = try records(ofFile(noise: "{kind: draws}"))
    let mean = try records(ofFile(noise: "{kind: none}"))
    #expect(!drawn.hasSameBits(as: mean))
    // Entropy is (2 · 0.325 + 0.693) / 5 = 0.269.
    for block in [drawn, mean] { #expect(try block.last("train_loss")[0] > 0.268) }
    #expect(try mean.last("train_loss")[0] < 0.6)
    // Those that are certain are known.
    try write("probabilities", [1, 0, 1, 1, 0])
    let certain = try records(ofFile(noise: "{kind: draws}"))
    try write("targets", [1, -1, 1, 1, -1])
    #expect(try records(ofFile(noise: "{kind: none}")).hasSameBits(as: certain))
  }

  @Test func classesAreDrawnFromAFile() throws {
    try write("probabilities", [0.5, 0.25, 0.25, 0, 0, 1, 0, 1, 0], columns: 3)
    let yaml = ofFile(loss: "cross-entropy", noise: "{kind: draws}", outputs: 3)
    let drawn = try records(yaml)
    try write("targets", [0.5, 0.25, 0.25, 0, 0, 1, 0, 1, 0], columns: 3)
    #expect(try records(yaml).hasSameBits(as: drawn))
    let mean = try records(yaml.replacing("kind: draws", with: "kind: none"))
    #expect(!mean.hasSameBits(as: drawn))
    #expect(try mean.last("train_loss")[0] > 0.346)
  }

  @Test func mistakesOfFilesAreReported() throws {
    try write("probabilities", [0.9, 0.1, 0.5, 1, 0])
    for (loss, noise, message) in [
      ("logistic", "{kind: flips, probability: 0.1}", "noise 'flips' turns labels that are known"),
      ("squared", "{kind: none}", "loss 'squared' takes one target of a sample"),
    ] {
      let text = mistake(ofFile(loss: loss, noise: noise))
      #expect(text.contains(message) && text.contains("has probabilities of +1"), "\(text)")
    }
    try write("targets", [1, -1, 1, 1, -1])
    let known = mistake(ofFile(noise: "{kind: draws}"))
    #expect(
      known.contains(
        "noise 'draws' draws labels from probabilities, but 'problem.h5' has no 'prob"),
      "\(known)")
    try write("probabilities", [0.9, 0.1, 1.5, 1, 0])
    #expect(
      mistake(ofFile(noise: "{kind: draws}")).contains(
        "dataset 'probabilities' holds 1.5 in row 2, counted from 0"))
  }
}
