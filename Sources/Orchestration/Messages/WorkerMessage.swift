internal import Messaging

/// What a worker tells the coordinator, one or several in a packet of the transport.
enum WorkerMessage: Hashable, Sendable {
  /// It has nothing left to do; who it is.
  case idle(host: String, process: Int32)
  /// How far it is with a shard: the finished share of its predicted cost, the share that a
  /// checkpoint held already, and run-steps done since. The first one, before anything is done, says
  /// that the shard is begun.
  case progress(shard: Int, share: Double, resumedShare: Double, runSteps: Int64)
  /// A shard is on disk.
  case finished(shard: Int, ShardSummary)
  /// A shard could not be written.
  case failed(shard: Int, reason: String)
  /// Something that people should know of.
  case note(String)

  /// The message as bytes.
  var bytes: [UInt8] {
    var encoder = WireEncoder()
    switch self {
    case .idle(let host, let process):
      encoder.encode(1 as UInt8)
      encoder.encode(host)
      encoder.encode(Int64(process))
    case .progress(let shard, let share, let resumedShare, let runSteps):
      encoder.encode(2 as UInt8)
      encoder.encode(Int64(shard))
      encoder.encode(share)
      encoder.encode(resumedShare)
      encoder.encode(runSteps)
    case .finished(let shard, let summary):
      encoder.encode(3 as UInt8)
      encoder.encode(Int64(shard))
      encoder.encode(summary.runs)
      encoder.encode(summary.diverged)
      encoder.encode(summary.takenOver)
      encoder.encode(summary.runSteps)
      encoder.encode(summary.resumedRunSteps)
      encoder.encode(summary.resumedShare)
      encoder.encode(summary.processorSeconds)
      encoder.encode(summary.wallSeconds)
      encoder.encode(summary.worker.host)
      encoder.encode(Int64(summary.worker.process))
      encoder.encode(summary.worker.processor)
    case .failed(let shard, let reason):
      encoder.encode(4 as UInt8)
      encoder.encode(Int64(shard))
      encoder.encode(reason)
    case .note(let text):
      encoder.encode(5 as UInt8)
      encoder.encode(text)
    }
    return encoder.bytes
  }

  /// Reads messages whose ``bytes`` follow each other.
  static func all(in bytes: [UInt8]) throws(WireError) -> [WorkerMessage] {
    var decoder = WireDecoder(bytes)
    var messages: [WorkerMessage] = []
    while decoder.remainingByteCount > 0 { messages.append(try WorkerMessage(from: &decoder)) }
    return messages
  }

  private init(from decoder: inout WireDecoder) throws(WireError) {
    switch try decoder.decode(UInt8.self) {
    case 2:
      self = .progress(
        shard: Int(try decoder.decode(Int64.self)), share: try decoder.decode(Double.self),
        resumedShare: try decoder.decode(Double.self), runSteps: try decoder.decode(Int64.self))
    case 3:
      self = .finished(
        shard: Int(try decoder.decode(Int64.self)), try ShardSummary(from: &decoder))
    case 4:
      self = .failed(
        shard: Int(try decoder.decode(Int64.self)), reason: try decoder.decode(String.self))
    case 5:
      self = .note(try decoder.decode(String.self))
    default:
      self = .idle(
        host: try decoder.decode(String.self),
        process: Int32(truncatingIfNeeded: try decoder.decode(Int64.self)))
    }
  }
}

extension ShardSummary {
  fileprivate init(from decoder: inout WireDecoder) throws(WireError) {
    runs = try decoder.decode(Int64.self)
    diverged = try decoder.decode(Int64.self)
    takenOver = try decoder.decode(Int64.self)
    runSteps = try decoder.decode(Int64.self)
    resumedRunSteps = try decoder.decode(Int64.self)
    resumedShare = try decoder.decode(Double.self)
    processorSeconds = try decoder.decode(Double.self)
    wallSeconds = try decoder.decode(Double.self)
    worker = WorkLog.Worker(
      host: try decoder.decode(String.self),
      process: Int32(truncatingIfNeeded: try decoder.decode(Int64.self)),
      processor: try decoder.decode(String.self))
  }
}
