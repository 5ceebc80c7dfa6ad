import Shards
import Sweeps
import TestSupport
import Testing

@testable import Experiments

@Suite struct LaneBatchExperimentTests {
  private static func records(_ yaml: String, run: Int) throws -> (Grid, RecordBlock) {
    let grid = Grid(try Specification(yaml: yaml, source: "test.yaml"))
    for index in 0..<grid.laneBatchCount {
      let runs = grid.runs(ofLaneBatch: index)
      guard runs.contains(run) else { continue }
      var experiment = LaneBatchExperiment(grid: grid, problemPath: { $0 })
      return (grid, try #require(experiment.records(ofRuns: runs) { _ in true }))
    }
    throw SpecificationError(
      diagnostics: [.init(place: .init(source: "", line: 1, column: 1), message: "", line: "")])
  }

  /// The same parameters in another sweep, in another lane, with other mates.
  @Test func aRunsRecordsDependOnItsOwnParametersAlone() throws {
    let (_, all) = try Self.records(SmallSweep.tiny, run: 7)
    let alone = SmallSweep.tiny.replacing("[1e-3, 3e-3, 1e-2]", with: "3e-3")
      .replacing("{count: 4}", with: "2")
    let (_, single) = try Self.records(alone, run: 0)
    // Seed 2 (third of four), step size 3e-3 (second of three).
    let row = 2 * 3 + 1 - all.runs.lowerBound
    #expect(single.variables.count >= 10)
    for (variable, values) in single.variables {
      let other = try #require(all.variables[variable])[row * 8..<(row + 1) * 8]
      #expect(values.map(\.bitPattern) == other.map(\.bitPattern), "\(variable)")
    }
    let signal = all.signal[row * 8 * 12..<(row + 1) * 8 * 12]
    #expect(single.signal.map(\.bitPattern) == signal.map(\.bitPattern))
  }

  @Test func stepsAndSlowTimeBelongTogether() throws {
    let (grid, block) = try Self.records(SmallSweep.tiny, run: 0)
    let slowTime = try #require(block.variables[.slowTime])
    for (row, run) in block.runs.enumerated() {
      let eta = RunParameters(grid[run]).stepSize
      for snapshot in 0..<8 {
        let index = row * 8 + snapshot
        #expect(slowTime[index] == Double(block.step[index]) * (eta * eta))
      }
    }
    #expect(block.step.prefix(8).first == 0 && block.step.prefix(8).last == 200)
  }

  @Test func aDivergedRunRecordsItsStepAndNothingAfterIt() throws {
    let yaml = SmallSweep.tiny.replacing("kind: adam, ", with: "kind: sgd, ")
      .replacing("[1e-3, 3e-3, 1e-2], beta2: 0.99", with: "[1e-3, 50]")
    let (grid, block) = try Self.records(yaml, run: 1)
    for (row, run) in block.runs.enumerated() {
      let series = row * 8..<(row + 1) * 8
      if RunParameters(grid[run]).stepSize < 1 {
        #expect(block.status[row] == RunState.ok.rawValue)
        #expect(block.step[series].allSatisfy { $0 >= 0 })
        continue
      }
      #expect(block.status[row] == RunState.diverged.rawValue)
      let step = block.divergedAtStep[row]
      #expect(step > 0)
      for index in series {
        #expect(block.step[index] < step)
        // Before it diverges a run may overflow its loss, but after that there is nothing.
        guard block.step[index] < 0 else { continue }
        #expect(block.variables.values.allSatisfy { $0[index].isNaN })
      }
    }
  }

  @Test func anAbandonedLaneBatchGivesNothing() throws {
    let long = SmallSweep.tiny.replacing("steps: 200", with: "steps: 100000000")
    let grid = Grid(try Specification(yaml: long, source: "test.yaml"))
    var experiment = LaneBatchExperiment(grid: grid, problemPath: { $0 })
    #expect(try experiment.records(ofRuns: grid.runs(ofLaneBatch: 0)) { _ in false } == nil)
  }
}
