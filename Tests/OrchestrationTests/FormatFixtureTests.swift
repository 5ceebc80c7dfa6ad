import Digests
import Experiments
import FileSystem
import Foundation
import TestSupport
import Testing

@testable import Orchestration
@testable import Shards

/// Files of earlier versions, which every later one reads.
///
/// What was decoded is compared, by SHA-256, so that later versions may hold it otherwise. The
/// manifest says the shards; nothing is planned anew.
@Suite struct FormatFixtureTests {
  private static let version1 = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures/formats/v1").path
  /// Of the records, all runs, and of the parameters as text.
  private static let digests = (
    records: "a5e0b13fb79d0a7ece665fe031b599dd7f9bb8e1d942fbf4e66f54f86a8cc9f0",
    parameters: "bdfa6452886eedcf3fc4b0cb9f1f00079b9f8c0e419b2d2dfbba53f442fe8230"
  )

  private let directory = SweepDirectory(version1)

  @Test func theDirectoryIsSound() throws {
    #expect(try Verification(of: directory.path).problems == [])
    #expect(try SweepStatus(of: directory).isComplete)
  }

  @Test func theResultsDecodeToTheSameRecordsAndParameters() throws {
    let results = try ResultsFile.open(directory.results, knowing: RecordedQuantities.all)
    #expect(try digest(ofRecordsIn: results) == Self.digests.records)
    var text = ""
    for column in try results.columns() where column.isParameter {
      let values = try results.values(of: column, runs: 0..<results.runCount)
      let fields = (0..<values.count).map { values.text(at: $0) }
      text += "\(column.name): \(fields.joined(separator: " "))\n"
    }
    #expect(SHA256Digest.of(text).description == Self.digests.parameters)
  }

  @Test func theShardsMergeToTheSameRecords() throws {
    let session = try SweepSession(opening: directory)
    let temporary = TemporaryDirectory()
    let outcome = try session.merge(to: temporary.file("merged.h5"))
    #expect(outcome.runs == [.ok: 6, .diverged: 1, .failed: 1])
    let merged = try ResultsFile.open(temporary.file("merged.h5"), knowing: RecordedQuantities.all)
    #expect(try digest(ofRecordsIn: merged) == Self.digests.records)
  }

  @Test func aProgramOfOtherNumericsReadsButDoesNotContinue() throws {
    let session = try SweepSession(opening: directory)
    #expect(session.manifest.numericsVersion == 1)
    #expect(throws: OrchestrationError.self) {
      try SweepSession(starting: session.manifest.specification, in: directory)
    }
  }

  private func digest(ofRecordsIn results: borrowing ResultsFile) throws -> String {
    let runs = 0..<results.runCount
    let read = try results.records(ofRuns: runs, keepsNaNs: true)
    // Normalized: a variable that is nothing but fills is left out.
    var block = RecordBlock(runs: runs, shape: read.shape)
    for run in runs { block.copy(run: run, from: read, run: run) }
    var writer = LittleEndianWriter()
    block.write(to: &writer)
    return SHA256Digest.of(writer.bytes).description
  }
}
