private import FoundationEssentials

/// The evidence of one death: a worker ended, by its own doing, while it computed a shard.
struct Death: Hashable, Sendable, Codable {
  /// Seconds since 1970, for people.
  var at: Int
  /// What it died of: `signal 11`, `exit 1` or `hung`.
  var cause: String
  /// The machine.
  var host: String
  /// The worker's process number there; 0 where it is not known.
  var process: Int32
  /// The shard's run-steps in its checkpoint at that time.
  var runSteps: Int64
  /// The shard, counted from 0.
  var shard: Int

  /// More than any host name and cause take.
  static let largestByteCount = 1 << 16

  private enum CodingKeys: String, CodingKey {
    case at
    case cause
    case host
    case process
    case runSteps = "run_steps"
    case shard
  }

  var json: [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(self) else {
      preconditionFailure("a death holds numbers and text only")
    }
    return Array(data) + [UInt8(ascii: "\n")]
  }

  init(at: Int, cause: String, host: String, process: Int32, runSteps: Int64, shard: Int) {
    self.at = at
    self.cause = cause
    self.host = host
    self.process = process
    self.runSteps = runSteps
    self.shard = shard
  }

  /// Reads what ``json`` or a handler of fatal signals wrote; nil for anything else.
  init?(json: [UInt8]) {
    guard let death = try? JSONDecoder().decode(Death.self, from: Data(json)) else { return nil }
    self = death
  }
}
