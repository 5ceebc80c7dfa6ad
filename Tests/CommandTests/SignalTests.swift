import FileSystem
import Foundation
import TestSupport
import Testing

/// Signals and limits as a shell's user meets them.
@Suite(.serialized) struct SignalTests {
  private let directory = TemporaryDirectory()
  private let out: String

  init() { out = directory.file("out") }

  /// Starts the program from a shell that has done something before, as setting a limit.
  private func launch(
    after preparation: String, _ arguments: [String], environment: [String: String] = [:]
  ) throws -> LaunchedProcess {
    try LaunchedProcess(
      "/bin/sh", ["-c", preparation + "; exec \"$0\" \"$@\"", builtProgram("thalweg")] + arguments,
      environment: environment)
  }

  private func run(
    after preparation: String, _ arguments: [String], environment: [String: String] = [:]
  ) throws -> ProcessResult {
    try launch(after: preparation, arguments, environment: environment)
      .waitUntilExit(timeout: .seconds(600))
  }

  private var leftovers: [String] {
    ((try? Files.names(in: out)) ?? []).filter {
      $0.hasPrefix("lock") || $0.contains(".tmp-") || $0 == "progress.json"
    }
  }

  @Test(arguments: [SIGHUP, SIGUSR2])
  func aRunThatIsToldToEndLaysDownWhatItIsAt(signal: Int32) throws {
    let sweep = directory.write(SmallSweep.endless, to: "sweep.yaml")
    let process = try Program.launch(["run", sweep, "--out", out, "--workers", "1"])
    let files = SweepFiles(path: out)
    #expect(waits { !files.livingWriters.isEmpty })
    process.send(signal: signal)
    let result = process.waitUntilExit(timeout: .seconds(600))
    #expect(result.exitCode == 75, "\(result.standardError)")
    #expect(try Files.names(in: out + "/checkpoints").count == 1)
    #expect(leftovers.isEmpty)
  }

  /// As under `nohup`, when the terminal is closed: the signal reaches the workers too.
  @Test func aHangupThatIsIgnoredTouchesNobody() throws {
    let sweep = directory.write(SmallSweep.eight, to: "sweep.yaml")
    let process = try launch(
      after: "trap '' HUP", ["run", sweep, "--out", out, "--workers", "1"])
    let files = SweepFiles(path: out)
    #expect(waits { !files.livingWriters.isEmpty })
    process.send(signal: SIGHUP)
    for writer in files.livingWriters { kill(writer, SIGHUP) }
    let result = process.waitUntilExit(timeout: .seconds(600))
    #expect(result.exitCode == 0, "\(result.standardError)")
    #expect(!result.standardError.contains("ended while"), "\(result.standardError)")
  }

  /// Backtraces as they are by default.
  @Test(arguments: [SIGQUIT, SIGSEGV])
  func aFatalSignalEndsTheCoordinatorAsItSays(signal: Int32) throws {
    let sweep = directory.write(SmallSweep.endless, to: "sweep.yaml")
    let process = try launch(
      after: "unset SWIFT_BACKTRACE; ulimit -c 0", ["run", sweep, "--out", out, "--workers", "1"])
    let files = SweepFiles(path: out)
    #expect(waits { !files.livingWriters.isEmpty })
    process.send(signal: signal)
    let result = process.waitUntilExit(timeout: .seconds(600))
    #expect(result.signal == Int(signal))
    #expect(!result.standardError.contains("rash"), "\(result.standardError)")
    #expect(waits { files.isDeserted })
  }

