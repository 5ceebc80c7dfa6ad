/// The restartable state of a shard under way.
///
/// The file is a header of 512 bytes like a shard's, then the body: run-steps done; the records of
/// the finished lane-batches; and for the lane-batch under way, if there is one, its records so far
/// and the state that its training goes on from. Equal states have equal bytes.
public struct ShardCheckpoint: Hashable, Sendable {
  /// A lane-batch that was suspended.
  public struct UnderWay: Hashable, Sendable {
    /// What its runs have recorded.
    public var records: RecordBlock
    /// What its training goes on from, in the trainer's own form.
    public var state: [UInt8]

    /// A lane-batch under way.
    public init(records: RecordBlock, state: [UInt8]) {
      self.records = records
      self.state = state
    }
  }

  /// Steps done, summed over runs, those of diverged ones included.
  public var runSteps: Int64
  /// The finished lane-batches, in order.
  public var finished: [RecordBlock]
  /// The one that follows them, if it was begun.
  public var underWay: UnderWay?

  /// A state.
  public init(runSteps: Int64, finished: [RecordBlock], underWay: UnderWay?) {
    self.runSteps = runSteps
    self.finished = finished
    self.underWay = underWay
  }

  var body: [UInt8] {
    var writer = LittleEndianWriter()
    writer.write(Int(runSteps))
    writer.write(finished.count)
    for block in finished { block.write(to: &writer) }
    writer.write(underWay == nil ? 0 : 1)
    if let underWay {
      underWay.records.write(to: &writer)
      writer.write(underWay.state)
    }
    return writer.bytes
  }

  /// Reads what ``body`` was; nil for anything but a checkpoint of some of these runs.
  init?(body: [UInt8], shape: RecordShape, runs: Range<Int>) {
    var reader = LittleEndianReader(body)
    guard let runSteps = reader.number(), runSteps >= 0,
      let count = reader.number(), (0...runs.count).contains(count)
    else { return nil }
    var finished: [RecordBlock] = []
    for _ in 0..<count {
      guard let block = RecordBlock(from: &reader, shape: shape, within: runs) else { return nil }
      finished.append(block)
    }
    var underWay: UnderWay?
    switch reader.number() {
    case 0: break
    case 1:
      guard let records = RecordBlock(from: &reader, shape: shape, within: runs),
        let state = reader.byteArray()
      else { return nil }
      underWay = UnderWay(records: records, state: state)
    default: return nil
    }
    guard reader.isAtEnd else { return nil }
    self.init(runSteps: Int64(runSteps), finished: finished, underWay: underWay)
  }
}
