import Experiments
import Foundation
import Parameters
import Shards
import TestSupport
import Testing

@testable import Reports

/// Reports on a small results file that the program wrote.
@Suite struct RealResultsTests {
  private static let path = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures/formats/v1/results.h5").path

  private let file: SummarySource

  /// What the tests look at, read once.
  private struct SummarySource {
    let table: RunTable
    let analysis: SweepAnalysis
    let records: RecordBlock
    let figures: [String: Figure]
  }

  init() throws {
    let results = try ResultsFile.open(Self.path, knowing: RecordedQuantities.all)
    let table = try RunTable(reading: results, known: Language.columnDescriptions)
    let analysis = SweepAnalysis(table)
    let traces = try Traces(reading: results, runs: analysis.tracedRuns)
    let figures = FigureSet(analysis, traces: traces).figures
    file = SummarySource(
      table: table, analysis: analysis,
      records: try results.records(ofRuns: 0..<results.runCount),
      figures: Dictionary(uniqueKeysWithValues: figures.map { ($0.name, $0) }))
  }

  @Test func theTableHasEachRunsLastSnapshot() throws {
    let (records, table) = (file.records, file.table)
    let width = records.shape.snapshotCount
    for variable in [Quantity.trainLoss, .traceHessian, .populationLossOnManifold] {
      let values = try #require(records.variables[variable])
      for run in records.runs where table.states[run] == .ok {
        let row = records.step[run * width..<(run + 1) * width]
        let last = try #require(row.lastIndex { $0 >= 0 })
        #expect(table.final(variable, ofRun: run).bitPattern == values[last].bitPattern)
      }
    }
    #expect(table.counts.map(\.state) == [.ok, .diverged, .failed])
    #expect(table.counts.map(\.count) == [6, 1, 1])
  }

  @Test func theAnswerNamesTheMethodsOfTheSweep() {
    let answer = Answer(file.analysis)
    #expect(answer.sentence.contains("adam"), "\(answer.sentence)")
    #expect(!answer.reservations.isEmpty)
  }

  @Test func seriesAndTheoryAreDrawnFromTheRecords() throws {
    let loss = try #require(file.figures["population-loss"])
    let points = loss.panels.flatMap(\.curves).flatMap(\.points)
    let recorded = Set(try #require(file.records.variables[.populationLoss]).map(\.bitPattern))
    #expect(!points.isEmpty)
    // Groups of one run: their median is a recorded value.
    #expect(points.contains { recorded.contains($0.middle.bitPattern) })
    #expect(file.figures["theory"] != nil, "\(file.figures.keys.sorted())")
  }
}
