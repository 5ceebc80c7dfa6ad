import Digests
import Experiments
import Parameters
import Sweeps
import TestSupport
import Testing

@testable import Shards

/// However rows are cut into blocks, the file has the same bytes.
@Suite struct RowBatchesTests {
  private let directory = TemporaryDirectory()
  private let shape = RecordShape(
    snapshotCount: 3, arrays: [RecordedArray(.signal, lengths: [100], isSeries: false)],
    quantities: RecordedQuantities.all)
  private let grid: Grid
  private let manifest: Manifest

  init() throws {
    let specification = try Specification(
      yaml: """
        name: rows
        model: {kind: diagonal-net, dimension: 2, sparsity: 1}
        data: {samples: 2}
        noise: {kind: none}
        optimizer: {kind: sgd, step_size: 1e-3}
        steps: 100
        seed: {count: 25000}
        """, source: "rows.yaml")
    grid = Grid(specification)
    manifest = Manifest(
      specification: specification, grid: grid,
      shards: ShardTable(grid, model: CostModel(paths: ["steps"]) { _, _ in 1000 }))
  }

  /// A file of all rows but some, which are written in these blocks, in this order.
  private func write(_ name: String, _ blocks: [Range<Int>]) throws -> String {
    let column = ParameterColumn(
      name: "seed", meaning: ColumnMeaning(longName: "seed", symbol: "seed", role: .seed),
      isConstant: false
    ) { runs in
      .seed(runs.map { UInt64($0) })
    }
    var rows = RowBatches(
      try ResultsWriter.create(
        path: directory.file(name), heading: ResultsHeading(manifest), runCount: grid.runCount,
        shape: shape, columns: [column]), rowCount: grid.runCount, shape: shape)
    for runs in blocks {
      var block = RecordBlock(runs: runs, shape: shape)
      for run in runs {
        block.setState(.ok, ofRun: run)
        // The first runs do not have all variables.
        let values: [(Quantity, Double)] =
          run < 100 ? [(.l1Norm, Double(run))] : [(.trainLoss, 1), (.l1Norm, Double(run))]
        block.setValues(values, step: 10, snapshot: 0, ofRun: run)
        block.setArray(0, [Double(run), 0.5], lengths: [2], snapshot: 2, ofRun: run)
      }
      try rows.write(block, firstRow: runs.lowerBound)
    }
    try rows.close()
    return directory.file(name)
  }

  private func cut(_ runs: Range<Int>, every length: Int) -> [Range<Int>] {
    stride(from: runs.lowerBound, to: runs.upperBound, by: length).map {
      $0..<min($0 + length, runs.upperBound)
    }
  }

  @Test func theBytesDoNotDependOnTheCuts() throws {
    let all = 0..<grid.runCount
    // Many batches and a part of another.
    #expect(grid.runCount > 20 * (1 << 20) / shape.bytesPerRun)
    let whole = try SHA256Digest.ofFile(at: try write("whole.h5", [all]))
    for length in [60, 977, 8192] {
      let path = try write("\(length).h5", cut(all, every: length))
      #expect(try SHA256Digest.ofFile(at: path) == whole, "blocks of \(length)")
    }
  }

  /// Rows that come when their batch is written, or is being gathered, or is still to come.
  @Test func rowsThatWereLeftOutAreTakenLater() throws {
    let path = try write(
      "late.h5", [0..<5, 8..<20_000, 22_000..<22_010, 5..<8, 20_000..<20_010, 24_990..<25_000])
    let file = try ResultsFile.open(path)
    let columns = try file.columns()
    let norms = try #require(columns.first { $0.name == Quantity.l1Norm.name })
    let status = try #require(columns.first { $0.name == "status" })
    guard case .real(let values) = try file.values(of: norms, runs: 0..<grid.runCount),
      case .integer(let states) = try file.values(of: status, runs: 0..<grid.runCount)
    else {
      Issue.record("a norm is a real")
      return
    }
    for run in 0..<grid.runCount {
      let isThere =
        run < 20_010 || (22_000..<22_010).contains(run) || run >= 24_990
      #expect(states[run] == Int64((isThere ? RunState.ok : .absent).rawValue), "\(run)")
      #expect(isThere ? values[3 * run] == Double(run) : values[3 * run].isNaN, "\(run)")
    }
  }
}
