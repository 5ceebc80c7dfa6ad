import Parameters
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
      guard
        case .finished(let block) = try experiment.records(
          ofRuns: runs,
          shouldContinue: { _ in
            true
          })
      else { break }
      return (grid, block)
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
    let signal = all.arrays[0][row * 8 * 12..<(row + 1) * 8 * 12]
    #expect(single.arrays[0].map(\.bitPattern) == signal.map(\.bitPattern))
  }

  @Test func stepsAndSlowTimeBelongTogether() throws {
    let (grid, block) = try Self.records(SmallSweep.tiny, run: 0)
    let quantity = try #require(RecordedQuantities.all.first { $0.use == .time })
    let slowTime = try #require(block.variables[quantity])
    for (row, run) in block.runs.enumerated() {
      let eta = Run(grid[run]).stepSize
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
      if Run(grid[run]).stepSize < 1 {
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

  /// Suspended at every chance, through bytes each time, and resumed by another experiment.
  @Test(arguments: [
    SmallSweep.mixed, SmallSweep.wide.replacing("steps: 400", with: "steps: 20000"),
  ])
  func aSuspendedLaneBatchGoesOnBitForBit(yaml: String) throws {
    let grid = Grid(try Specification(yaml: yaml, source: "test.yaml"))
    var suspensions = 0
    for index in [0, grid.laneBatchCount / 2, grid.laneBatchCount - 1] {
      let runs = grid.runs(ofLaneBatch: index)
      var experiment = LaneBatchExperiment(grid: grid, problemPath: { $0 })
      let whole = try experiment.records(ofRuns: runs) { _ in true }
      guard case .finished(let expected) = whole else {
        Issue.record("nobody asked to stop")
        return
      }
      var suspended: SuspendedLaneBatch?
      var found: RecordBlock?
      while found == nil {
        var experiment = LaneBatchExperiment(grid: grid, problemPath: { $0 })
        switch try experiment.records(
          ofRuns: runs, resuming: suspended,
          shouldContinue: { _ in
            false
          })
        {
        case .finished(let block): found = block
        case .suspended(let state):
          suspensions += 1
          suspended = SuspendedLaneBatch(records: state.records, stateBytes: state.stateBytes)
          #expect(suspended == state)
          #expect(try experiment.fits(state, runs: runs))
          #expect(try !experiment.fits(state, runs: 0..<1) || runs == 0..<1)
        }
      }
      #expect(try sameBits(#require(found), expected))
    }
    #expect(suspensions > 0)
  }

  @Test func runsThatAreKnownAreSkippedAndChangeNothingForTheOthers() throws {
    let grid = Grid(try Specification(yaml: SmallSweep.tiny, source: "test.yaml"))
    var experiment = LaneBatchExperiment(grid: grid, problemPath: { $0 })
    let runs = grid.runs(ofLaneBatch: 0)
    guard
      case .finished(let all) = try experiment.records(
        ofRuns: runs,
        shouldContinue: { _ in
          true
        }),
      case .finished(var rest) = try experiment.records(
        ofRuns: runs, skipping: [runs.lowerBound], shouldContinue: { _ in true })
    else {
      Issue.record("nobody asked to stop")
      return
    }
    #expect(rest.status[0] == RunState.absent.rawValue)
    rest.copy(run: runs.lowerBound, from: all, run: runs.lowerBound)
    #expect(sameBits(rest, all))
  }

  private func sameBits(_ left: RecordBlock, _ right: RecordBlock) -> Bool {
    left.runs == right.runs && left.status == right.status && left.step == right.step
      && left.divergedAtStep == right.divergedAtStep
      && left.arrays[0].map(\.bitPattern) == right.arrays[0].map(\.bitPattern)
      && left.variables.mapValues { $0.map(\.bitPattern) }
        == right.variables.mapValues { $0.map(\.bitPattern) }
  }
}
