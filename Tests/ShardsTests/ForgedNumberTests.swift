import Digests
import Experiments
import FileSystem
import Foundation
import Sweeps
import TestSupport
import Testing

@testable import Shards

/// Numbers in files whose checksums are right, but that nobody can have written.
@Suite struct ForgedNumberTests {
  private let directory = TemporaryDirectory()
  private static let absurd = [
    Int.max, Int.max - 511, Int.max - 512, 1 << 62, 1 << 40, 0, -1, -512, Int.min,
  ]

  // MARK: Headers

  @Test(arguments: absurd) func aShardWithAnotherLengthIsDamaged(length: Int) throws {
    let shard = try SampleShard(in: directory)
    let bytes = try shard.bytes
    var header = try #require(ShardHeader(bytes: Array(bytes.prefix(ShardHeader.byteCount))))
    header.contentByteCount = length
    try shard.overwrite(header.bytes + bytes.dropFirst(ShardHeader.byteCount))
    for read in [
      { try shard.reader.checkHeader() }, { try shard.reader.verify() },
      { _ = try shard.reader.contents() },
    ] as [() throws -> Void] {
      #expect(throws: ShardError.self) { try read() }
    }
  }

  @Test func aHeaderHasNoNegativeNumbers() {
    let header = ShardHeader(
      sweepDigest: .of("sweep"), numericsVersion: 2, shard: 1, runs: 0..<16, contentByteCount: 1,
      contentDigest: .of("content"))
    for (key, right) in [("shard", "1"), ("runs", "0 16"), ("length", "1")] {
      var text = String(decoding: header.bytes.prefix { $0 != 0 }, as: UTF8.self)
      text = text.replacing("\(key) \(right)\n", with: "\(key) -\(right)\n")
      let lines = text.prefix(upTo: text.firstRange(of: "header ")?.lowerBound ?? text.endIndex)
      let sealed = Array((lines + "header \(SHA256Digest.of(lines))\n").utf8)
      let padding = [UInt8](repeating: 0, count: ShardHeader.byteCount - sealed.count)
      #expect(ShardHeader(bytes: sealed + padding) == nil, "\(key)")
    }
  }

  @Test func aShardWithOtherRunsThanTheManifestSaysIsNamedWithBoth() throws {
    let shard = try SampleShard(in: directory)
    let reader = ShardReader(
      path: shard.path, sweepDigest: shard.digest, shard: 5, runs: 100..<106)
    let error = #expect(throws: ShardError.self) { try reader.checkHeader() }
    #expect(error?.description.contains("runs 100 to 106") == true)
    #expect(error?.description.contains("manifest.json says 100 to 105") == true)
  }

  // MARK: Checkpoints

  private static let shape = RecordShape(
    snapshotCount: 3, arrays: [RecordedArray(.signal, lengths: [4], isSeries: false)],
    quantities: RecordedQuantities.all)

  private func checkpoint() throws -> CheckpointFile {
    let specification = try Specification(yaml: SmallSweep.mixed, source: "test.yaml")
    let grid = Grid(specification)
    let cost = CostModel(paths: []) { _, _ in 30_000_000 }
    let manifest = Manifest(
      specification: specification, grid: grid, shards: ShardTable(grid, model: cost))
    let file = CheckpointFile(1, in: SweepDirectory(directory.path), manifest)
    let block = RecordBlock(runs: manifest.runs(ofShard: 1), shape: Self.shape)
    try file.write(ShardCheckpoint(runSteps: 7, finished: [block], underWay: nil))
    return file
  }

