import FileSystem
import Foundation
import TestSupport
import Testing

/// A shard whose workers die, by real signals at the process that writes it.
@Suite(.serialized) struct CrashTests {
  private let directory = TemporaryDirectory()
  /// Long enough to be met, whatever the processors and their load.
  private let victim = 8

  private func out(_ name: String) -> String { directory.file(name) }

  /// Sends SIGSEGV to the next writer of the victim that was not hit before.
  private func crash(_ name: String, _ hit: inout Set<Int32>) -> Bool {
    let files = SweepFiles(path: out(name))
    return waits {
      let found = files.writers(ofShard: victim).first { !hit.contains($0) && isRunning($0) }
      guard let process = found, kill(process, SIGSEGV) == 0 else { return false }
      hit.insert(process)
      return true
    }
  }

  @Test func aShardThatKillsThreeWorkersIsQuarantinedAlone() throws {
    let sweep = directory.write(SmallSweep.uneven, to: "sweep.yaml")
    #expect(try Program.run("run", sweep, "--out", out("whole")).exitCode == 0)

    let process = try Program.launch(["run", sweep, "--out", out("local"), "--workers", "2"])
    var hit: Set<Int32> = []
    for _ in 0..<3 { #expect(crash("local", &hit)) }
    let result = process.waitUntilExit(timeout: .seconds(600))
    #expect(result.exitCode == 1, "\(result.standardError)")
    #expect(result.standardError.contains("shard 8 is quarantined: 3 workers died in a row"))
    #expect(result.standardError.contains("merge \(out("local")) --allow-missing"))
    try expectQuarantineAndRetry(sweep, "local", underMPI: nil)
  }

  @Test func underMPITheRanksOwnRecordsQuarantine() throws {
    let sweep = directory.write(SmallSweep.uneven, to: "sweep.yaml")
    #expect(try Program.run("run", sweep, "--out", out("whole")).exitCode == 0)
    var hit: Set<Int32> = []
    for death in 1...3 {
      let process = try Program.launch(["run", sweep, "--out", out("ranks")], underMPI: 2)
      #expect(crash("ranks", &hit))
      let result = process.waitUntilExit(timeout: .seconds(600))
      #expect(result.exitCode != 0)
      #expect(SweepFiles(path: out("ranks")).evidence.count == death)
    }
    try expectQuarantineAndRetry(sweep, "ranks", underMPI: 2)
  }

  /// Also after a resume: all but the victim is there; a retry completes with the same bytes.
  private func expectQuarantineAndRetry(
    _ sweep: String, _ name: String, underMPI ranks: Int?
  ) throws {
    let files = SweepFiles(path: out(name))
    func run(_ options: String...) throws -> ProcessResult {
      try Program.launch(["run", sweep, "--out", out(name)] + options, underMPI: ranks)
        .waitUntilExit(timeout: .seconds(600))
    }
    let again = try run()
    #expect(again.exitCode == 1)
    #expect(again.standardError.contains("--retry-quarantined"), "\(again.standardError)")
    for shard in 0..<9 { #expect(try files.isFinished(shard) == (shard != victim)) }
    #expect(try !Files.exists(out(name) + "/results.h5"))
    #expect(files.evidence.count == 3)

    let status = try Program.run("status", out(name))
    #expect(status.standardOutput.contains("quarantined: \(out(name))/shards/000/shard-000008.h5"))
    #expect(status.standardOutput.contains("signal 11, process"))

    let retry = try run("--retry-quarantined")
    #expect(retry.exitCode == 0, "\(retry.standardError)")
    #expect(try Program.digest(of: out(name)) == Program.digest(of: out("whole")))
    #expect(try !Files.exists(out(name) + "/attempts"))
  }

  @Test func beingInFlightWhenAllIsKilledIsNoEvidence() throws {
    let sweep = directory.write(SmallSweep.endless, to: "sweep.yaml")
    let files = SweepFiles(path: out("killed"))
    for (signal, ranks) in [(SIGKILL, 2), (SIGTERM, 2), (SIGKILL, nil), (SIGTERM, nil)] {
      let process = try Program.launch(["run", sweep, "--out", out("killed")], underMPI: ranks)
      #expect(waits { !files.writers(ofShard: 0).isEmpty })
      process.send(signal: signal)
      _ = process.waitUntilExit(timeout: .seconds(600))
      #expect(waits { files.isDeserted })
      // Their temporary files name the writers that are gone.
      for name in try Files.names(in: out("killed") + "/shards/000") {
        try Files.remove(out("killed") + "/shards/000/" + name)
      }
    }
    #expect(files.evidence.isEmpty)
  }

  @Test func aWorkerThatHangsIsReplaced() throws {
    let sweep = directory.write(SmallSweep.uneven, to: "sweep.yaml")
    #expect(try Program.run("run", sweep, "--out", out("whole")).exitCode == 0)
    let files = SweepFiles(path: out("hung"))
    let process = try Program.launch(
      ["run", sweep, "--out", out("hung"), "--workers", "2", "--hung-after", "2"])
    #expect(waits { files.writers(ofShard: victim).first.map { kill($0, SIGSTOP) == 0 } ?? false })
    let result = process.waitUntilExit(timeout: .seconds(600))
    #expect(result.exitCode == 0, "\(result.standardError)")
    #expect(result.standardError.contains("hung: neither a word nor processor time for 2 s"))
    #expect(try Program.digest(of: out("hung")) == Program.digest(of: out("whole")))
  }

  /// As after Ctrl-Z and `fg`.
  @Test func workersThatWereStoppedWithTheirCoordinatorDoNotHang() throws {
    let sweep = directory.write(SmallSweep.uneven, to: "sweep.yaml")
    #expect(try Program.run("run", sweep, "--out", out("whole")).exitCode == 0)
    let files = SweepFiles(path: out("stopped"))
    let process = try Program.launch(
      ["run", sweep, "--out", out("stopped"), "--workers", "2", "--hung-after", "3"])
    #expect(waits { !files.writers(ofShard: victim).isEmpty })
    let stopped = files.livingWriters + [process.processIdentifier]
    for sleeper in stopped { kill(sleeper, SIGSTOP) }
    // Longer than a worker may be silent.
    sleep(6)
    for sleeper in stopped { kill(sleeper, SIGCONT) }
    let result = process.waitUntilExit(timeout: .seconds(600))
    #expect(result.exitCode == 0, "\(result.standardError)")
    #expect(!result.standardError.contains("ended while"), "\(result.standardError)")
    #expect(try Program.digest(of: out("stopped")) == Program.digest(of: out("whole")))
  }
}
