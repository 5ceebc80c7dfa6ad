import Testing

@testable import dealing

@Suite struct DealingSimulationTests {
  private func simulation(
    _ workers: Int, shards: Int, seconds: Double = 1, latency: Double = 0, service: Double = 0
  ) -> DealingSimulation {
    DealingSimulation(
      workerCount: workers, shardCount: shards, times: TaskTimes(mean: seconds), latency: latency,
      service: service)
  }

  /// The question, the answer, the shard, its last word; rank 0 deals with the first and the last.
  @Test func oneShardTakesThreeMessagesAndTwoAnswers() {
    let one = simulation(1, shards: 1, seconds: 0.2, latency: 0.0625, service: 0.03125).run()
    #expect(abs(one.seconds - (0.2 + 3 * 0.0625 + 2 * 0.03125)) < 1e-12)
    #expect(one.messages == 3)
  }

  @Test(arguments: [1, 2, 7, 64])
  func whereMessagesAreFreeWorkersAreNeverIdle(workers: Int) {
    let free = simulation(workers, shards: 40 * workers).run()
    #expect(abs(free.efficiency - 1) < 1e-12)
    #expect(free.coordinatorShare == 0)
  }

  /// With nothing to compute, the sweep is the queue at rank 0: one answer after the other.
  @Test func rankZeroIsTheBoundOfShardsThatTakeNoTime() {
    let queue = simulation(10, shards: 1000, seconds: 0, service: 0.25).run()
    #expect(queue.seconds == 0.25 * Double(queue.messages))
    #expect(queue.coordinatorShare == 1)
    // Two words a shard cannot be saved: what is said of chunks comes on top.
    #expect(queue.messages >= 1000)
  }

  @Test func fewShardsOfUnequalTimesLeaveWorkersIdleAtTheEnd() {
    func efficiency(shardsAWorker: Int) -> Double {
      DealingSimulation(
        workerCount: 50, shardCount: 50 * shardsAWorker, times: TaskTimes(mean: 20, scatter: 0.5),
        latency: 1e-3, service: 1e-5
      ).run().efficiency
    }
    let (few, some, many) = (
      efficiency(shardsAWorker: 1), efficiency(shardsAWorker: 10), efficiency(shardsAWorker: 100)
    )
    #expect(few < some && some < many)
    // The last shards decide: about one mean shard of 100 is lost.
    #expect(many > 0.97)
  }

  @Test func eventsComeInOrderOfTimeAndThenOfInsertion() {
    var queue = EventQueue<Int>()
    var random = SplitMix(state: 7)
    let times = (0..<500).map { _ in Double(random.next() % 40) }
    for (number, time) in times.enumerated() { queue.insert(number, at: time) }
    var seen: [Int] = []
    while let (_, number) = queue.popFirst() { seen.append(number) }
    #expect(seen == times.indices.sorted { (times[$0], $0) < (times[$1], $1) })
  }

  private struct SplitMix {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 33
    }
  }
}

@Suite struct TaskTimesTests {
  @Test func timesHaveTheirMeanAndScatterAndAreTheSameForAll() {
    let times = TaskTimes(mean: 3, scatter: 0.4)
    let all = (0..<10_000).map(times.seconds(ofShard:))
    #expect(all == (0..<10_000).map(TaskTimes(mean: 3, scatter: 0.4).seconds(ofShard:)))
    let mean = all.reduce(0, +) / 1e4
    // The standard deviation of a log-normal is √(e^σ² − 1) of its mean; four standard errors.
    #expect(abs(mean / 3 - 1) < 4 * 0.4165 / 100)
    #expect(TaskTimes(mean: 3).seconds(ofShard: 9) == 3)
  }
}
