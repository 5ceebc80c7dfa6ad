import Testing

@testable import Orchestration

@Suite struct DealerTests {
  @Test(arguments: [1, 2, 7, 64], [0, 1, 5, 1000])
  func everyShardIsDealtOnce(workerCount: Int, shardCount: Int) {
    var dealer = Dealer(pending: Array(0..<shardCount))
    var dealt: [Int] = []
    var worker = 1
    while true {
      let chunk = dealer.deal(to: worker, workerCount: workerCount)
      if chunk.isEmpty { break }
      dealt += chunk
      for shard in chunk { dealer.finish(shard, by: worker) }
      worker = worker % workerCount + 1
    }
    #expect(dealt == Array(0..<shardCount))
    #expect(dealer.isDone)
  }

  @Test func chunksShrinkToOne() {
    var dealer = Dealer(pending: Array(0..<100))
    var sizes: [Int] = []
    while case let chunk = dealer.deal(to: 1, workerCount: 3), !chunk.isEmpty {
      sizes.append(chunk.count)
    }
    #expect(sizes == sizes.sorted(by: >))
    #expect(sizes.first == 8 && sizes.last == 1)
  }

  @Test func aChunkIsAtMostTenSecondsOfWorkAsFarAsThatIsKnown() {
    var dealer = Dealer(pending: Array(0..<10_000))
    #expect(dealer.deal(to: 1, workerCount: 2, secondsOfCost: 20).count == 1)
    #expect(dealer.deal(to: 1, workerCount: 2, secondsOfCost: 0.5).count == 20)
    // An eighth of what is left.
    #expect(dealer.deal(to: 1, workerCount: 2, secondsOfCost: 1e-4).count == 1247)
  }

  @Test func theCostliestGoFirstAndChunksAreOfEqualCost() {
    let costs = [1.0, 40, 2, 40, 3, 1, 1, 12]
    var dealer = Dealer(pending: Array(costs.indices), cost: { costs[$0] })
    var chunks: [[Int]] = []
    while case let chunk = dealer.deal(to: 1, workerCount: 1), !chunk.isEmpty {
      chunks.append(chunk)
    }
    #expect(chunks.flatMap { $0 } == [1, 3, 7, 4, 2, 0, 5, 6])
    // A quarter of what is left, or one.
    #expect(chunks.first == [1])
  }

  @Test func aLostWorkersShardsGoBack() {
    var dealer = Dealer(pending: Array(0..<64))
    let chunk = dealer.deal(to: 1, workerCount: 1)
    dealer.begin(chunk[0])
    dealer.finish(chunk[0], by: 1)
    dealer.begin(chunk[1])
    #expect(dealer.lose(1) == chunk[1])
    var dealt: Set<Int> = [chunk[0]]
    while case let more = dealer.deal(to: 2, workerCount: 1), !more.isEmpty {
      dealt.formUnion(more)
    }
    #expect(dealt == Set(0..<64))
  }

  @Test func aShardThatIsSetAsideIsNotDealt() {
    var dealer = Dealer(pending: [0, 1])
    dealer.setAside(0)
    #expect(dealer.setAside == [0])
    #expect(dealer.deal(to: 1, workerCount: 1) == [1])
    #expect(!dealer.isDone)
    dealer.finish(1, by: 1)
    #expect(dealer.isDone)
  }

  @Test func aShardThatWasNotBegunIsNotBlamed() {
    var dealer = Dealer(pending: [0])
    #expect(dealer.lose(1) == nil)
    #expect(dealer.deal(to: 1, workerCount: 1) == [0])
    #expect(dealer.lose(1) == nil)
    #expect(dealer.deal(to: 2, workerCount: 1) == [0])
  }
}
