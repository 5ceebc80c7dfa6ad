import HDF5
import Parameters
import Sweeps
import TestSupport
import Testing

@testable import Experiments
@testable import Shards

extension Specification {
  /// A sweep whose data files are in a directory.
  ///
  /// - Throws: All mistakes of the sweep.
  init(
    yaml: String, source: String = "s.yaml", filesIn directory: TemporaryDirectory
  ) throws(SpecificationError) {
    try self.init(
      yaml: yaml, source: source,
      problem: { path in
        Result { () throws(ProblemFileError) in try ProblemFile(reading: directory.file(path)) }
          .map(\.summary).mapError { ProblemFileMistake(message: $0.reason, hint: $0.hint) }
      })
  }
}

/// Writes an HDF5 file with these datasets, and the groups that their names are in.
func writeProblem(
  _ arrays: [(name: String, shape: [Int], values: [Double])], to path: String
) throws {
  let file = try File.create(at: path, ifItExists: .truncate)
  for group in Set(arrays.map(\.name).filter { $0.contains("/") }.map { $0.prefix { $0 != "/" } }) {
    try file.createGroup(String(group)).close()
  }
  for array in arrays {
    let dataset = try file.createDataset(array.name, of: Double.self, shape: array.shape)
    try dataset.write(array.values)
    try dataset.close()
  }
  try file.close()
}

/// The records of some runs of a sweep, computed in one lane-batch.
///
/// - Parameters:
///   - grid: The sweep.
///   - runs: Which; nil for all.
///   - problem: The file that its data are in.
///   - pieces: Suspends, as bytes, after so many questions whether to go on; nil never.
/// - Returns: The records.
/// - Throws: What the experiment throws.
func records(
  of grid: Grid, runs: Range<Int>? = nil, problem: String? = nil, pieces: Int? = nil
) throws -> RecordBlock {
  let runs = runs ?? 0..<grid.runCount
  var experiment = LaneBatchExperiment(grid: grid, problemPath: { problem ?? $0 })
  var suspended: SuspendedLaneBatch?
  for _ in 0..<10_000 {
    var questions = 0
    let outcome = try experiment.records(
      ofRuns: runs, resuming: suspended,
      shouldContinue: { _ in
        questions += 1
        return pieces.map { questions < $0 } ?? true
      })
    switch outcome {
    case .finished(let records): return records
    case .suspended(let state):
      suspended = SuspendedLaneBatch(records: state.records, stateBytes: state.stateBytes)
      #expect(suspended != nil)
      #expect(try experiment.fits(state, runs: runs))
    }
  }
  throw CancellationError()
}

extension RecordBlock {
  /// The last value of a quantity in each run.
  func last(_ name: String) throws -> [Double] {
    let values = try #require(variables.first { $0.key.name == name }?.value)
    let count = shape.snapshotCount
    return (0..<runs.count).map { values[($0 + 1) * count - 1] }
  }
}

/// The records of all lane-batches of a sweep, in their order.
func allRecords(of grid: Grid, problem: String? = nil) throws -> [RecordBlock] {
  try (0..<grid.laneBatchCount).map {
    try records(of: grid, runs: grid.runs(ofLaneBatch: $0), problem: problem)
  }
}

extension [RecordBlock] {
  /// Whether they are equal bit for bit.
  func haveSameBits(as others: [RecordBlock]) -> Bool {
    count == others.count && zip(self, others).allSatisfy { $0.hasSameBits(as: $1) }
  }

  /// The last value of a quantity in each run.
  func last(_ name: String) throws -> [Double] { try flatMap { try $0.last(name) } }
}
