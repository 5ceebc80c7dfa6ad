import Parameters
import Sweeps
import Testing

@testable import Experiments
@testable import Shards

/// Runs that end at the first snapshot at which a quantity is within a bound.
@Suite struct EndedRunTests {
  private func sweep(
    until: String = "{train_loss: 1e-3}", stepSize: String = "[0.05, 0.1, 0.2, 0.001]",
    optimizer: String = "kind: sgd, ", record: String = "count: 60, spacing: linear, signal: last",
    noise: String = "{kind: none}", rest: String = ""
  ) -> String {
    let steps = until.isEmpty ? "steps: 600" : "steps: {at_most: 600, until: \(until)}"
    return """
      name: t
      model: {kind: linear, dimension: 6, sparsity: 2}
      data: {samples: 9, design: gaussian}
      noise: \(noise)
      optimizer: {\(optimizer)step_size: \(stepSize)}
      \(steps)
      seed: 3
      record: {\(record)}
      \(rest)
      """
  }

  private func specification(_ yaml: String) throws -> Specification {
    try Specification(yaml: yaml, source: "s.yaml")
  }

  /// The records of all runs, suspended after every `pieces` questions whether to go on.
  private func records(_ yaml: String, pieces: Int? = nil) throws -> RecordBlock {
    try ExperimentsTests.records(of: Grid(try specification(yaml)), pieces: pieces)
  }

  /// A quantity of one run, snapshot by snapshot.
  private func series(_ name: String, _ records: RecordBlock, run: Int) throws -> [Double] {
    let values = try #require(records.variables.first { $0.key.name == name }?.value)
    let count = records.shape.snapshotCount
    return Array(values[run * count..<(run + 1) * count])
  }

  private func stops(_ records: RecordBlock) throws -> [Double] {
    let index = try #require(records.shape.arrays.firstIndex { $0.content == .stoppedAt })
    return records.arrays[index]
  }

  @Test func aRunEndsAtTheFirstSnapshotWithinTheBound() throws {
    let (ended, whole) = (try records(sweep()), try records(sweep(until: "")))
    let stops = try stops(ended)
    #expect(stops[3].isNaN && Set(stops[..<3]).count == 3)
    for run in 0..<4 {
      let all = try series("train_loss", whole, run: run)
      let found = try series("train_loss", ended, run: run)
      let last = all.firstIndex { $0 <= 1e-3 } ?? 59
      #expect(found[...last] == all[...last])
      #expect(found[(last + 1)...].allSatisfy { $0.isNaN })
      let steps = ended.step[60 * run..<60 * run + 60]
      #expect(steps.prefix(last + 1).allSatisfy { $0 >= 0 })
      #expect(steps.dropFirst(last + 1).allSatisfy { $0 == -1 })
      if run < 3 { #expect(stops[run] == Double(steps[60 * run + last])) }
      #expect(ended.status[run] == RunState.ok.rawValue)
      // What is kept of the last snapshot is that of this one.
      let signal = ended.arrays[0][6 * run..<6 * run + 6]
      #expect(signal.allSatisfy { !$0.isNaN })
      #expect(Array(signal) != Array(whole.arrays[0][6 * run..<6 * run + 6]) || run == 3)
    }
  }

  /// Mates have no part in where a run ends, and none in its records.
  @Test func aRunEndsAsItDoesAlone() throws {
    let together = try records(sweep())
    for (run, stepSize) in ["0.05", "0.1", "0.2", "0.001"].enumerated() {
      let alone = try records(sweep(stepSize: stepSize))
      #expect(
        try series("train_loss", together, run: run).map(\.bitPattern)
          == series("train_loss", alone, run: 0).map(\.bitPattern))
      #expect(try stops(together)[run].bitPattern == stops(alone)[0].bitPattern)
    }
  }

  @Test(arguments: [1, 2, 3]) func aSuspendedRunEndsAsItDoes(pieces: Int) throws {
    let yaml = sweep(
      record: "count: 60, spacing: linear, signal: last, projection: all",
      noise: "{kind: label, delta: 0.01}")
    let whole = try records(yaml)
    #expect(try stops(whole).contains { !$0.isNaN })
    #expect(try records(yaml, pieces: pieces).hasSameBits(as: whole))
  }

  /// What comes after the end is nobody's: here the step size grows a thousand times.
  @Test func aRunThatHasEndedCannotDiverge() throws {
    let optimizer =
      "kind: sgd, schedule: {kind: formula, value: \"where(k > 300, 1000000, 1)\"}, "
    let ended = try records(sweep(stepSize: "[0.2, 0.001]", optimizer: optimizer))
    #expect(ended.status == [RunState.ok.rawValue, RunState.diverged.rawValue])
    #expect(try stops(ended)[0] < 300)
  }

