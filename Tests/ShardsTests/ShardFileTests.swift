import Digests
import FileSystem
import Foundation
import TestSupport
import Testing

@testable import Shards

@Suite struct ShardFileTests {
  private let directory = TemporaryDirectory()

  @Test func recordsReadBackAsTheyWereWritten() throws {
    let shard = try SampleShard(in: directory)
    var blocks: [RecordBlock] = []
    try shard.reader.read(shape: shard.shape, rows: 5) { block throws(ShardError) in
      blocks.append(block)
    }
    #expect(blocks.map(\.runs) == [100..<105, 105..<107])
    let expected = shard.block(100..<105)
    #expect(blocks[0].status == expected.status)
    #expect(blocks[0].divergedAtStep == [-1, -1, 17, -1, -1])
    #expect(blocks[0].step == expected.step)
    #expect(Set(blocks[0].variables.keys) == [.trainLoss, .l1Norm])
    for (variable, values) in expected.variables {
      #expect(blocks[0].variables[variable]?.map(\.bitPattern) == values.map(\.bitPattern))
    }
    #expect(blocks[0].arrays[0].map(\.bitPattern) == expected.arrays[0].map(\.bitPattern))
  }

  @Test func equalContentGivesEqualBytes() throws {
    let first = try SampleShard(in: directory, named: "first.h5")
    let second = try SampleShard(in: directory, named: "second.h5")
    #expect(try first.bytes == second.bytes)
  }

  /// Each flip changes the header or the content, and SHA-256 covers both: a miss would be a
  /// collision.
  @Test func everyFlippedBitIsFoundBeforeHDF5SeesTheFile() throws {
    let shard = try SampleShard(in: directory)
    let bytes = try shard.bytes
    var generator = SplitMix64(seed: 2024)
    for _ in 0..<400 {
      var flipped = bytes
      flipped[Int.random(in: flipped.indices, using: &generator)] ^=
        1 << UInt8.random(in: 0..<8, using: &generator)
      try shard.overwrite(flipped)
      #expect(throws: ShardError.self) { try shard.reader.verify() }
    }
    try shard.overwrite(bytes)
    try shard.reader.verify()
  }

  @Test func everyTruncationIsFoundByTheResumeScan() throws {
    let shard = try SampleShard(in: directory)
    let bytes = try shard.bytes
    for length in [0, 1, 511, 512, 513, bytes.count / 2, bytes.count - 1] {
      try shard.overwrite(Array(bytes.prefix(length)))
      #expect(throws: ShardError.self) { try shard.reader.checkHeader() }
    }
    try shard.overwrite(bytes + [0])
    #expect(throws: ShardError.self) { try shard.reader.checkHeader() }
  }

  @Test func aShardOfAnotherSweepIsForeign() throws {
    let shard = try SampleShard(in: directory)
    let reader = ShardReader(
      path: shard.path, sweepDigest: .of(Array("another".utf8)), shard: 5, runs: shard.runs)
    #expect {
      try reader.verify()
    } throws: { error in
      if case .foreign(shard.path)? = error as? ShardError { true } else { false }
    }
  }

  @Test func aShardUnderAnothersNameIsRefused() throws {
    let shard = try SampleShard(in: directory)
    let reader = ShardReader(
      path: shard.path, sweepDigest: shard.digest, shard: 6, runs: shard.runs)
    #expect(throws: ShardError.self) { try reader.checkHeader() }
  }

  @Test func aShardOfOtherNumericsIsRefusedWithBothVersions() throws {
    let shard = try SampleShard(in: directory)
    let reader = ShardReader(
      path: shard.path, sweepDigest: shard.digest, shard: 5, runs: shard.runs, numericsVersion: 1)
    let error = #expect(throws: ShardError.self) { try reader.checkHeader() }
    #expect(error?.description.contains("needs format 3 and numerics 1") == true)
  }

  /// What is too large to be kept is read from the disk again; where that fails, the disk is to blame.
  @Test func aLargeShardThatCannotBeReadAgainIsNotDamaged() throws {
    let shard = try SampleShard(in: directory)
    // A hole behind the content, which takes no room and HDF5 does not look at.
    let byteCount = ShardContents.mostKeptBytes + 1
    unsafe #expect(truncate(shard.path, byteCount) == 0)
    let bytes = try Files.read(shard.path, atMost: ShardHeader.byteCount)
    var header = try #require(ShardHeader(bytes: bytes))
    header.contentByteCount = byteCount - ShardHeader.byteCount
    header.contentDigest = try .ofFile(at: shard.path, from: ShardHeader.byteCount)
    try Files.overwrite(shard.path, at: 0, with: header.bytes)
    let contents = try shard.reader.contents()
    var runs: [Range<Int>] = []
    try contents.read(shape: shard.shape, rows: 10) { block throws(ShardError) in
      runs.append(block.runs)
    }
    #expect(runs == [shard.runs])
    // A link to itself cannot be opened.
    try Files.remove(shard.path)
    try FileManager.default.createSymbolicLink(
      atPath: shard.path, withDestinationPath: shard.path)
    #expect {
      try contents.read(shape: shard.shape, rows: 10) { _ in }
    } throws: { error in
      if case .file? = error as? ShardError { true } else { false }
    }
  }

  @Test func nothingHasTheShardsNameUntilItIsWhole() throws {
    let path = directory.file("late.h5")
    let shard = try SampleShard(in: directory)
    var writer = try ShardWriter.begin(
      path: path, sweepDigest: shard.digest, shard: 5, runs: shard.runs, shape: shard.shape)
    try writer.append(shard.block(100..<104))
    #expect(try !Files.exists(path))
    writer.abandon()
    #expect(try Files.names(in: directory.path) == ["shard.h5"])
  }

  @Test func publishingAnIncompleteShardTraps() async {
    await #expect(processExitsWith: .failure) {
      let directory = TemporaryDirectory()
      let shard = try SampleShard(in: directory)
      let writer = try ShardWriter.begin(
        path: directory.file("x.h5"), sweepDigest: shard.digest, shard: 5, runs: shard.runs,
        shape: shard.shape)
      try writer.publish()
    }
  }

  @Test func aDirectoryThatCannotBeMadeIsAnError() throws {
    let obstacle = directory.write("", to: "obstacle")
    #expect {
      _ = try SampleShard(in: directory, named: "obstacle/shard.h5")
    } throws: { error in
      "\(error)".contains(obstacle)
    }
  }
}
