import FileSystem
import Foundation
import Shards
import TestSupport
import Testing

@testable import Orchestration

/// Results that took the place of their shards: vouched for only after a look.
@Suite struct ArchiveTests {
  private let temporary = TemporaryDirectory()

  private func archive() throws -> LocalSweep {
    let sweep = try LocalSweep(SmallSweep.tiny, in: temporary.file("sweep"))
    try sweep.run(workers: 1)
    _ = try sweep.session.deleteShards(mergedInto: sweep.digest)
    return sweep
  }

  /// Run, status and verify name the file, and nothing is computed.
  private func expectAllName(_ path: String, _ words: String, _ sweep: LocalSweep) throws {
    func isRight(_ error: any Error) -> Bool {
      "\(error)".hasPrefix(path) && "\(error)".contains(words)
    }
    #expect { try sweep.run(workers: 1) } throws: { isRight($0) }
    #expect { try SweepStatus(of: sweep.directory) } throws: { isRight($0) }
    let problems = try Verification(of: sweep.directory.path).problems
    #expect(problems.contains { $0.hasPrefix(path) && $0.contains(words) }, "\(problems)")
    #expect(problems.allSatisfy { !$0.contains("shard-") }, "\(problems)")
    #expect(try !Files.exists(sweep.directory.shards))
  }

  @Test func whateverTookTheResultsPlaceIsFound() throws {
    let sweep = try archive()
    let (path, aside) = (sweep.directory.results, temporary.file("aside.h5"))
    let bytes = try Files.read(path)
    var flipped = bytes
    flipped[bytes.count / 2] ^= 4
    for wrong in [flipped, [], Array(bytes.dropLast())] {
      try Files.replace(path, with: wrong)
      try expectAllName(path, "its SHA-256 is not the one in", sweep)
    }
    try Files.remove(path)
    try expectAllName(path, "it is not there", sweep)
    try Files.makeDirectory(path)
    try expectAllName(path, "it is a directory", sweep)
    Files.removeDirectory(ifEmpty: path)
    // Also where it leads to what was merged.
    try Files.create(aside, containing: bytes)
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: aside)
    try expectAllName(path, "it is a link", sweep)
    try Files.remove(path)
    try Files.create(path, containing: bytes)
    try sweep.run(workers: 1)
    #expect(try SweepStatus(of: sweep.directory).isComplete)
    #expect(try Verification(of: sweep.directory.path).problems.isEmpty)
  }

  @Test func aDamagedProvenanceIsSaid() throws {
    let sweep = try archive()
    let path = sweep.directory.provenance
    let bytes = try Files.read(path)
    for wrong in [Array(bytes.prefix(300)), [], Array("{}".utf8)] {
      try Files.replace(path, with: wrong)
      try expectAllName(path, "nothing says whether", sweep)
    }
  }

  /// Without the mark nothing is vouched for; that all is computed again is said.
  @Test func resultsThatNobodyVouchesForAreComputedAgainWithAWord() throws {
    let sweep = try archive()
    let digest = try sweep.digest
    try Files.remove(sweep.directory.provenance)
    let notes = Notes()
    try sweep.run(workers: 1, reporter: notes)
    #expect(notes.notes.contains { $0.hasPrefix("nothing says that the results took the place") })
    #expect(try sweep.digest == digest)
  }

  @Test func resultsWithAbsentRunsTakeNobodysPlace() throws {
    let sweep = try LocalSweep(SmallSweep.mixed, in: temporary.file("sweep"))
    try sweep.run(workers: 2)
    let digest = try sweep.digest
    try Files.remove(sweep.directory.shard(1))
    let merged = try sweep.session.merge(to: sweep.directory.results, allowMissing: true)
    #expect(merged.runs[.absent] == sweep.session.manifest.runs(ofShard: 1).count)
    #expect(throws: OrchestrationError.self) {
      try sweep.session.deleteShards(mergedInto: merged.digest)
    }
    #expect(try Files.exists(sweep.directory.shard(0)))
    // As the first version marked them.
    let provenance = try #require(try Provenance(beside: sweep.directory.results))
    try provenance.sayingSourcesAreDeleted.write(beside: sweep.directory.results)
    #expect(try sweep.session.archived == nil)
    #expect(try !SweepStatus(of: sweep.directory).isComplete)
    try sweep.run(workers: 2)
    #expect(try sweep.digest == digest)
  }

  @Test func shardsThatAreThereNeedNoResults() throws {
    let sweep = try LocalSweep(SmallSweep.tiny, in: temporary.file("sweep"))
    try sweep.run(workers: 1)
    let provenance = try #require(try Provenance(beside: sweep.directory.results))
    try provenance.sayingSourcesAreDeleted.write(beside: sweep.directory.results)
    let digest = try sweep.digest
    try Files.replace(sweep.directory.results, with: [])
    try sweep.run(workers: 1)
    #expect(try sweep.digest == digest)
  }

  @Test func noShardIsDeletedWithoutTheMark() throws {
    let sweep = try LocalSweep(SmallSweep.tiny, in: temporary.file("sweep"))
    try sweep.run(workers: 1)
    let (path, digest) = (sweep.directory.provenance, try sweep.digest)
    let bytes = try Files.read(path)
    for wrong in [nil, Array(bytes.prefix(300))] {
      try Files.remove(path)
      if let wrong { try Files.create(path, containing: wrong) }
      #expect { try sweep.session.deleteShards(mergedInto: digest) } throws: {
        "\($0)".hasPrefix(path)
      }
      #expect(try Files.exists(sweep.directory.shard(0)))
    }
  }

  @Test func verifyNamesResultsThatAreMissingAndStrangersAmongTheShards() throws {
    let sweep = try LocalSweep(SmallSweep.tiny, in: temporary.file("sweep"))
    try sweep.run(workers: 1)
    let results = try Files.read(sweep.directory.results)
    try Files.remove(sweep.directory.results)
    #expect(
      try Verification(of: sweep.directory.path).problems
        == ["\(sweep.directory.results): missing, though \(sweep.directory.provenance) tells of it"]
    )
    try Files.create(sweep.directory.results, containing: results)
    let strangers = ["shard-000000.h5", "notes.txt", "00x"].map {
      sweep.directory.shards + "/" + $0
    }
    try Files.create(strangers[0], containing: try Files.read(sweep.directory.shard(0)))
    try Files.create(strangers[1], containing: [])
    try Files.makeDirectory(strangers[2])
    let found = try Verification(of: sweep.directory.path).problems
    #expect(
      found.count == 3 && strangers.allSatisfy { path in found.contains { $0.hasPrefix(path) } })
  }
}
