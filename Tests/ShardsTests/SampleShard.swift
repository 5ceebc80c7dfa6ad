import Digests
import Experiments
import FileSystem
import Shards
import TestSupport

/// A small shard with known values, for tests that read or damage it.
struct SampleShard {
  let path: String
  let digest = SHA256Digest.of(Array("a sweep".utf8))
  let runs = 100..<107
  let shape = RecordShape(
    snapshotCount: 3, arrays: [RecordedArray(.signal, lengths: [4], isSeries: false)],
    quantities: RecordedQuantities.all)

  init(in directory: TemporaryDirectory, named name: String = "shard.h5") throws {
    path = directory.file(name)
    var writer = try ShardWriter.begin(
      path: path, sweepDigest: digest, shard: 5, runs: runs, shape: shape)
    for part in [100..<104, 104..<107] { try writer.append(block(part)) }
    try writer.publish()
  }

  /// Values that follow from run and snapshot; run 102 diverged.
  func block(_ runs: Range<Int>) -> RecordBlock {
    var block = RecordBlock(runs: runs, shape: shape)
    for run in runs {
      block.setState(
        run == 102 ? .diverged : .ok, divergedAtStep: run == 102 ? 17 : nil, ofRun: run)
      for snapshot in 0..<(run == 102 ? 1 : 3) {
        let value = Double(run) + Double(snapshot) / 8
        block.setValues(
          [(.trainLoss, value), (.l1Norm, -value)], step: 10 * snapshot, snapshot: snapshot,
          ofRun: run)
      }
      if run != 102 {
        block.setArray(0, [1, 2, Double(run)], lengths: [3], snapshot: 2, ofRun: run)
      }
    }
    return block
  }

  var reader: ShardReader {
    ShardReader(path: path, sweepDigest: digest, shard: 5, runs: runs)
  }

  var bytes: [UInt8] { get throws { try Files.read(path) } }

  /// Replaces the file's bytes.
  func overwrite(_ bytes: [UInt8]) throws {
    try Files.remove(path)
    try Files.create(path, containing: bytes)
  }
}
