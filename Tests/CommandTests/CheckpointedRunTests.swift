import Digests
import FileSystem
import Foundation
import TestSupport
import Testing

/// Sweeps whose shards take longer than their processes live.
@Suite(.serialized) struct CheckpointedRunTests {
  private let directory = TemporaryDirectory()

  private func out(_ name: String) -> String { directory.file(name) }

  private static let shardCount = 2
  private static let runStepsOfAShard = 4 * 6_000_000

  /// SIGKILL after some checkpoints, of the coordinator and of all of mpirun; then once to the end.
  @Test func killsCostNothingThatACheckpointHolds() throws {
    let sweep = directory.write(SmallSweep.long, to: "sweep.yaml")
    let whole = try Program.run("run", sweep, "--out", out("whole"))
    #expect(whole.exitCode == 0, "\(whole.standardError)")

    let files = SweepFiles(path: out("killed"))
    var last = [0, 0]
    for ranks in [nil, 2] {
      let process = try Program.launch(
        ["run", sweep, "--out", out("killed"), "--checkpoint-every", "0.2"], underMPI: ranks)
      // A checkpoint replaces the one before: two new files of the first shard under way.
      var seen: Set<Files.Identity> = []
      #expect(
        try waits {
          if let file = try Files.identity(of: files.checkpoint(ofShard: 0)) { seen.insert(file) }
          let isFinished = try files.isFinished(0)
          return seen.count > 2 || isFinished
        })
      process.send(signal: SIGKILL)
      #expect(process.waitUntilExit(timeout: .seconds(600)).exitCode != 0)
      #expect(waits { files.isDeserted })
      let now = checkpoints(of: files)
      for shard in 0..<Self.shardCount where try !files.isFinished(shard) {
        #expect(now[shard] > last[shard])
      }
      last = now
    }
    let resumed = try Program.run("run", sweep, "--out", out("killed"))
    #expect(resumed.exitCode == 0, "\(resumed.standardError)")
    #expect(try Program.digest(of: out("killed")) == Program.digest(of: out("whole")))
    // Exactly what no checkpoint held was computed.
    let unfinished = last.filter { $0 > 0 }
    #expect(try files.work("resumed_run_steps") == unfinished.reduce(0, +))
    #expect(
      try files.work("run_steps")
        == unfinished.count * Self.runStepsOfAShard - unfinished.reduce(0, +))
    // Nothing half-written and no checkpoint is left behind.
    let names = try FileManager.default.subpathsOfDirectory(atPath: out("killed"))
    #expect(!names.contains { $0.contains(".tmp-") || $0.contains("checkpoint") }, "\(names)")
  }

  private func checkpoints(of files: SweepFiles) -> [Int] {
    (0..<Self.shardCount).map {
      (try? files.isFinished($0)) == true ? 0 : files.checkpointedRunSteps(ofShard: $0)
    }
  }

  /// No checkpoint is due before the signal; all workers lay one down.
  @Test(
    arguments: [
      (SIGUSR1, nil), (SIGTERM, nil), (SIGINT, nil), (SIGUSR1, 2), (SIGTERM, 2),
    ] as [(Int32, Int?)])
  func aSignalLaysEverythingDown(signal: Int32, ranks: Int?) throws {
    let sweep = directory.write(SmallSweep.endless, to: "sweep.yaml")
    let files = SweepFiles(path: out("signalled"))
    let workers = ranks == nil ? ["--workers", "2"] : []
    let process = try Program.launch(
      ["run", sweep, "--out", out("signalled")] + workers, underMPI: ranks)
    // Both are past their first steps.
    #expect(waits { files.sharesUnderWay.count { $0 > 0 } == Self.shardCount })
    #expect(checkpoints(of: files).allSatisfy { $0 == 0 })
    process.send(signal: signal)
    let result = process.waitUntilExit(timeout: .seconds(600))
    // mpirun has an exit code of its own after SIGTERM.
    #expect(result.exitCode == (ranks == nil || signal == SIGUSR1 ? 75 : 1))
    #expect(result.standardError.contains("resume with: "), "\(result.standardError)")
    #expect(checkpoints(of: files).allSatisfy { $0 > 0 })
  }

  @Test func beforeTheTimeIsUpEverythingIsLaidDown() throws {
    let sweep = directory.write(SmallSweep.endless, to: "sweep.yaml")
    let files = SweepFiles(path: out("late"))
    let given = try Program.run(
      "run", sweep, "--out", out("late"), "--walltime", "6", "--workers", "2")
    #expect(given.exitCode == 75, "\(given.standardError)")
    #expect(given.standardError.contains("the time is nearly up"))
    let first = checkpoints(of: files)
    #expect(first.allSatisfy { $0 > 0 })
    // The end of a Slurm job.
    let end = Int(Date.now.timeIntervalSince1970) + 7
    let job = try Program.run(
      "run", sweep, "--out", out("late"), "--workers", "2",
      environment: ["SLURM_JOB_ID": "7", "SLURM_JOB_END_TIME": "\(end)"])
    #expect(job.exitCode == 75, "\(job.standardError)")
    #expect(zip(first, checkpoints(of: files)).allSatisfy { $0 < $1 })
  }
}
