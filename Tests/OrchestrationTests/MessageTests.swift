import Messaging
import Testing

@testable import Orchestration

@Suite struct MessageTests {
  @Test(arguments: [
    CoordinatorMessage.begin(
      directory: "/a b/ü", manifest: [1, 2, 3], checkpointInterval: 0.5, reportInterval: 2),
    .compute(shards: []), .compute(shards: [3, 1, 99_999]), .leave,
  ])
  func coordinatorsMessagesReadBack(message: CoordinatorMessage) throws {
    #expect(try CoordinatorMessage(message.bytes) == message)
  }

  @Test(arguments: [
    WorkerMessage.idle(host: "node7", process: 4711),
    .progress(shard: 7, share: 0.25, resumedShare: 0.125, runSteps: 1 << 40),
    .finished(
      shard: 1,
      ShardSummary(
        runs: 16, diverged: 2, takenOver: 3, runSteps: 5, resumedRunSteps: 6, resumedShare: 0.75,
        processorSeconds: 1.5, wallSeconds: 2.5,
        worker: WorkLog.Worker(host: "node7", process: 4711, processor: "a chip"))),
    .failed(shard: 3, reason: "No space left on device"), .note("shard 3 starts anew"),
  ])
  func workersMessagesReadBack(message: WorkerMessage) throws {
    #expect(try WorkerMessage.all(in: message.bytes + message.bytes) == [message, message])
  }

  @Test func truncatedMessagesAreErrors() {
    let bytes = CoordinatorMessage.compute(shards: [1, 2]).bytes
    for length in 0..<bytes.count {
      #expect(throws: WireError.self) { try CoordinatorMessage(Array(bytes.prefix(length))) }
    }
  }
}
