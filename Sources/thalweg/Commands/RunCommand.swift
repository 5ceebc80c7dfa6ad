import ArgumentParser
import Digests
import FileSystem
import Foundation
import Glibc
import MPI
import MPIMessaging
import Messaging
import Orchestration
import ProcessMessaging
import Shards
import Sweeps

/// `thalweg run`: computes what is missing of a sweep, and merges.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Runs a sweep, or what is missing of it.",
    discussion: """
      Picks up where an earlier call stopped, however it stopped: finished shards are never \
      computed again. Under mpirun or srun the ranks are the workers; otherwise local processes \
      are.

      EXAMPLES
        thalweg run sweep.yaml --out out/sweep
        mpirun -n 64 thalweg run sweep.yaml --out out/sweep
        thalweg run sweep.yaml --out out/sweep --shard $SLURM_ARRAY_TASK_ID/100
        thalweg run larger.yaml --out out/sweep --extend

      Shards under way are laid down every minute and on SIGINT, SIGTERM, SIGHUP and SIGUSR1, and \
      before the end of a Slurm job; then the exit code is 75, and the same command goes on.
      """)

  /// Sweeps beyond this many runs are asked about.
  static let largestUnasked = 10_000_000

  @OptionGroup var sweep: SweepArguments

  @Option(
    help: "The directory for shards and results.", completion: .directory,
    transform: PathArgument.checked)
  var out: String

  @Option(help: ArgumentHelp("Local worker processes (default: all cores).", valueName: "n"))
  var workers: Int?

  @Option(
    help: ArgumentHelp(
      "Compute part i of n in this process alone, for job arrays; merges nothing.",
      valueName: "i/n"))
  var shard: String?

  @Option(
    help: ArgumentHelp(
      "Seconds of work that a kill may cost at most.", valueName: "seconds"))
  var checkpointEvery: Double = 60

  @Option(
    help: ArgumentHelp(
      "Checkpoint and leave before so many seconds are over (default: when the Slurm job ends).",
      valueName: "seconds"))
  var walltime: Double?

  @Option(help: .private) var hungAfter: Double = 60

  @Flag(help: "The sweep file has more runs now; take over those that are finished.")
  var extend = false

  @Flag(help: "Forget what speaks against quarantined shards, and try them again.")
  var retryQuarantined = false

  @Flag(help: "Run more than 10000000 runs without asking.") var allowLarge = false
  @Flag(help: "Print the outcome as JSON.") var json = false

  func validate() throws {
    if let workers, workers < 1 { throw ValidationError("--workers takes a number from 1") }
    if let shard, Self.part(shard) == nil {
      throw ValidationError("--shard takes i/n with 1 ≤ i ≤ n, not '\(shard)'")
    }
    if shard != nil && workers != nil {
      throw ValidationError("--shard computes in one process; it does not go with --workers")
    }
    guard checkpointEvery > 0 else {
      throw ValidationError("--checkpoint-every takes seconds above 0")
    }
    if let walltime, !(walltime > 0) { throw ValidationError("--walltime takes seconds above 0") }
    if shard != nil && extend {
      throw ValidationError("--extend changes the directory once; run it without --shard first")
    }
  }

  func run() throws {
    Interruption.watch()
    Interruption.warnBeforeProcessorTimeEnds()
    try reportingFailures {
      if let part = shard.flatMap(Self.part) {
        try finish(try runPart(part))
      } else if try ParallelStart.isUnderMPI() {
        let outcome = try MPIRun(
          coordinate: { try coordinate(over: .connected($0)) },
          work: { try Worker(transport: $0, recordsDeaths: true).run() },
          refuse: { try ParallelStart.refuse() },
          complain: { Output.message("thalweg: the computing thread of rank 0 ended: \($0)") }
        ).run()
        if let outcome { try finish(outcome) }
      } else {
        try finish(try runLocally())
      }
    }
  }

  private static func part(_ text: String) -> IndependentPart? {
    let numbers = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let number = numbers[0], let count = numbers[1] else { return nil }
    return IndependentPart(number: number, of: count)
  }

  // MARK: Three ways to run

  /// Before anything is begun: what the machine would refuse on the way, and what a signal does while
  /// nobody looks.
  private func prepare() throws {
    try ProcessLimits.prepare()
    let (command, json) = (resumeCommand, json)
    Interruption.endProgram { _ in
      Self.announceInterruption(resumingWith: command)
      if json { Output.json(Summary(status: "interrupted", resume: command)) }
      _exit(ExitCode.interrupted.rawValue)
    }
  }

  private func checkedSweep() throws -> SweepArguments.DecodedSweep {
    let sweep = try sweep.decode()
    let runCount = Grid(sweep.specification).runCount
    guard allowLarge || runCount <= Self.largestUnasked else {
      throw Failure(
        "the sweep has \(counted(runCount, "run")); look at 'thalweg plan', then give --allow-large",
        code: .incomplete)
    }
    return sweep
  }

  private func session(
    of sweep: SweepArguments.DecodedSweep, _ lock: DirectoryLock
  ) throws -> SweepSession {
    let session = try SweepSession(
      starting: sweep.specification, in: SweepDirectory(out), problemPaths: sweep.problemPaths,
      problemNames: sweep.problemNames, extends: extend, lock: lock)
    // The command that resumes needs what came from a pipe once more.
    if let text = sweep.streamedText {
      try Files.replace(session.directory.streamedSweep, with: Array(text.utf8))
    }
    return session
  }

  private var options: RunOptions {
    var options = RunOptions()
    options.checkpointInterval = checkpointEvery
    options.retriesQuarantined = retryQuarantined
    options.hangLimit = hungAfter
    if Launch.current.isOfRanks { options.mpiLibrary = try? MPI.libraryVersion() }
    if let seconds = walltime ?? SlurmJob.current?.secondsLeft {
      options.deadline = Deadline(secondsFromNow: seconds)
    }
    return options
  }

  private func runPart(_ part: IndependentPart) throws -> RunOutcome {
    try prepare()
    let sweep = try checkedSweep()
    let directory = SweepDirectory(out)
    try Files.makeDirectory(directory.path)
    // Taken before the session starts, so that --extend sees that somebody is at work.
    let lock = try DirectoryLock.acquire(part.lock(in: directory), note: note)
    lock.keep()
    defer { lock.release() }
    try DirectoryLock.requireNobody(
      at: try part.rivals(in: directory), courtesy: part.courtesy, note: note)
    let session = try session(of: sweep, lock)
    return announced(
      try part.run(session, lock: lock, options: options, reporter: ProgressLine()))
  }

  private func runLocally() throws -> RunOutcome {
    let count = workers ?? ProcessInfo.processInfo.activeProcessorCount
    return try coordinate(over: .processes(count: count))
  }

  private func coordinate(over workers: WorkerSource) throws -> RunOutcome {
    try prepare()
    // A mistake in the sweep file leaves no directory behind.
    let sweep = try checkedSweep()
    let directory = SweepDirectory(out)
    try Files.makeDirectory(directory.path)
    // Taken before the session starts, because --extend moves what a run at work here needs.
    let lock = try DirectoryLock.acquire(directory.lock, note: note)
    lock.keep()
    defer { lock.release() }
    try DirectoryLock.requireNobody(
      at: try IndependentPart.locks(in: directory),
      courtesy: IndependentPart.coordinatorsCourtesy, note: note)
    let interrupted =
      extend ? try InterruptedSweep(in: directory, extendedBy: sweep.specification) : nil
    var session: SweepSession
    let transport: any Transport
    if let interrupted {
      session = interrupted.session
      transport = try workers.transport(shardCount: .max)
    } else {
      session = try self.session(of: sweep, lock)
      transport = try workers.transport(shardCount: session.manifest.shardCount)
    }
    defer { transport.close() }
    func coordinator(only shards: [Int]?, after earlier: Coordinator?) throws -> Coordinator {
      try Coordinator(
        session: session, transport: transport, lock: lock, options: options,
        reporter: ProgressLine(), supervisor: workers.supervisor(of: transport), only: shards,
        after: earlier)
    }
    guard let interrupted else {
      return announced(try coordinator(only: nil, after: nil).run())
    }
    let count = interrupted.shards.count
    note("\(count) interrupted \(count == 1 ? "shard is" : "shards are") finished first")
    let first = try coordinator(only: interrupted.shards, after: nil)
    guard try first.computeOnly() else { return announced(.interrupted) }
    session = try self.session(of: sweep, lock)
    return announced(try coordinator(only: nil, after: first).run())
  }

  /// Says at once how to go on: after SIGTERM, mpirun leaves its ranks a second.
  private func announced(_ outcome: RunOutcome) -> RunOutcome {
    if case .interrupted = outcome { Self.announceInterruption(resumingWith: resumeCommand) }
    return outcome
  }

  private static func announceInterruption(resumingWith command: String) {
    Output.message("thalweg: \(Interruption.reason); resume with: \(command)")
  }

  private func note(_ text: String) { Output.message("thalweg: \(text)") }

  // MARK: The end

  private struct Summary: Encodable {
    var status: String
    var results: String?
    var resultsSha256: String?
    var runs: [String: Int] = [:]
    var resume: String?
  }

  private var resumeCommand: String {
    let words = CommandLine.systemArguments.filter { $0 != "--retry-quarantined" }
    let kept = SweepDirectory(out).streamedSweep
    guard SweepText.isStream(sweep.sweep), (try? Files.exists(kept)) ?? false else {
      return words.map(\.shellWord).joined(separator: " ")
    }
    return words.map { ($0 == sweep.sweep ? "-" : $0).shellWord }.joined(separator: " ")
      + " < \(kept.shellPath)"
  }

  private func finish(_ outcome: RunOutcome) throws {
    let results = SweepDirectory(out).results
    switch outcome {
    case .complete(let merged):
      if json {
        Output.json(
          Summary(
            status: "complete", results: results, resultsSha256: merged.digest.description,
            runs: Dictionary(
              uniqueKeysWithValues: merged.runs.map { ($0.key.meaning, $0.value) })))
      } else {
        Output.result("\(merged.summary)\n\(results)\nsha256 \(merged.digest)")
      }
    case .partDone:
      if json { Output.json(Summary(status: "part done")) }
    case .interrupted:
      if json { Output.json(Summary(status: "interrupted", resume: resumeCommand)) }
      throw ExitCode.interrupted
    case .incomplete(let shards):
      if json { Output.json(Summary(status: "incomplete", resume: resumeCommand)) }
      let names = shards.map(SweepDirectory(out).shard).joined(separator: "\n  ")
      Output.message(
        """
        thalweg: quarantined, because workers died again and again while computing
          \(names)
        everything else is on disk; merge it with: thalweg merge \(out.shellPath) --allow-missing
        or try these again with: \(resumeCommand) --retry-quarantined
        """)
      throw ExitCode.incomplete
    }
  }
}

extension ResultsMerger.Outcome {
  /// `1008 runs: 1005 ok, 3 diverged`.
  var summary: String {
    let total = runs.values.reduce(0, +)
    let parts = RunState.allCases.compactMap { state in
      runs[state].flatMap { $0 > 0 ? "\($0) \(state.meaning)" : nil }
    }
    return "\(counted(total, "run")): " + parts.joined(separator: ", ")
  }
}
