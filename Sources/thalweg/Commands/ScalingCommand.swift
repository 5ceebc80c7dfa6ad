import ArgumentParser
import MPI
import Messaging
import Orchestration
import ProcessMessaging
import Shards

/// `thalweg scaling`: measures and predicts what dealing costs; docs/scaling.md says how to read it.
struct ScalingCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scaling", abstract: "Measures and predicts the overhead of dealing shards.",
    shouldDisplay: false,
    subcommands: [
      DealCommand.self, DealWorkerCommand.self, SimulateCommand.self, ScanCommand.self,
    ])
}

/// What all shards of a trial have in common.
struct TrialArguments: ParsableArguments {
  @Option(help: "Shards, at least 64.") var shards = 10_000
  @Option(help: "Runs in a shard.") var runs = 1000
  @Option(help: "Seconds that a shard takes.") var task = 0.0
  @Option(help: "Standard deviation of the logarithm of those seconds.") var scatter = 0.0
  @Flag(help: "Sleep that long instead of spinning: for more workers than processors.")
  var sleep = false

  func validate() throws {
    guard shards >= 64, runs >= 1, task >= 0, scatter >= 0 else {
      throw ValidationError("at least 64 shards of a run, in no negative time")
    }
  }

  var times: TaskTimes { TaskTimes(mean: task, scatter: scatter) }

  var trial: DealingTrial {
    var trial = DealingTrial()
    trial.shardCount = shards
    trial.runsPerShard = runs
    trial.times = times
    trial.isSleeping = sleep
    return trial
  }

  /// The arguments again, for a worker process.
  var arguments: [String] {
    ["--shards", "\(shards)", "--runs", "\(runs)", "--task", "\(task)", "--scatter", "\(scatter)"]
      + (sleep ? ["--sleep"] : [])
  }
}

/// `thalweg scaling deal`: deals shards that compute nothing, over MPI ranks or local processes.
struct DealCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deal", abstract: "Deals shards that compute nothing, and says what that cost.")

  @OptionGroup var trial: TrialArguments
  @Option(help: "Local worker processes, where there is no mpirun.") var workers = 2

  func run() throws {
    Interruption.watch()
    let trial = trial.trial
    try reportingFailures {
      if try ParallelStart.isUnderMPI() {
        try MPIRun(
          coordinate: trial.coordinate(over:), work: { try trial.work(over: $0) },
          finish: { Output.json($0) }
        ).run()
      } else {
        let transport = try ProcessTransport(
          workerCount: workers, executable: "/proc/self/exe",
          arguments: ["scaling", DealWorkerCommand.name] + self.trial.arguments)
        defer { transport.close() }
        Output.json(try trial.coordinate(over: transport))
      }
    }
  }
}

/// `thalweg scaling worker`: a local worker process of `deal`.
struct DealWorkerCommand: ParsableCommand {
  static let name = "worker"
  static let configuration = CommandConfiguration(
    commandName: name, abstract: "A worker process of 'deal'.", shouldDisplay: false)

  @OptionGroup var trial: TrialArguments

  func run() throws {
    Interruption.watch(interrupts: false)
    try reportingFailures {
      let transport = try WorkerEndpoint()
      defer { transport.close() }
      try trial.trial.work(over: transport)
    }
  }
}

/// `thalweg scaling simulate`: deals shards on paper, for many numbers of workers.
struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate", abstract: "Predicts the efficiency of many workers.")

  @OptionGroup var trial: TrialArguments
  @Option(help: "Workers; can be repeated.") var ranks: [Int]
  @Option(help: "Shards a worker, in the place of --shards.") var shardsPerRank: Int?
  @Option(help: "Seconds that a message is under way.") var latency = 1e-3
  @Option(help: "Seconds of rank 0 for one message.") var service = 2e-5

  func validate() throws {
    guard ranks.allSatisfy({ $0 >= 1 }), latency >= 0, service >= 0, trial.task > 0 else {
      throw ValidationError("ranks from 1, a --task above 0, and no negative times")
    }
  }

  func run() {
    Output.json(
      ranks.map { ranks in
        DealingSimulation(
          workerCount: ranks, shardCount: shardsPerRank.map { $0 * ranks } ?? trial.shards,
          times: trial.times, latency: latency, service: service
        ).run()
      })
  }
}

/// `thalweg scaling scan`: how long it takes to find out what of a large sweep is there.
struct ScanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scan", abstract: "Times the resume scan of a directory full of shards.")

  @OptionGroup var trial: TrialArguments
  @Option(help: "An empty directory, for headers of shards without content.") var out: String

  func run() throws {
    try reportingFailures { Output.json(try trial.trial.scan(in: SweepDirectory(out))) }
  }
}
