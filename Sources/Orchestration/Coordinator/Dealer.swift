/// Decides which worker computes which shards.
///
/// Pure bookkeeping: no messages, no clock. The costliest shards go first, and chunks shrink towards
/// the end, so that all workers finish at about the same time.
package struct Dealer {
  /// Seconds of work in a chunk at most: enough that messages cost nothing beside it, and little
  /// enough that a chunk that takes longer than expected holds up nobody for long.
  private static let longestChunk = 10.0

  private let cost: (Int) -> Double
  /// Cheapest first; dealt from the end.
  private var pending: [Int] = []
  private var pendingCost = 0.0
  private var inFlight: [Int: [Int]] = [:]
  private var inFlightCount = 0
  private var begun: Set<Int> = []
  /// Shards that are not dealt any more, ascending.
  private(set) var setAside: [Int] = []

  /// A dealer of these shards.
  ///
  /// - Parameters:
  ///   - pending: The shards to compute.
  ///   - cost: Predicted cost of a shard, in any unit; shards of equal cost are dealt in order.
  package init(pending: [Int], cost: @escaping (Int) -> Double = { _ in 1 }) {
    self.cost = cost
    add(pending)
  }

  /// Whether every shard is on disk or set aside.
  package var isDone: Bool { pending.isEmpty && inFlightCount == 0 }

  /// Whether there is something to deal.
  var hasPending: Bool { !pending.isEmpty }

  /// The workers that have shards, with the one that each computes.
  var busy: [Int: Int] { inFlight.compactMapValues(\.first) }

  /// Deals the next shards to a worker.
  ///
  /// - Parameters:
  ///   - worker: Who gets them.
  ///   - workerCount: How many share what is left.
  ///   - seconds: What a unit of cost takes, as far as that is known by now.
  /// - Returns: The shards; none when there is nothing left to deal.
  package mutating func deal(
    to worker: Int, workerCount: Int, secondsOfCost seconds: Double = 0
  ) -> [Int] {
    let share = pendingCost / Double(4 * max(workerCount, 1))
    let limit = min(share, Self.longestChunk / seconds)
    var chunk: [Int] = []
    var chunkCost = 0.0
    while let next = pending.last, chunk.isEmpty || chunkCost + cost(next) <= limit {
      pending.removeLast()
      chunk.append(next)
      chunkCost += cost(next)
    }
    pendingCost -= chunkCost
    inFlight[worker, default: []] += chunk
    inFlightCount += chunk.count
    return chunk
  }

  /// A worker has begun to compute a shard.
  mutating func begin(_ shard: Int) { begun.insert(shard) }

  /// A shard is on disk.
  package mutating func finish(_ shard: Int, by worker: Int) {
    begun.remove(shard)
    guard let place = inFlight[worker]?.firstIndex(of: shard) else { return }
    inFlight[worker]?.remove(at: place)
    inFlightCount -= 1
  }

  /// A worker is gone; what it had goes back.
  ///
  /// - Returns: The shard it was computing; nil when it had begun none.
  mutating func lose(_ worker: Int) -> Int? {
    let lost = inFlight.removeValue(forKey: worker) ?? []
    inFlightCount -= lost.count
    add(lost)
    guard let first = lost.first, begun.remove(first) != nil else { return nil }
    return first
  }

  /// A shard is not to be dealt any more.
  mutating func setAside(_ shard: Int) {
    guard let index = pending.firstIndex(of: shard) else { return }
    pending.remove(at: index)
    pendingCost -= cost(shard)
    setAside = (setAside + [shard]).sorted()
  }

  /// Shards that must be computed again.
  mutating func redo(_ shards: [Int]) { add(shards) }

  private mutating func add(_ shards: [Int]) {
    pending += shards
    pending.sort { (cost($0), $1) < (cost($1), $0) }
    // Summed anew, so that rounding does not add up.
    pendingCost = pending.reduce(0) { $0 + cost($1) }
  }
}
