import FileSystem
import Foundation
import Messaging
import Orchestration
import Shards
import TestSupport
import Testing

@testable import dealing

@Suite struct DealingTrialTests {
  private func trial(shards: Int, runs: Int) -> DealingTrial {
    var trial = DealingTrial()
    trial.shardCount = shards
    trial.runsPerShard = runs
    return trial
  }

  @Test(arguments: [(64, 1), (100, 16), (1000, 1000)])
  func aTrialHasTheShardsAndRunsItWasAskedFor(shards: Int, runs: Int) throws {
    let session = try trial(shards: shards, runs: runs).session(in: SweepDirectory("unused"))
    #expect(session.manifest.runCount == shards * runs)
    // Costs are whole nanoseconds: a shard more or less in some hundred.
    #expect(abs(session.manifest.shardCount - shards) <= 1 + shards / 100)
  }

  /// The real coordinator, dealer and messages; the memory of one process for a transport.
  @Test func allShardsAreDealtToWorkersThatComputeNothing() throws {
    let trial = trial(shards: 300, runs: 50)
    let endpoints = MemoryTransport.makeEndpoints(count: 4)
    let group = DispatchGroup()
    for endpoint in endpoints.dropFirst() {
      group.enter()
      Thread {
        try? trial.work(over: endpoint)
        endpoint.close()
        group.leave()
      }.start()
    }
    let report = try trial.coordinate(over: endpoints[0])
    // What it wrote as every sweep does is gone; it has its own process in its name.
    let place = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
    #expect(
      try Files.names(in: place).allSatisfy { !$0.hasPrefix("thalweg-dealing-\(getpid())-") })
    endpoints[0].close()
    group.wait()
    #expect(report.workers == 3)
    #expect(report.runs == 15_000)
    #expect(report.taskSeconds == 0)
  }

  @Test func theScanFindsEveryShard() throws {
    let directory = TemporaryDirectory()
    let trial = trial(shards: 1200, runs: 1)
    let report = try trial.scan(in: SweepDirectory(directory.file("out")))
    #expect(
      try report.shards == trial.session(in: SweepDirectory("unused")).manifest.shardCount)
  }
}
