import ArgumentParser
import Foundation
import MPI
import MPIMessaging
import Orchestration
import ProcessMessaging
import Shards

/// `dealing`: measures and predicts what dealing costs; docs/scaling.md says how to read it.
@main struct Dealing: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dealing", abstract: "Measures and predicts the overhead of dealing shards.",
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

/// `dealing deal`: deals shards that compute nothing, over MPI ranks or local processes.
struct DealCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deal", abstract: "Deals shards that compute nothing, and says what that cost.")

  @OptionGroup var trial: TrialArguments
  @Option(help: "Local worker processes, where there is no mpirun.") var workers = 2

  func run() throws {
    Interruption.watch()
    let trial = trial.trial
    if Launch.current.isOfRanks {
      let report = try MPIRun(
        coordinate: trial.coordinate(over:), work: { try trial.work(over: $0) },
        refuse: { throw ValidationError(Launch.current.refusal) },
        complain: { FileHandle.standardError.write(Data("\($0)\n".utf8)) }
      ).run()
      if let report { try show(report) }
    } else {
      let transport = try ProcessTransport(
        workerCount: workers, executable: "/proc/self/exe",
        arguments: [DealWorkerCommand.name] + self.trial.arguments)
      defer { transport.close() }
      try show(try trial.coordinate(over: transport))
    }
  }
}

/// `dealing worker`: a local worker process of `deal`.
struct DealWorkerCommand: ParsableCommand {
  static let name = "worker"
  static let configuration = CommandConfiguration(
    commandName: name, abstract: "A worker process of 'deal'.", shouldDisplay: false)

  @OptionGroup var trial: TrialArguments

  func run() throws {
    Interruption.watch(interrupts: false)
    let transport = try WorkerEndpoint()
    defer { transport.close() }
    try trial.trial.work(over: transport)
  }
}

/// `dealing simulate`: deals shards on paper, for many numbers of workers.
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

  func run() throws {
    try show(
      ranks.map { ranks in
        DealingSimulation(
          workerCount: ranks, shardCount: shardsPerRank.map { $0 * ranks } ?? trial.shards,
          times: trial.times, latency: latency, service: service
        ).run()
      })
  }
}

/// `dealing scan`: how long it takes to find out what of a large sweep is there.
struct ScanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scan", abstract: "Times the resume scan of a directory full of shards.")

  @OptionGroup var trial: TrialArguments
  @Option(help: "An empty directory, for headers of shards without content.") var out: String

  func run() throws {
    try show(try trial.trial.scan(in: SweepDirectory(out)))
  }
}

/// Prints a value as JSON with sorted keys, as the program does.
private func show(_ value: some Encodable) throws {
  let encoder = JSONEncoder()
  encoder.keyEncodingStrategy = .convertToSnakeCase
  encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
  print(String(decoding: try encoder.encode(value), as: UTF8.self))
}
