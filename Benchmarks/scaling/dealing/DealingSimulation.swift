import HeapModule
import Orchestration

/// Deals shards to workers that exist on paper only, with the real ``Dealer``: predicts what cannot be
/// measured here.
///
/// Rank 0 answers messages one after the other; a worker waits for shards, says that it begins one,
/// reports now and then, says that it is done, and asks for more after the last of its chunk.
struct DealingSimulation: Hashable, Sendable {
  /// Workers, all of which compute.
  var workerCount: Int
  /// Shards.
  var shardCount: Int
  /// How long they take; the dealer takes them to be equal.
  var times: TaskTimes
  /// Seconds that a message is under way, the wait for the next look at the door included.
  var latency: Double
  /// Seconds of rank 0 for one message.
  var service: Double

  /// A simulation of a sweep.
  init(
    workerCount: Int, shardCount: Int, times: TaskTimes, latency: Double, service: Double
  ) {
    self.workerCount = workerCount
    self.shardCount = shardCount
    self.times = times
    self.latency = latency
    self.service = service
  }

  /// What is predicted.
  struct Prediction: Hashable, Sendable, Encodable {
    /// Workers.
    var workers: Int
    /// Shards.
    var shards: Int
    /// Seconds to the last word of the last shard.
    var seconds: Double
    /// The share of the workers' time that is spent on shards, 0…1.
    var efficiency: Double
    /// The share of its time that rank 0 answers messages, 0…1.
    var coordinatorShare: Double
    /// Messages that rank 0 answers.
    var messages: Int
  }

  /// Simulates the sweep.
  ///
  /// - Complexity: O(m log m) for m messages.
  func run() -> Prediction {
    var dealer = Dealer(pending: Array(0..<shardCount))
    var arrivals = EventQueue<(worker: Int, word: Word)>()
    let reporting = Pace(workerCount: workerCount).betweenReports
    for worker in 0..<workerCount { arrivals.insert((worker, .idle), at: latency) }
    var (free, busy, taskSeconds) = (0.0, 0.0, 0.0)
    var messages = 0
    while let (time, (worker, word)) = arrivals.popFirst() {
      messages += 1
      busy += service
      free = max(free, time) + service
      switch word {
      case .report: break
      case .finished(let shard): dealer.finish(shard, by: worker)
      case .idle:
        // Arrives when rank 0 has answered; from then on the worker is on its own.
        var now = free + latency
        let chunk = dealer.deal(
          to: worker, workerCount: workerCount, secondsOfCost: times.mean)
        for shard in chunk {
          let seconds = times.seconds(ofShard: shard)
          taskSeconds += seconds
          var said = 0.0
          while said < seconds {
            arrivals.insert((worker, .report), at: now + said + latency)
            said += reporting
          }
          now += seconds
          arrivals.insert((worker, .finished(shard)), at: now + latency)
        }
        if !chunk.isEmpty { arrivals.insert((worker, .idle), at: now + latency) }
      }
      // What arrives after the last shard is done holds up nobody.
      if dealer.isDone { break }
    }
    return Prediction(
      workers: workerCount, shards: shardCount, seconds: free,
      efficiency: taskSeconds / (Double(workerCount) * free), coordinatorShare: busy / free,
      messages: messages)
  }

  /// What a worker says.
  private enum Word {
    case idle
    case report
    case finished(Int)
  }
}

/// Things that happen, the earliest first; of two at one time, the one that was put in first.
struct EventQueue<Element> {
  private var heap = Heap<Event>()
  private var count = 0

  private struct Event: Comparable {
    var time: Double
    var number: Int
    var element: Element

    static func < (left: Self, right: Self) -> Bool {
      (left.time, left.number) < (right.time, right.number)
    }

    static func == (left: Self, right: Self) -> Bool { left.number == right.number }
  }

  mutating func insert(_ element: Element, at time: Double) {
    heap.insert(Event(time: time, number: count, element: element))
    count += 1
  }

  mutating func popFirst() -> (time: Double, element: Element)? {
    heap.popMin().map { ($0.time, $0.element) }
  }
}
