import Digests
import TestSupport
import Testing

@testable import Shards

/// The signal and blocks of parameters, which are kept in one way.
@Suite struct RecordedArrayTests {
  private static func shape(
    _ snapshots: Int, _ lengths: [Int], isSeries: Bool = true
  ) -> RecordShape {
    RecordShape(
      snapshotCount: snapshots,
      arrays: [
        RecordedArray(.signal, lengths: [3], isSeries: false),
        RecordedArray(.block("W"), lengths: lengths, isSeries: isSeries),
      ], quantities: [])
  }

  /// Entry (i, j) of W at snapshot s of a run is 1000 run + 100 s + 10 i + j.
  private static func fill(_ block: inout RecordBlock, lengths: [Int]) {
    for run in block.runs {
      for snapshot in 0..<block.shape.snapshotCount {
        let values = (0..<lengths[0]).flatMap { i in
          (0..<lengths[1]).map { Double(1000 * run + 100 * snapshot + 10 * i + $0) }
        }
        block.setArray(1, values[...], lengths: lengths, snapshot: snapshot, ofRun: run)
      }
    }
  }

  @Test func namesAreThoseOfTheBlock() {
    let matrix = RecordedArray(.block("W"), lengths: [2, 3], isSeries: true)
    #expect(matrix.name == "theta_W" && matrix.axisNames == ["W_0", "W_1"])
    #expect(RecordedArray.content(ofDataset: "theta_W_1") == .block("W_1"))
    #expect(RecordedArray.content(ofDataset: "signal") == .signal)
    #expect(RecordedArray.content(ofDataset: "train_loss") == nil)
    let number = RecordedArray(.block("c"), lengths: [], isSeries: false)
    #expect(number.axisNames.isEmpty && number.count == 1)
  }

  /// A run's numbers come to lie at the same indices of a larger column, and the rest is NaN.
  @Test func aRunKeepsItsIndicesInALargerColumn() {
    var small = RecordBlock(runs: 5..<7, shape: Self.shape(2, [2, 3]))
    Self.fill(&small, lengths: [2, 3])
    var large = RecordBlock(runs: 0..<1, shape: Self.shape(3, [3, 4]))
    large.copy(run: 0, from: small, run: 6)
    for snapshot in 0..<3 {
      for i in 0..<3 {
        for j in 0..<4 {
          let value = large.arrays[1][(snapshot * 3 + i) * 4 + j]
          if snapshot < 2, i < 2, j < 3 {
            #expect(value == Double(6000 + 100 * snapshot + 10 * i + j))
          } else {
            #expect(value.isNaN)
          }
        }
      }
    }
    var back = RecordBlock(runs: 6..<7, shape: Self.shape(2, [2, 3]))
    back.copy(run: 6, from: large, run: 0)
    #expect(back.arrays[1].elementsEqual(small.arrays[1][12...]))
  }

  @Test func whatDoesNotFitIntoOneColumnIsNotJoined() {
    let first = Self.shape(2, [2, 3])
    #expect(first.keepsArrays(like: Self.shape(4, [5, 1])))
    #expect(!first.keepsArrays(like: Self.shape(2, [2])))
    #expect(!first.keepsArrays(like: Self.shape(2, [2, 3], isSeries: false)))
    // A model without the block has nothing to keep, but a signal is of every sweep or of none.
    var other = first
    other.arrays.removeLast()
    #expect(first.keepsArrays(like: other))
    other.arrays = []
    #expect(!first.keepsArrays(like: other))
    let joined = [RecordedArray](joining: [first.arrays, Self.shape(2, [1, 7]).arrays])
    #expect(joined?[1].lengths == [2, 7])
  }

  @Test func bytesOfABlockAreReadBack() {
    let shape = Self.shape(2, [2, 3])
    var block = RecordBlock(runs: 5..<7, shape: shape)
    Self.fill(&block, lengths: [2, 2])
    block.setArray(0, [7, 8], lengths: [2], snapshot: 1, ofRun: 5)
    var writer = LittleEndianWriter()
    block.write(to: &writer)
    var reader = LittleEndianReader(writer.bytes)
    let read = RecordBlock(from: &reader, shape: shape, within: 0..<10)
    #expect(read?.hasSameBits(as: block) == true)
    var other = LittleEndianReader(writer.bytes)
    #expect(
      RecordBlock(from: &other, shape: Self.shape(2, [2, 4]), within: 0..<10) == nil)
  }

  /// A shard and what is read of it, block by block.
  @Test func shardsHoldEveryArray() throws {
    let directory = TemporaryDirectory()
    let shape = Self.shape(2, [2, 3])
    var writer = try ShardWriter.begin(
      path: directory.file("shard.h5"), sweepDigest: .of("a sweep"), shard: 0, runs: 0..<5,
      shape: shape)
    var block = RecordBlock(runs: 0..<5, shape: shape)
    Self.fill(&block, lengths: [1, 3])
    try writer.append(block)
    try writer.publish()
    let reader = ShardReader(
      path: directory.file("shard.h5"), sweepDigest: .of("a sweep"), shard: 0, runs: 0..<5)
    #expect(try reader.readExactly(shape: shape).hasSameBits(as: block))
  }
}
