import Digests
import FileSystem
import Foundation
import TestSupport
import Testing

@testable import Orchestration
@testable import Shards

/// `verify` of a directory: what it must find, and that it is quiet about what is right.
@Suite struct VerificationTests {
  private let temporary = TemporaryDirectory()

  private func finishedSweep(_ yaml: String = SmallSweep.tiny) throws -> LocalSweep {
    let sweep = try LocalSweep(yaml, in: temporary.file("sweep"))
    try sweep.run(workers: 1)
    return sweep
  }

  private func problems(_ sweep: LocalSweep) -> [String] {
    do {
      return try Verification(of: sweep.directory.path).problems
    } catch {
      // A manifest that cannot be read is an error of its own.
      return ["\(error)"]
    }
  }

  /// Manifest, shards and results: every bit of them is covered by a digest, or is one.
  @Test func eachOfTwoThousandFlippedBitsIsFound() throws {
    let sweep = try finishedSweep()
    #expect(problems(sweep).isEmpty)
    let shards = (0..<sweep.session.manifest.shardCount).map(sweep.directory.shard)
    var generator = SplitMix64(seed: 7)
    // The results last: while they are aside nothing but what is flipped is read.
    let results = try Files.read(sweep.directory.results)
    try Files.remove(sweep.directory.results)
    var unfound = try flips(600, in: [sweep.directory.manifest], of: sweep, &generator)
    unfound += try flips(700, in: shards, of: sweep, &generator)
    try Files.replace(sweep.directory.results, with: results)
    unfound += try flips(700, in: [sweep.directory.results], of: sweep, &generator)
    #expect(unfound == [])
    #expect(problems(sweep).isEmpty)
  }

  /// Flips bits one after the other; returns those that were not found.
  private func flips(
    _ count: Int, in files: [String], of sweep: LocalSweep, _ generator: inout SplitMix64
  ) throws -> [String] {
    let contents = try files.map { try Files.read($0) }
    var unfound: [String] = []
    for _ in 0..<count {
      let index = Int.random(in: files.indices, using: &generator)
      let place = Int.random(in: contents[index].indices, using: &generator)
      let bit = UInt8.random(in: 0..<8, using: &generator)
      var bytes = contents[index]
      bytes[place] ^= 1 << bit
      try overwrite(files[index], bytes)
      if problems(sweep).isEmpty {
        unfound.append("bit \(bit) of byte \(place) of \(files[index])")
      }
      try overwrite(files[index], contents[index])
    }
    return unfound
  }

  @Test func truncationsAreFoundWhereverTheyAre() throws {
    let sweep = try finishedSweep()
    var generator = SplitMix64(seed: 8)
    for path in [sweep.directory.manifest, sweep.directory.shard(0), sweep.directory.results] {
      let bytes = try Files.read(path)
      let some = (0..<60).map { _ in Int.random(in: bytes.indices, using: &generator) }
      for length in [0, 1, bytes.count - 1] + some {
        try overwrite(path, Array(bytes.prefix(length)))
        #expect(!problems(sweep).isEmpty, "\(path) cut to \(length) bytes")
      }
      try overwrite(path, bytes)
    }
    #expect(problems(sweep).isEmpty)
  }

  /// In place and without waiting for the disk; every trial would be milliseconds longer.
  private func overwrite(_ path: String, _ bytes: [UInt8]) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  @Test func missingDuplicateAndForeignFilesAreNamed() throws {
    let sweep = try finishedSweep(SmallSweep.mixed)
    let other = try LocalSweep(
      SmallSweep.mixed.replacing("steps: 10000", with: "steps: 5000"), in: temporary.file("other"))
    try other.run(workers: 2)
    let folder = sweep.directory.shards + "/000"
    try copy(sweep.directory.shard(1), to: folder + "/shard-000001 (copy).h5")
    try copy(other.directory.shard(1), to: folder + "/shard-000900.h5")
    try Data("notes".utf8).write(to: URL(fileURLWithPath: folder + "/notes.txt"))
    try Files.remove(sweep.directory.shard(0))
    try Files.remove(sweep.directory.shard(2))
    try copy(other.directory.shard(2), to: sweep.directory.shard(2))
    let found = problems(sweep)
    #expect(found.count == 5, "\(found)")
    func names(_ path: String, _ words: String) -> Bool {
      found.contains { $0.hasPrefix(path) && $0.contains(words) }
    }
    #expect(names(sweep.directory.shard(0), "missing"))
    #expect(names(sweep.directory.shard(2), "belongs to another sweep"))
    #expect(names(folder + "/shard-000001 (copy).h5", "once more"))
    #expect(names(folder + "/shard-000900.h5", "belongs to another sweep"))
    #expect(names(folder + "/notes.txt", "no file of this sweep"))
  }

  @Test func theResultsOfAnotherSweepAreNamed() throws {
    let sweep = try finishedSweep()
    let other = try LocalSweep(
      SmallSweep.tiny.replacing("steps: 200", with: "steps: 100"), in: temporary.file("other"))
    try other.run(workers: 1)
    try Files.remove(sweep.directory.results)
    try Files.remove(sweep.directory.provenance)
    try copy(other.directory.results, to: sweep.directory.results)
    try copy(other.directory.provenance, to: sweep.directory.provenance)
    #expect(problems(sweep) == ["\(sweep.directory.results): belongs to another sweep"])
  }

  @Test func resultsWithoutProvenanceAreSaidToBe() throws {
    let sweep = try finishedSweep()
    try Files.remove(sweep.directory.provenance)
    let found = problems(sweep)
    #expect(found.count == 1 && found[0].hasPrefix(sweep.directory.provenance))
  }

  /// Those that were put aside with the shards of a sweep that this one extends.
  @Test func damagedResultsOfAnExtendedSweepAreNamed() throws {
    _ = try finishedSweep()
    let larger = try LocalSweep(
      SmallSweep.tiny.replacing("{count: 4}", with: "{count: 5}"), in: temporary.file("sweep"),
      extends: true)
    try larger.run(workers: 1)
    #expect(problems(larger) == [])
    let generation = try #require(Files.names(in: larger.directory.generations).first)
    let earlier = SweepDirectory("\(larger.directory.generations)/\(generation)")
    try flipBit(of: earlier.results, at: 5000)
    #expect(problems(larger).map { $0.hasPrefix(earlier.results) } == [true])
    try Files.remove(earlier.provenance)
    #expect(problems(larger).map { $0.hasPrefix(earlier.provenance) } == [true])
  }

  @Test func damagedCheckpointsAreNamed() throws {
    let sweep = try LocalSweep(SmallSweep.tiny, in: temporary.file("sweep"))
    let file = sweep.session.checkpoint(ofShard: 0)
    try file.write(ShardCheckpoint(runSteps: 5, finished: [], underWay: nil))
    #expect(problems(sweep) == ["\(sweep.directory.shard(0)): missing"])
    try flipBit(of: file.path, at: 520)
    #expect(problems(sweep).contains { $0.hasPrefix(file.path) })
  }

  private func copy(_ path: String, to copy: String) throws {
    try Files.create(copy, containing: try Files.read(path))
  }
}
