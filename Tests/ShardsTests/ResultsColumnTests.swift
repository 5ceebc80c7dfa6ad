import Experiments
import TestSupport
import Testing

@testable import Shards

@Suite struct ResultsColumnTests {
  private let directory = TemporaryDirectory()

  /// 3 snapshots, 3 seeds and 3 runs: the axes are told apart by their names, not their lengths.
  @Test func columnsKnowTheirAxesAndTypes() throws {
    let sample = try SampleResults(
      SmallSweep.tiny.replacing("[1e-3, 3e-3, 1e-2]", with: "1e-3")
        .replacing("{count: 4}", with: "{count: 3}"), in: directory)
    let file = try ResultsFile.open(sample.path, knowing: RecordedQuantities.all)
    let columns = try file.columns()
    func column(_ name: String) throws -> ResultsColumn {
      try #require(columns.first { $0.name == name })
    }
    #expect(try column("optimizer").dimensions == [.run] && !column("optimizer").isVaried)
    #expect(try column("optimizer").elementType == .text && column("optimizer").isLabel)
    #expect(try column("seed").dimensions == [.run])
    #expect(try column("seed").isParameter && column("seed").elementType == .uint64)
    #expect(try column("train_loss").dimensions == [.run, .snapshot])
    #expect(try column("signal").dimensions == [.run, .entry])
    #expect(try column("train_loss").isWritten && !column("nuclear_norm").isWritten)
    #expect(try column("status").elementType == .int8 && !column("status").isParameter)
    #expect(columns.count { $0.isParameter } == 8)
    #expect(try file.elementsPerRun(of: try column("signal")) == 2)
  }

  @Test func valuesOfSomeRunsAreTheirs() throws {
    let sample = try SampleResults(SmallSweep.tiny, in: directory)
    let file = try ResultsFile.open(sample.path, knowing: RecordedQuantities.all)
    let columns = try file.columns()
    let loss = try #require(columns.first { $0.name == "train_loss" })
    let values = try file.values(of: loss, runs: 4..<6)
    #expect(values == .real([4, 4.125, 4.25, 5, 5.125, 5.25]))
    let block = try file.records(ofRuns: 4..<6)
    #expect(block.variables[.trainLoss] == [4, 4.125, 4.25, 5, 5.125, 5.25])
    #expect(block.arrays[0] == [4, 0.5, 5, 0.5])
    #expect(try file.shape == sample.shape)
  }

  @Test func fillsAreEmptyText() {
    #expect(ParameterColumn.Values.real([.nan]).text(at: 0) == "")
    #expect(ParameterColumn.Values.real([0.1 + 0.2]).text(at: 0) == "0.30000000000000004")
    #expect(ParameterColumn.Values.integer([-1]).text(at: 0) == "")
    #expect(ParameterColumn.Values.seed([.max]).text(at: 0) == "18446744073709551615")
  }
}
