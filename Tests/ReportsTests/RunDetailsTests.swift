import Experiments
import Shards
import Testing

@testable import Reports

@Suite struct RunDetailsTests {
  /// Run 6 of two, diverged after its second snapshot.
  private var details: RunDetails {
    let shape = RecordShape(
      snapshotCount: 3, quantities: RecordedQuantities.all)
    var block = RecordBlock(runs: 5..<7, shape: shape)
    block.setState(.diverged, divergedAtStep: 17, ofRun: 6)
    for (snapshot, step) in [0, 10].enumerated() {
      block.setValues(
        [
          (.slowTime, Double(step) / 100), (.trainLoss, 1 / Double(step + 3)),
          (.traceSqrtDiagHessian, step == 0 ? .nan : 2), (.nuclearNorm, .nan),
        ], step: step, snapshot: snapshot, ofRun: 6)
    }
    return RunDetails(
      run: 6, of: block,
      parameters: [
        .init(name: "step_size", longName: "step size η", value: "0.1"),
        .init(name: "beta2", longName: "β₂", value: ""),
      ])
  }

  @Test func onlyWhatHasAMeaningIsKept() {
    #expect(details.parameters.map(\.name) == ["step_size"])
    #expect(details.steps == [0, 10])
    #expect(details.series.map(\.quantity) == [.slowTime, .trainLoss, .traceSqrtDiagHessian])
    #expect(details.stateText == "diverged: a parameter was not finite after step 17")
  }

  @Test func aRunThatEndedEarlySaysWhere() {
    let shape = RecordShape(
      snapshotCount: 3, arrays: [RecordedArray(.stoppedAt, lengths: [], isSeries: false)],
      quantities: RecordedQuantities.all)
    var block = RecordBlock(runs: 0..<2, shape: shape)
    for (snapshot, step) in [0, 10].enumerated() {
      for run in 0..<2 {
        block.setValues([(.trainLoss, 1)], step: step, snapshot: snapshot, ofRun: run)
      }
    }
    block.setStopped(step: 10, ofRun: 0)
    block.setState(.ok, ofRun: 1)
    let texts = (0..<2).map { RunDetails(run: $0, of: block, parameters: []).stateText }
    #expect(
      texts == ["ok: it ended at step 10, as the sweep asked for", "ok: all steps were taken"])
    #expect(block.hasStopped(run: 0) && !block.hasStopped(run: 1))
  }

  @Test func theTraceIsAlignedUnderItsNames() {
    #expect(
      details.traceLines(width: 80).joined(separator: "\n") == """
                                     trace_sqrt_
                                           diag_
        step  slow_time  train_loss      hessian
        ────────────────────────────────────────
           0          0      0.3333            –
          10     0.1000     0.07692        2.000
        """)
  }

  @Test func aNarrowTerminalGetsMoreTablesEachWithTheSteps() {
    let lines = details.traceLines(width: 30)
    #expect(lines.count { $0.hasPrefix("step  slow_time") } == 2)
    #expect(lines.allSatisfy { $0.count <= 30 })
  }

  @Test func chosenColumnsAloneAreShown() {
    #expect(
      details.traceLines(only: ["train_loss"], width: 80)
        == ["step  train_loss", "────────────────", "   0      0.3333", "  10     0.07692"])
    #expect(details.unknownNames(in: ["train_loss", "loss"]) == ["loss"])
  }
}
