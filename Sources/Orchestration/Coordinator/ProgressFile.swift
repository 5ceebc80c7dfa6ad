internal import FileSystem
private import FoundationEssentials

/// How far a sweep is, as its coordinator last said in `progress.json`.
public struct ProgressFile: Hashable, Sendable, Codable {
  /// Rises with every file of one call of `run`.
  public var count: Int
  /// Seconds since the start of that call.
  public var elapsed: Double
  /// Runs on disk or under way.
  public var runsDone: Int
  /// All runs.
  public var runs: Int
  /// Shards on disk.
  public var shardsDone: Int
  /// All shards.
  public var shards: Int
  /// Finished share of the predicted cost, 0…1.
  public var share: Double
  /// Runs that diverged among those finished in that call.
  public var diverged: Int
  /// Optimizer steps of single runs a second.
  public var runStepsPerSecond: Double
  /// Predicted seconds to the end.
  public var remaining: Double?
  /// Standard error of `remaining`.
  public var remainingError: Double?
  /// What the workers are doing.
  public var workers: [Progress.Worker]
  /// Deaths of workers in that call.
  public var deaths: Int
  /// Quarantined shards.
  public var quarantined: [Int]

  init(_ progress: Progress, count: Int, deaths: Int, quarantined: [Int]) {
    self.count = count
    elapsed = progress.elapsed
    runsDone = progress.runsDone
    runs = progress.runCount
    shardsDone = progress.shardsDone
    shards = progress.shardCount
    share = progress.share
    diverged = progress.diverged
    runStepsPerSecond = progress.runStepsPerSecond
    remaining = progress.remaining
    remainingError = progress.remainingError
    workers = progress.workers
    self.deaths = deaths
    self.quarantined = quarantined
  }

  /// More than 10⁵ workers take: 64 MiB.
  private static let largestByteCount = 1 << 26

  /// Whether shares are shares and times are times, as whoever shows them relies on.
  private var isPossible: Bool {
    let shares = [share] + workers.map(\.share)
    let others = [elapsed, runStepsPerSecond, remaining ?? 0, remainingError ?? 0]
    return shares.allSatisfy { (0...1).contains($0) } && others.allSatisfy { $0 >= 0 }
  }

  /// Reads the file; nil where there is none, or one of another version or that is damaged.
  public init?(at path: String) {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    guard let bytes = try? Files.read(path, limit: Self.largestByteCount),
      let file = try? decoder.decode(ProgressFile.self, from: Data(bytes)), file.isPossible
    else { return nil }
    self = file
  }

  /// Replaces the file; what cannot be written is not needed.
  func write(to path: String) {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(self) else { return }
    try? Files.replaceVolatile(path, with: Array(data) + [UInt8(ascii: "\n")])
  }
}
