import Experiments
import Parameters
import Sweeps
import TestSupport

@testable import Shards

/// A results file of a sweep with records that follow from run and snapshot, for tests of readers.
struct SampleResults {
  let path: String
  let grid: Grid
  let shape = RecordShape(
    snapshotCount: 3, arrays: [RecordedArray(.signal, lengths: [2], isSeries: false)],
    quantities: RecordedQuantities.all)

  /// Writes the file; runs whose index is in `absent` stay absent.
  init(
    _ yaml: String, in directory: TemporaryDirectory, named name: String = "results.h5",
    absent: Set<Int> = []
  ) throws {
    path = directory.file(name)
    let specification = try Specification(yaml: yaml, source: "sample.yaml")
    grid = Grid(specification)
    let shards = ShardTable(grid, model: CostModel(paths: ["steps"]) { _, _ in 1000 })
    let manifest = Manifest(specification: specification, grid: grid, shards: shards)
    let writer = try ResultsWriter.create(
      path: path, heading: ResultsHeading(manifest), runCount: grid.runCount, shape: shape,
      columns: Self.columns(of: grid))
    var block = RecordBlock(runs: 0..<grid.runCount, shape: shape)
    for run in 0..<grid.runCount where !absent.contains(run) {
      block.setState(.ok, ofRun: run)
      for snapshot in 0..<3 {
        block.setValues(
          [(.trainLoss, Self.loss(run, snapshot))], step: 10 * snapshot, snapshot: snapshot,
          ofRun: run)
      }
      block.setArray(0, [Double(run), 0.5], lengths: [2], snapshot: 2, ofRun: run)
    }
    try writer.write(block, firstRow: 0)
    try writer.close()
  }

  static func loss(_ run: Int, _ snapshot: Int) -> Double { Double(run) + Double(snapshot) / 8 }

  /// Some of the columns of a real file, named and derived as there.
  private static func columns(of grid: Grid) -> [ParameterColumn] {
    let varied = Set(grid.variedPaths)
    func column(
      _ name: String, _ paths: [String],
      _ values: @escaping @Sendable (Range<Int>) -> ParameterColumn.Values
    ) -> ParameterColumn {
      ParameterColumn(
        name: name,
        meaning: ColumnMeaning(longName: "the \(name)", symbol: name, role: .tuned),
        isConstant: varied.isDisjoint(with: paths), values: values)
    }
    func real(_ name: String, _ path: String) -> ParameterColumn {
      column(name, [path, "optimizer.kind"]) { runs in
        .real(runs.map { grid[$0][path]?.asReal ?? .nan })
      }
    }
    return [
      column("optimizer", ["optimizer.kind"]) { runs in
        .text(runs.map { grid[$0]["optimizer.kind"]?.description ?? "" })
      },
      column("samples", ["data.samples"]) { runs in
        .integer(runs.map { Int64(grid[$0]["data.samples"]?.asReal ?? -1) })
      },
      real("step_size", "optimizer.step_size"), real("beta1", "optimizer.beta1"),
      real("exponent", "optimizer.exponent"),
      column(
        "one_minus_beta2", ["optimizer.one_minus_beta2.rate", "optimizer.step_size"]
      ) { runs in
        .real(
          runs.map { run in
            let rate = grid[run]["optimizer.one_minus_beta2.rate"]?.asReal ?? .nan
            let stepSize = grid[run]["optimizer.step_size"]?.asReal ?? .nan
            return rate * stepSize * stepSize
          })
      },
      column("seed", ["seed"]) { runs in .seed(runs.map { grid[$0].seed }) },
      column("data_seed", ["seed"]) { runs in .seed(runs.map { grid[$0].seed }) },
    ]
  }
}

extension Point {
  fileprivate var seed: UInt64 { if case .seed(let seed) = self["seed"] { seed } else { 0 } }
}
