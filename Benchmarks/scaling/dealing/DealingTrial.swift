import Experiments
import FileSystem
import Glibc
import Messaging
import Orchestration
import Shards
import Sweeps

/// A sweep of shards that compute nothing, dealt by the real coordinator over a real transport.
///
/// It measures what is left when the numerics and the disk are taken away.
struct DealingTrial: Sendable {
  /// Shards, about: at least 64.
  var shardCount = 10_000
  /// Runs in each.
  var runsPerShard = 1000
  /// How long a shard takes.
  var times = TaskTimes(mean: 0)
  /// Whether shards sleep instead of spinning.
  var isSleeping = false

  /// The usual trial: 10⁷ runs that take no time.
  init() {}

  /// What a trial measured.
  struct Report: Hashable, Sendable, Encodable {
    /// Workers.
    var workers: Int
    /// Shards dealt.
    var shards: Int
    /// Runs in them.
    var runs: Int
    /// Seconds from the first deal to the last shard.
    var seconds: Double
    /// Seconds that all shards were to take, summed.
    var taskSeconds: Double
    /// The share of the workers' time that was spent on shards, 0…1.
    var efficiency: Double
    /// Runs a second.
    var runsPerSecond: Double
    /// Shards a second.
    var shardsPerSecond: Double
    /// Processor seconds of the thread that coordinates, in that time.
    var coordinatorSeconds: Double
    /// The same as a share of that time.
    var coordinatorShare: Double
    /// Seconds to plan the sweep, before that.
    var planSeconds: Double
    /// The most memory of the coordinator's process, in bytes; under MPI rank 0 computes in it too.
    var peakBytes: Int
  }

  /// Deals the shards to workers that each called ``work(over:)``.
  ///
  /// - Parameter transport: Endpoint 0 of the transport to them.
  /// - Returns: What that took.
  /// - Throws: ``OrchestrationError`` where messages fail, or a signal came.
  func coordinate(over transport: any Transport) throws -> Report {
    let start = monotonicSeconds()
    let scratch = ScratchDirectory()
    defer { scratch.remove() }
    let session = try session(in: scratch.directory)
    var options = RunOptions()
    options.startsTogether = true
    let coordinator = try Coordinator(
      session: session, transport: transport, lock: nil, options: options, reporter: Silence())
    let planned = monotonicSeconds()
    guard try coordinator.deal(), let began = coordinator.began else {
      throw OrchestrationError.noWorkers(reason: "a signal came")
    }
    let seconds = monotonicSeconds() - began.time
    let busy = threadProcessorSeconds() - began.processorTime
    coordinator.sendLeave()
    let shards = session.manifest.shardCount
    let taskSeconds = (0..<shards).reduce(0) { $0 + times.seconds(ofShard: $1) }
    let workers = transport.endpointCount - 1
    return Report(
      workers: workers, shards: shards, runs: session.manifest.runCount, seconds: seconds,
      taskSeconds: taskSeconds, efficiency: taskSeconds / (Double(workers) * seconds),
      runsPerSecond: Double(session.manifest.runCount) / seconds,
      shardsPerSecond: Double(shards) / seconds, coordinatorSeconds: busy,
      coordinatorShare: busy / seconds, planSeconds: planned - start, peakBytes: peakResidentBytes()
    )
  }

  /// Takes shards until the coordinator says to leave.
  ///
  /// - Throws: ``OrchestrationError`` where messages fail.
  func work(over transport: any Transport) throws(OrchestrationError) {
    try Worker(transport: transport).run { session, _ in
      EmptyComputation(session: session, times: times, isSleeping: isSleeping)
    }
  }

  /// A sweep with as many shards of as many runs; nothing of it is ever computed.
  func session(in directory: SweepDirectory) throws -> SweepSession {
    // Shards are made for 20 predicted seconds each; what they cost is linear in the steps.
    let probe = 100_000
    let one = try Self.cost(of: specification(steps: probe, dataSeeds: 1))
    let two = try Self.cost(of: specification(steps: 2 * probe, dataSeeds: 1))
    let rest = 20e9 - (one - (two - one))
    let steps = Int((rest / (two - one) * Double(probe)).rounded(.up))
    let specification = try specification(steps: steps, dataSeeds: shardCount)
    let grid = Grid(specification)
    let shards = TrainingCost.shards(of: grid)
    return SweepSession(
      directory: directory,
      manifest: Manifest(specification: specification, grid: grid, shards: shards))
  }

  private static func cost(of specification: Specification) -> Double {
    TrainingCost.shards(of: Grid(specification)).predictedNanoseconds
  }

  private func specification(steps: Int, dataSeeds: Int) throws -> Specification {
    try Specification(
      yaml: """
        name: dealing
        model: {kind: diagonal-net, dimension: 10, sparsity: 2}
        data: {samples: 10}
        noise: {kind: none}
        optimizer: {kind: sgd, step_size: 0.01}
        steps: \(steps)
        data_seed: {count: \(dataSeeds)}
        init_seed: 1
        noise_seed: {count: \(runsPerShard)}
        """, source: "dealing.yaml")
  }
}

/// Where a trial's log and progress go, as a sweep's do; of this trial alone.
private struct ScratchDirectory {
  let directory: SweepDirectory

  init() {
    let place = Files.variable("TMPDIR") ?? "/tmp"
    let token = String(UInt64.random(in: 0...(.max)), radix: 36)
    directory = SweepDirectory("\(place)/thalweg-dealing-\(getpid())-\(token)")
  }

  func remove() {
    for folder in [directory.work, directory.path] {
      for name in (try? Files.names(in: folder)) ?? [] { try? Files.remove("\(folder)/\(name)") }
      Files.removeDirectory(ifEmpty: folder)
    }
  }
}

/// Says nothing.
private struct Silence: ProgressReporter {
  func update(_ progress: Progress) {}
  func note(_ text: String) {}
  func finish(_ progress: Progress) {}
}

/// The most memory that this process ever had, in bytes.
func peakResidentBytes() -> Int {
  var usage = rusage()
  unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  return usage.ru_maxrss * 1024
}
