import Parameters
import Sweeps
import Testing

@testable import Experiments
@testable import Shards

/// `dynamics: gradient-flow`, from the sweep file to records.
@Suite struct GradientFlowSweepTests {
  private func sweep(
    model: String = "{kind: diagonal-net, dimension: 8, sparsity: 2, initial_scale: 0.5}",
    data: String = "{samples: 6, design: gaussian}", noise: String = "{kind: none}",
    optimizer: String = "{kind: sgd, step_size: [0.001, 0.002]}", rest: String = ""
  ) -> String {
    """
    name: t
    model: \(model)
    data: \(data)
    noise: \(noise)
    optimizer: \(optimizer)
    steps: 1000
    seed: 3
    record: {count: 5, spacing: linear}
    \(rest)
    """
  }

  private func specification(_ yaml: String) throws -> Specification {
    try Specification(yaml: yaml, source: "s.yaml")
  }

  /// The records of all runs, suspended after every `pieces` questions whether to go on.
  private func records(_ yaml: String, pieces: Int? = nil) throws -> RecordBlock {
    let grid = Grid(try specification(yaml))
    return try ExperimentsTests.records(
      of: grid, runs: grid.runs(ofLaneBatch: 0), pieces: pieces)
  }

  private func losses(_ records: RecordBlock, run: Int = 0) throws -> [Double] {
    let values = try #require(records.variables.first { $0.key.name == "train_loss" }?.value)
    return Array(values[5 * run..<5 * run + 5])
  }

  private static let flow = "dynamics: gradient-flow"

  /// At t = kη, whatever η is: half the step at twice the time.
  @Test func timeIsStepsTimesStepSize() throws {
    let flow = try records(sweep(rest: Self.flow))
    let (slow, fast) = (try losses(flow), try losses(flow, run: 1))
    #expect(slow[0] == fast[0])
    #expect(abs(slow[2] - fast[1]) < 1e-7 * slow[2] && abs(slow[4] - fast[2]) < 1e-7 * slow[4])
    let trained = try losses(records(sweep()))
    for k in 1..<5 { #expect(abs(trained[k] - slow[k]) < 0.02 * slow[k], "\(k)") }
    #expect(trained[4] != slow[4] && slow[4] < 0.9 * slow[0])
  }

  @Test(arguments: [1, 2, 5]) func aSuspendedFlowGoesOn(pieces: Int) throws {
    let whole = try records(sweep(rest: Self.flow))
    #expect(try records(sweep(rest: Self.flow), pieces: pieces).hasSameBits(as: whole))
  }

  /// Noise and batches move no flow: runs of all noise seeds are one.
  @Test func noiseHasNoPart() throws {
    let plain = try losses(records(sweep(rest: Self.flow)))
    for noise in [
      "{kind: label, delta: 0.5}", "{kind: minibatch, size: 3}", "{kind: gradient, std: 0.1}",
    ] {
      let noisy = sweep(noise: noise, rest: "\(Self.flow)\nbatches: {size: full}")
      #expect(try losses(records(noisy)) == plain)
    }
    let seeds = sweep(
      noise: "{kind: label, delta: 0.5}", optimizer: "{kind: sgd, step_size: 0.001}",
      rest: "\(Self.flow)\nnoise_seed: {count: 3}\ndata_seed: 3\ninit_seed: 3"
    ).replacing("seed: 3\nrecord", with: "record")
    let all = try records(seeds)
    for run in 0..<3 { #expect(try losses(all, run: run) == plain) }
  }

  @Test(arguments: [
    (
      "{kind: two-layer, width: 5}",
      "{samples: 12, design: gaussian, inputs: 3, target: \"sin(x[0])\"}", "squared"
    ),
    (
      "{kind: mlp, width: 4, depth: 3, activation: softplus}",
      "{samples: 12, design: gaussian, inputs: 3, outputs: 3, target: \"where(x[0] > 0, 2, 1)\"}",
      "cross-entropy"
    ),
    ("{kind: matrix-factorization, dimension: 4, rank: 1}", "{samples: 12}", "huber"),
    ("{kind: linear, dimension: 5, sparsity: 2}", "{samples: 4}", "exponential"),
    (
      "{kind: linear, dimension: 5, sparsity: 2}", "{samples: 4}",
      "{kind: formula, value: \"log(1 + (f - y) ** 2)\"}"
    ),
  ])
  func everyModelAndLossFlows(model: String, data: String, loss: String) throws {
    let yaml = sweep(
      model: model, data: data, optimizer: "{kind: sgd, step_size: 0.001}",
      rest: "loss: \(loss)\ndynamics: [training, gradient-flow]")
    let grid = Grid(try specification(yaml))
    var experiment = LaneBatchExperiment(grid: grid, problemPath: { $0 })
    let ends = try (0..<2).map { batch -> Double in
      let outcome = try experiment.records(
        ofRuns: grid.runs(ofLaneBatch: batch), shouldContinue: { _ in true })
      guard case .finished(let records) = outcome else { throw CancellationError() }
      #expect(records.status == [RunState.ok.rawValue])
      return try losses(records)[4]
    }
    #expect(abs(ends[0] - ends[1]) < 0.01 * ends[1] && ends[0] != ends[1], "\(ends)")
  }

  @Test func theToleranceIsAKey() throws {
    let ends = try ["1e-4", "1e-8", "1e-11"].map {
      try losses(records(sweep(rest: "\(Self.flow)\ntolerance: \($0)")))[4]
    }
    #expect(ends[0] != ends[1] && ends[1] != ends[2])
    #expect(abs(ends[1] - ends[2]) < 1e-5 * ends[2])
    #expect(abs(ends[0] - ends[2]) < 1e-2 * ends[2])
    #expect(ends[1] == (try losses(records(sweep(rest: Self.flow)))[4]))
  }

  @Test(arguments: [
    ("{kind: adam, step_size: 0.1, beta2: 0.9}", "{kind: none}", flow, "no place for adam"),
    ("{kind: sgd, step_size: 0.1, momentum: 0.9}", "{kind: none}", flow, "no place for momentum"),
    (
      "{kind: sgd, step_size: 0.1, weight_decay: 0.1}", "{kind: none}", flow,
      "no place for weight decay"
    ),
    ("{kind: sgd, step_size: 0.1, clip: 1}", "{kind: none}", flow, "no place for clip"),
    (
      "{kind: sgd, step_size: 0.1, sam: {radius: 0.1}}", "{kind: none}", flow, "no place for sam"
    ),
    (
      "{kind: sgd, step_size: 0.1, schedule: {kind: cosine}}", "{kind: none}", flow,
      "no place for schedule 'cosine'"
    ),
    (
      "{kind: sgd, step_size: 0.1}", "{kind: langevin, temperature: 1}", flow,
      "no place for noise 'langevin'"
    ),
    ("{kind: sgd, step_size: 0.1}", "{kind: none}", "tolerance: 1e-6", "is that of gradient-flow"),
    (
      "{kind: sgd, step_size: 0.1}", "{kind: none}", "\(flow)\ntolerance: 2",
      "'tolerance' must be a number in (0, 1)"
    ),
  ])
  func mistakesAreReported(optimizer: String, noise: String, rest: String, message: String) {
    let error = #expect(throws: SpecificationError.self) {
      try specification(sweep(noise: noise, optimizer: optimizer, rest: rest))
    }
    let text = error?.description ?? ""
    #expect(text.contains(message), "\(text)")
  }
}