  @Test(arguments: [SIGINT, SIGHUP, SIGTERM])
  func aMergeThatIsEndedLeavesNothingBehind(signal: Int32) throws {
    let result = try endInTheMidstOfMerging(["merge", out], by: signal)
    // It may have been at its last step.
    if try !Files.exists(out + "/results.h5") { #expect(result.signal == Int(signal)) }
    #expect(leftovers.isEmpty)
  }

  /// All shards are there, and nobody deals any more.
  @Test func aRunThatIsEndedWhileItMergesSaysHowToGoOn() throws {
    let sweep = directory.write(SmallSweep.eight, to: "sweep.yaml")
    let result = try endInTheMidstOfMerging(
      ["run", sweep, "--out", out, "--workers", "1", "--json"], by: SIGTERM)
    if try !Files.exists(out + "/results.h5") {
      #expect(result.exitCode == 75)
      #expect(result.standardError.contains("interrupted; resume with: "))
      #expect(result.standardOutput.contains("\"status\" : \"interrupted\""))
    }
    #expect(leftovers.isEmpty)
  }

  /// Stops a command that merges in the midst of that, whatever the processors, and lets it go on with
  /// a signal; one that was quicker is begun anew.
  private func endInTheMidstOfMerging(
    _ arguments: [String], by signal: Int32
  ) throws -> ProcessResult {
    let sweep = directory.write(SmallSweep.eight, to: "sweep.yaml")
    #expect(try Program.run("run", sweep, "--out", out).exitCode == 0)
    func isMerging() -> Bool { leftovers.contains { $0.hasPrefix("results.h5.tmp-") } }
    while true {
      for name in ["results.h5", "results.provenance.json"] { try Files.remove("\(out)/\(name)") }
      let process = try Program.launch(arguments)
      while try !isMerging() && !Files.exists(out + "/results.h5") {}
      process.send(signal: SIGSTOP)
      if isMerging() { process.send(signal: signal) }
      let isEnded = isMerging()
      process.send(signal: SIGCONT)
      let result = process.waitUntilExit(timeout: .seconds(600))
      if isEnded { return result }
    }
  }

  // MARK: Limits

  @Test func aLimitOfFileSizesIsTheReasonThatIsGiven() throws {
    let sweep = directory.write(SmallSweep.tiny, to: "sweep.yaml")
    let arguments = ["run", sweep, "--out", out, "--workers", "1"]
    let result = try run(after: "ulimit -f 16", arguments)
    #expect(result.exitCode == 74, "\(result.standardError)")
    #expect(result.standardError.contains("File too large"), "\(result.standardError)")
    #expect(SweepFiles(path: out).evidence.isEmpty)
    #expect(try Program.run("run", sweep, "--out", out).exitCode == 0)
  }

  /// At first the loader of libraries gives up, at last everything fits; in between nothing crashes.
  @Test(arguments: [
    ("n", stride(from: 4, to: 40, by: 7)), ("v", stride(from: 60_000, to: 240_000, by: 20_000)),
  ])
  func aLimitThatIsTooNarrowIsASentence(limit: String, values: StrideTo<Int>) throws {
    let sweep = directory.write(SmallSweep.tiny, to: "sweep.yaml")
    var refusals = 0
    for value in values {
      let result = try run(
        after: "ulimit -\(limit) \(value)",
        ["run", sweep, "--out", "\(out)-\(limit)-\(value)", "--workers", "2"])
      switch result.exitCode {
      case 0, 127: continue
      case 74: refusals += 1
      default: Issue.record("ulimit -\(limit) \(value): \(result)")
      }
      #expect(
        result.standardError.split(separator: "\n").count { $0.hasPrefix("thalweg: ") } == 1,
        "\(result.standardError)")
      #expect(!result.standardError.contains("stack"), "\(result.standardError)")
    }
    #expect(refusals > 0)
  }

  // MARK: Launchers of other MPIs

  @Test(arguments: [
    ["PMI_RANK": "0", "PMI_SIZE": "4"],
    ["PALS_RANKID": "0", "PALS_LOCAL_SIZE": "4"],
    ["SLURM_PROCID": "0", "SLURM_STEP_ID": "0", "SLURM_STEP_NUM_TASKS": "4"],
  ])
  func copiesThatAnotherLauncherStartedComputeNothing(environment: [String: String]) throws {
    let sweep = directory.write(SmallSweep.tiny, to: "sweep.yaml")
    for rank in ["0", "2"] {
      var environment = environment
      for name in environment.keys where name.contains("RANK") || name.contains("PROCID") {
        environment[name] = rank
      }
      let result = try run(
        after: ":", ["run", sweep, "--out", out], environment: environment)
      #expect(result.exitCode == 64)
      // Once, not four times.
      #expect(result.standardError.contains("--shard i/n") == (rank == "0"))
      #expect(try !Files.exists(out))
      let part = try run(
        after: ":", ["run", sweep, "--out", directory.file("part"), "--shard", "1/1"],
        environment: environment)
      #expect(part.exitCode == 0, "\(part.standardError)")
    }
  }
}