  /// The file with another number at a place of its body, and the right checksums.
  private func forge(_ file: CheckpointFile, at place: Int, _ number: Int) throws {
    let bytes = try Files.read(file.path)
    var body = Array(bytes.dropFirst(ShardHeader.byteCount))
    for k in 0..<8 { body[place + k] = UInt8(truncatingIfNeeded: number >> (8 * k)) }
    var header = try #require(
      ShardHeader(bytes: Array(bytes.prefix(ShardHeader.byteCount)), kind: .checkpoint))
    header.contentDigest = .of(body)
    try Files.replaceVolatile(file.path, with: header.bytes + body)
  }

  /// In the order of the body: run-steps, blocks, first run, run after the last, values of `status`.
  @Test(arguments: 0..<5) func aCheckpointWithAForgedNumberIsDamaged(word: Int) throws {
    let file = try checkpoint()
    for number in Self.absurd where !(word < 2 && number == 0) {
      // Any number of run-steps that is none below zero may be right here.
      if word == 0 && number > 0 { continue }
      try forge(file, at: 8 * word, number)
      #expect(throws: ShardError.self, "\(number)") { try file.read(shape: Self.shape) }
      #expect(try file.runSteps >= 0)
    }
  }

  /// A file with a hole takes no room on the disk, and would take all memory.
  @Test(arguments: [1, 1 << 30, 200 << 30]) func aCheckpointIsAsLongAsItsHeaderSays(
    excess: Int
  ) throws {
    let file = try checkpoint()
    let byteCount = try Files.read(file.path).count
    unsafe #expect(truncate(file.path, byteCount + excess) == 0)
    let error = #expect(throws: ShardError.self) { try file.read(shape: Self.shape) }
    #expect(error?.description.contains("too many") == true)
    unsafe #expect(truncate(file.path, byteCount) == 0)
    #expect(try file.read(shape: Self.shape)?.runSteps == 7)
  }

  @Test func aFIFOInPlaceOfAShardOrCheckpointIsAnError() throws {
    let file = try checkpoint()
    try Files.remove(file.path)
    unsafe #expect(mkfifo(file.path, 0o600) == 0)
    #expect(throws: ShardError.self) { try file.read(shape: Self.shape) }
    #expect(throws: FileError.self) { try file.runSteps }
    let shard = try SampleShard(in: directory)
    try Files.remove(shard.path)
    unsafe #expect(mkfifo(shard.path, 0o600) == 0)
    #expect(throws: ShardError.self) { try shard.reader.checkHeader() }
    #expect(throws: ShardError.self) { try shard.reader.verify() }
    #expect(throws: ShardError.self) { try shard.reader.contents() }
  }

  // MARK: Manifests

  /// Every digit in turn, in a spelling that is still the canonical one.
  @Test func everyOtherDigitOfAManifestsNumbersIsFound() throws {
    let specification = try Specification(yaml: SmallSweep.mixed, source: "test.yaml")
    let grid = Grid(specification)
    let model = CostModel(paths: []) { _, _ in 30_000_000 }
    let manifest = Manifest(
      specification: specification, grid: grid, shards: ShardTable(grid, model: model))
    let json = manifest.json
    let start = try #require(
      String(decoding: json, as: UTF8.self).utf8.firstRange(of: "\"runs\":".utf8))
    var tried = 0
    for place in json.indices where (48...57).contains(json[place]) {
      for digit in UInt8(48)...57 where digit != json[place] {
        var changed = json
        changed[place] = digit
        tried += 1
        do {
          let read = try Manifest(json: changed, path: "manifest.json")
          // Other first runs may be in order; whether they begin lane-batches is for those who know.
          #expect(read.runCount == grid.runCount && read.firstRuns != manifest.firstRuns)
        } catch {
          #expect(error.description.contains("manifest.json"))
        }
      }
    }
    #expect(tried > 1000 && !start.isEmpty)
  }

  @Test func aManifestWithAnotherNumberOfRunsSaysBoth() throws {
    let specification = try Specification(yaml: SmallSweep.tiny, source: "test.yaml")
    let grid = Grid(specification)
    let model = CostModel(paths: []) { _, _ in 30_000_000 }
    let json = Manifest(
      specification: specification, grid: grid, shards: ShardTable(grid, model: model)
    ).json
    let text = String(decoding: json, as: UTF8.self)
    for runs in [grid.runCount - 1, grid.runCount + 1, Int.max] {
      let edited = text.replacing("\"runs\":\(grid.runCount)", with: "\"runs\":\(runs)")
      let error = #expect(throws: ShardError.self) {
        try Manifest(json: Array(edited.utf8), path: "manifest.json")
      }
      #expect(error?.description.contains("it says \(runs) runs") == true)
    }
  }
}
