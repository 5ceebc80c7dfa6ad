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

  @Test func aLostWorkersShardsGoBack() {
    var dealer = Dealer(pending: Array(0..<64))
    let chunk = dealer.deal(to: 1, workerCount: 1)
    dealer.finish(chunk[0], by: 1)
    #expect(dealer.lose(1) == chunk[1])
    var dealt: Set<Int> = [chunk[0]]
    while case let more = dealer.deal(to: 2, workerCount: 1), !more.isEmpty {
      dealt.formUnion(more)
    }
    #expect(dealt == Set(0..<64))
  }

  @Test func aShardThatKillsThreeWorkersIsSetAside() {
    var dealer = Dealer(pending: [0])
    for death in 1...3 {
      #expect(dealer.setAside.isEmpty)
      #expect(dealer.deal(to: death, workerCount: 1) == [0])
      #expect(!dealer.isDone)
      #expect(dealer.lose(death) == 0)
    }
    #expect(dealer.setAside == [0])
    #expect(dealer.isDone)
  }

  @Test func anIdleWorkersDeathBlamesNoShard() {
    var dealer = Dealer(pending: [])
    #expect(dealer.lose(1) == nil)
    #expect(dealer.isDone)
  }
}
