import Digests
import Experiments
import FileSystem
import Sweeps
import TestSupport
import Testing

@testable import Shards

@Suite struct CheckpointFileTests {
  private let directory = TemporaryDirectory()

  /// The checkpoint of shard 1 of a manifest with three shards, and what it holds.
  private func sample() throws -> (file: CheckpointFile, ShardCheckpoint, RecordShape) {
    let specification = try Specification(yaml: SmallSweep.mixed, source: "test.yaml")
    let grid = Grid(specification)
    let cost = CostModel(paths: []) { _, _ in 30_000_000 }
    let manifest = Manifest(
      specification: specification, grid: grid, shards: ShardTable(grid, model: cost))
    let shape = RecordShape(
      snapshotCount: 3, arrays: [RecordedArray(.signal, lengths: [4], isSeries: false)],
      quantities: RecordedQuantities.all)
    let runs = manifest.runs(ofShard: 1)
    var block = RecordBlock(runs: runs, shape: shape)
    for run in runs {
      block.setState(.diverged, divergedAtStep: 17, ofRun: run)
      // A NaN with bits of its own, a negative zero, a subnormal number.
      let odd = [Double(bitPattern: 0xfff8_0000_0000_0001), -0.0, Double.leastNonzeroMagnitude]
      for (k, value) in odd.enumerated() {
        block.setValues(
          [(.trainLoss, value), (.l1Norm, Double(run))], step: k, snapshot: k, ofRun: run)
      }
      block.setArray(0, [1, 2], lengths: [2], snapshot: 2, ofRun: run)
    }
    let checkpoint = ShardCheckpoint(
      runSteps: 1 << 40, finished: [block], underWay: .init(records: block, state: [1, 2, 3]))
    return (CheckpointFile(1, in: SweepDirectory(directory.path), manifest), checkpoint, shape)
  }

  @Test func aCheckpointReadsBackBitForBit() throws {
    let (file, checkpoint, shape) = try sample()
    #expect(try file.read(shape: shape) == nil)
    #expect(try file.runSteps == 0)
    try file.write(checkpoint)
    let found = try #require(try file.read(shape: shape))
    #expect(found.body == checkpoint.body)
    #expect(found.runSteps == 1 << 40 && found.underWay?.state == [1, 2, 3])
    #expect(
      found.finished[0].variables[.trainLoss]?.map(\.bitPattern)
        == checkpoint.finished[0].variables[.trainLoss]?.map(\.bitPattern))
    #expect(try file.runSteps == 1 << 40)
    try file.write(ShardCheckpoint(runSteps: 3, finished: [], underWay: nil))
    #expect(
      try file.read(shape: shape) == ShardCheckpoint(runSteps: 3, finished: [], underWay: nil))
    #expect(try Files.names(in: Files.directory(of: file.path)).count == 1)
    file.remove()
    #expect(try !Files.exists(file.path))
  }

  @Test func everyFlippedBitAndEveryTruncationIsFound() throws {
    let (file, checkpoint, shape) = try sample()
    try file.write(checkpoint)
    let bytes = try Files.read(file.path)
    var generator = SplitMix64(seed: 7)
    for _ in 0..<300 {
      var flipped = bytes
      flipped[Int.random(in: bytes.indices, using: &generator)] ^=
        1 << UInt8.random(in: 0..<8, using: &generator)
      try Files.replaceVolatile(file.path, with: flipped)
      #expect(throws: ShardError.self) { try file.read(shape: shape) }
    }
    for length in [0, 1, 511, 512, 519, bytes.count - 1] {
      try Files.replaceVolatile(file.path, with: Array(bytes.prefix(length)))
      #expect(throws: ShardError.self) { try file.read(shape: shape) }
    }
  }

  @Test func aShardIsNoCheckpointAndTheOtherWayRound() throws {
    let (file, checkpoint, _) = try sample()
    try file.write(checkpoint)
    let header = try Files.read(file.path, atMost: ShardHeader.byteCount)
    #expect(ShardHeader(bytes: header) == nil)
    #expect(ShardHeader(bytes: header, kind: .checkpoint) != nil)
    #expect(!ShardHeader.isClaimed(by: header))
  }

  @Test func anotherShapeIsNoCheckpointOfThisSweep() throws {
    let (file, checkpoint, _) = try sample()
    try file.write(checkpoint)
    let other = RecordShape(
      snapshotCount: 4, arrays: [RecordedArray(.signal, lengths: [4], isSeries: false)],
      quantities: RecordedQuantities.all)
    #expect(throws: ShardError.self) { try file.read(shape: other) }
  }
}