  @Test func boundsHaveSides() throws {
    // More is better of accuracy; of what is not named less is.
    let also = "count: 60, spacing: linear, also: [parameter_norm], formulas: {size: -sum(abs(w))}"
    let whole = try records(sweep(until: "", stepSize: "0.05", record: also))
    for (name, side) in [("parameter_norm", "above"), ("size", "below"), ("size", "")] {
      let all = try series(name, whole, run: 0)
      let (bound, isAbove) = (all[4], side == "above")
      let until = side.isEmpty ? "{\(name): \(bound)}" : "{\(name): {\(side): \(bound)}}"
      let ended = try records(sweep(until: until, stepSize: "0.05", record: also))
      let last = try #require(all.firstIndex { isAbove ? $0 >= bound : $0 <= bound })
      let found = try series(name, ended, run: 0).filter { !$0.isNaN }
      #expect(found == Array(all[...last]) && last > 0, "\(until)")
    }
    let end = try specification(
      sweep(until: "{accuracy: 0.9}", record: "also: [accuracy]")
    ).record.end
    #expect(end == RecordPlan.End(quantity: "accuracy", bound: 0.9, isAbove: true))
  }

  @Test func theSlowEquationsEnd() throws {
    func sweep(_ steps: String) -> String {
      """
      name: t
      model: {kind: diagonal-net, dimension: 6, sparsity: 1}
      data: {samples: 3}
      noise: {kind: label, delta: 0.5}
      optimizer: {kind: sgd, step_size: 0.05}
      steps: \(steps)
      seed: 3
      dynamics: slow-ode
      record: {count: 20, spacing: linear}
      """
    }
    let whole = try series("trace_hessian", records(sweep("2000")), run: 0)
    let bound = whole[8]
    let records = try records(sweep("{at_most: 2000, until: {trace_hessian: \(bound)}}"))
    #expect(try series("trace_hessian", records, run: 0)[...8] == whole[...8])
    #expect(try series("trace_hessian", records, run: 0)[9].isNaN)
    #expect(records.status == [RunState.ok.rawValue])
    let stops = try stops(records)
    #expect(!stops[0].isNaN)
  }

  @Test func anEndIsPartOfWhatARunIs() throws {
    let plain = try specification(sweep(until: ""))
    let ends = try ["{train_loss: 1e-3}", "{train_loss: 1e-4}", "{train_loss: {above: 1e-3}}"].map {
      try specification(sweep(until: $0))
    }
    let run = Run(Grid(plain)[0])
    let identities = ([plain] + ends).map { RunIdentity(run, plan: $0.record) }
    #expect(Set(identities).count == 4)
    #expect(plain.record.end == nil && ends[0].formatVersion == 3)
    let copy = try Specification(canonicalJSON: ends[2].canonicalJSON)
    #expect(copy == ends[2])
    // Steps may be an axis, and a slow time.
    let axis = sweep().replacing("at_most: 600", with: "at_most: [600, 900]")
    #expect(Grid(try specification(axis)).runCount == 8)
    let time = sweep(stepSize: "0.1").replacing("at_most: 600", with: "slow_time: 4")
    #expect(Run(Grid(try specification(time))[0]).steps == 400)
  }

  @Test(arguments: [
    ("steps: {at_most: 600}", "'at_most' goes with 'until'"),
    ("steps: {until: {train_loss: 1}}", "'steps' lacks 'at_most'"),
    ("steps: {at_most: 600, until: 5}", "'until' takes one quantity and its bound"),
    ("steps: {at_most: 600, until: {train_los: 1}}", "'train_los' is not a quantity"),
    ("steps: {at_most: 600, until: {accuracy: 1}}", "'accuracy' is not recorded"),
    (
      "steps: {at_most: 600, until: {train_loss: small}}",
      "the bound of 'train_loss' must be a number, not 'small'"
    ),
    ("steps: {at_most: 0, until: {train_loss: 1}}", "'steps' must be"),
    ("steps: {at_most: 600, slow_time: 2, until: {train_loss: 1}}", "'slow_time' does not go with"),
  ])
  func mistakesAreReported(steps: String, message: String) {
    let yaml = sweep(until: "").replacing("steps: 600", with: steps)
    let error = #expect(throws: SpecificationError.self) { try specification(yaml) }
    let text = error?.description ?? ""
    #expect(text.contains(message), "\(text)")
  }

  @Test func anEndIsOneNumber() {
    let yaml = sweep(until: "{block_norm: 1}", record: "also: [block_norm]")
    let error = #expect(throws: SpecificationError.self) { try specification(yaml) }
    #expect(error?.description.contains("'block_norm' has one for each block") == true)
  }
}
