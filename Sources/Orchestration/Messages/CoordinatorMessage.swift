internal import Messaging

/// What the coordinator tells a worker.
enum CoordinatorMessage: Hashable, Sendable {
  /// The first message: where the sweep is, its manifest's bytes, seconds between checkpoints and
  /// between two reports.
  case begin(
    directory: String, manifest: [UInt8], checkpointInterval: Double, reportInterval: Double)
  /// Compute these shards, in this order.
  case compute(shards: [Int])
  /// Checkpoint what is under way and leave.
  case leave

  /// The message as bytes.
  var bytes: [UInt8] {
    var encoder = WireEncoder()
    switch self {
    case .begin(let directory, let manifest, let checkpointInterval, let reportInterval):
      encoder.encode(1 as UInt8)
      encoder.encode(directory)
      encoder.encode(manifest)
      encoder.encode(checkpointInterval)
      encoder.encode(reportInterval)
    case .compute(let shards):
      encoder.encode(2 as UInt8)
      encoder.encode(Int64(shards.count))
      for shard in shards { encoder.encode(Int64(shard)) }
    case .leave:
      encoder.encode(3 as UInt8)
    }
    return encoder.bytes
  }

  /// Reads what ``bytes`` wrote.
  init(_ bytes: [UInt8]) throws(WireError) {
    var decoder = WireDecoder(bytes)
    switch try decoder.decode(UInt8.self) {
    case 1:
      self = .begin(
        directory: try decoder.decode(String.self), manifest: try decoder.decode([UInt8].self),
        checkpointInterval: try decoder.decode(Double.self),
        reportInterval: try decoder.decode(Double.self))
    case 2:
      var shards: [Int] = []
      for _ in 0..<(try decoder.decode(Int64.self)) {
        shards.append(Int(try decoder.decode(Int64.self)))
      }
      self = .compute(shards: shards)
    default:
      self = .leave
    }
    try decoder.finish()
  }
}
