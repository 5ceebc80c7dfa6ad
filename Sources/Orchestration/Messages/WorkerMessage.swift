internal import Messaging

/// What a worker tells the coordinator.
enum WorkerMessage: Hashable, Sendable {
  /// It has nothing left to do.
  case idle
  /// How far it is with a shard: the finished share of its predicted cost, and run-steps done.
  case progress(shard: Int, share: Double, runSteps: Int64)
  /// A shard is on disk: its runs, how many of them diverged, run-steps done, seconds taken.
  case finished(shard: Int, runs: Int64, diverged: Int64, runSteps: Int64, seconds: Double)
  /// A shard could not be written.
  case failed(shard: Int, reason: String)

  /// The message as bytes.
  var bytes: [UInt8] {
    var encoder = WireEncoder()
    switch self {
    case .idle:
      encoder.encode(1 as UInt8)
    case .progress(let shard, let share, let runSteps):
      encoder.encode(2 as UInt8)
      encoder.encode(Int64(shard))
      encoder.encode(share)
      encoder.encode(runSteps)
    case .finished(let shard, let runs, let diverged, let runSteps, let seconds):
      encoder.encode(3 as UInt8)
      encoder.encode(Int64(shard))
      encoder.encode(runs)
      encoder.encode(diverged)
      encoder.encode(runSteps)
      encoder.encode(seconds)
    case .failed(let shard, let reason):
      encoder.encode(4 as UInt8)
      encoder.encode(Int64(shard))
      encoder.encode(reason)
    }
    return encoder.bytes
  }

  /// Reads what ``bytes`` wrote.
  init(_ bytes: [UInt8]) throws(WireError) {
    var decoder = WireDecoder(bytes)
    switch try decoder.decode(UInt8.self) {
    case 2:
      self = .progress(
        shard: Int(try decoder.decode(Int64.self)), share: try decoder.decode(Double.self),
        runSteps: try decoder.decode(Int64.self))
    case 3:
      self = .finished(
        shard: Int(try decoder.decode(Int64.self)), runs: try decoder.decode(Int64.self),
        diverged: try decoder.decode(Int64.self), runSteps: try decoder.decode(Int64.self),
        seconds: try decoder.decode(Double.self))
    case 4:
      self = .failed(
        shard: Int(try decoder.decode(Int64.self)), reason: try decoder.decode(String.self))
    default:
      self = .idle
    }
    try decoder.finish()
  }
}
