/// Decides which worker computes which shards.
///
/// Pure bookkeeping: no messages, no clock. Chunks shrink towards the end, so that all workers
/// finish at about the same time.
struct Dealer {
  /// Deaths of workers over one shard before it is set aside.
  static let deathLimit = 3

  private var pending: [Int]
  private var inFlight: [Int: [Int]] = [:]
  private var deaths: [Int: Int] = [:]
  /// Shards that killed their workers again and again.
  private(set) var setAside: [Int] = []

  /// A dealer of these shards, in this order.
  init(pending: [Int]) {
    // Taken from the end.
    self.pending = pending.reversed()
  }

  /// Whether every shard is on disk or set aside.
  var isDone: Bool { pending.isEmpty && inFlight.values.allSatisfy(\.isEmpty) }

  /// The next shards for a worker; empty when there is nothing left to deal.
  mutating func deal(to worker: Int, workerCount: Int) -> [Int] {
    let size = max(1, min(pending.count / (4 * max(workerCount, 1)), 16))
    let chunk = Array(pending.suffix(size).reversed())
    pending.removeLast(chunk.count)
    inFlight[worker, default: []] += chunk
    return chunk
  }

  /// A shard is on disk.
  mutating func finish(_ shard: Int, by worker: Int) {
    inFlight[worker]?.removeAll { $0 == shard }
    deaths[shard] = nil
  }

  /// A worker died by itself.
  ///
  /// What it had goes back; only the shard it was computing is suspect.
  ///
  /// - Returns: That shard; nil when the worker had none.
  mutating func lose(_ worker: Int) -> Int? {
    let lost = inFlight.removeValue(forKey: worker) ?? []
    guard let suspect = lost.first else { return nil }
    pending += lost.dropFirst().reversed()
    deaths[suspect, default: 0] += 1
    if deaths[suspect, default: 0] >= Self.deathLimit {
      setAside.append(suspect)
    } else {
      pending.append(suspect)
    }
    return suspect
  }

  /// Shards that must be computed again.
  mutating func redo(_ shards: [Int]) { pending += shards.reversed() }
}
