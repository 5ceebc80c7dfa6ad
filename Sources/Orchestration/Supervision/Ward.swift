internal import FileSystem
private import Glibc
internal import Messaging

/// Who the workers are, whether they live, and what they died of.
struct Ward {
  /// The evidence.
  let attempts: Attempts
  /// Deaths with evidence since the start.
  private(set) var deathCount = 0

  private var names: [Int: (host: String, process: Int32)] = [:]
  private var hangs: HangWatch
  private var hung: Set<Int> = []
  private let hangLimit: Double
  /// Workers in a row that were gone before they said a word.
  private var stillborn = 0
  /// Ends in a row that blame nobody, of a shard whose checkpoint stays at the same run-steps.
  private var standstills: [Int: (runSteps: Int64, count: Int)] = [:]
  private var memory: MemoryPressure
  /// Whether workers are killed that have used so much processor time.
  private let endsAtProcessorTime: Bool

  /// What a worker exits with that says what the machine refuses: a file, memory, a message.
  private static let refusedExitCode = 74
  /// Beyond this something is wrong with the program, not with a shard.
  private static let stillbornLimit = 10

  init(
    _ session: SweepSession, hangLimit: Double, memory: MemoryPressure = MemoryPressure(),
    endsAtProcessorTime: Bool = processorTimeLimits().end != nil
  ) {
    self.endsAtProcessorTime = endsAtProcessorTime
    attempts = Attempts(session)
    self.memory = memory
    hangs = HangWatch(limit: hangLimit)
    self.hangLimit = hangLimit
  }

  /// A worker says who it is.
  mutating func introduce(_ worker: Int, host: String, process: Int32) {
    names[worker] = (host, process)
    stillborn = 0
  }

  /// A worker said something.
  mutating func hear(_ worker: Int) { hangs.hear(worker) }

  /// Ends workers that hang; `busy` are those that compute.
  mutating func look(at busy: [Int: Int], _ supervisor: (any WorkerSupervisor)?) {
    guard let supervisor else { return }
    let found = hangs.look(at: busy.keys, now: monotonicSeconds()) { worker in
      supervisor.processIdentifier(of: worker).flatMap(ProcessStatistics.init(of:))
    }
    for worker in found {
      hung.insert(worker)
      supervisor.kill(worker)
    }
  }

  /// A worker is gone.
  ///
  /// - Parameters:
  ///   - worker: Which.
  ///   - departure: How.
  ///   - shard: What it was computing; nil for nothing.
  /// - Returns: What it died of, if that is evidence, and how many deaths count against the shard.
  /// - Throws: ``OrchestrationError`` where the evidence cannot be written, where workers end before
  ///   they begin or get on, and where one says that the machine refuses what it needs.
  mutating func lose(
    _ worker: Int, _ departure: Departure, shard: Int?
  ) throws(OrchestrationError) -> (cause: String?, count: Int) {
    hangs.hear(worker)
    let name = names.removeValue(forKey: worker)
    let isHung = hung.remove(worker) != nil
    if name == nil {
      stillborn += 1
      guard stillborn < Self.stillbornLimit else {
        throw .noWorkers(reason: "they end before they begin: \(departure)")
      }
    }
    if departure == .exited(code: Self.refusedExitCode) {
      throw .noWorkers(reason: "worker \(worker) could not go on, for the reason above")
    }
    let seconds = Int(hangLimit)
    var cause =
      isHung ? "hung: neither a word nor processor time for \(seconds) s" : departure.evidence
    if !isHung, departure == .killed(signal: Int(SIGKILL)) {
      if let words = memory.newKill() {
        cause = "signal 9, \(words)"
      } else if endsAtProcessorTime {
        // The kernel's own, most likely, and no shard is to blame for it.
        cause = nil
      }
    }
    guard let shard else { return (cause, 0) }
    guard let cause else {
      switch departure {
      case .exited, .killed: try standStill(shard, departure)
      case .closed, .unknown: break
      }
      return (nil, 0)
    }
    deathCount += 1
    do {
      return (
        cause,
        try attempts.record(
          cause: isHung ? "hung" : cause, process: name?.process ?? 0, shard: shard)
      )
    } catch {
      throw .file(error)
    }
  }

  /// A worker left a shard though nobody told it to, as at a limit of processor time.
  ///
  /// Another goes on; where none ever gets further, there would be no end to that.
  private mutating func standStill(
    _ shard: Int, _ departure: Departure
  ) throws(OrchestrationError) {
    let runSteps: Int64
    do {
      runSteps = try attempts.runSteps(ofShard: shard)
    } catch {
      throw .file(error)
    }
    let before = standstills[shard].flatMap { $0.runSteps == runSteps ? $0.count : nil } ?? 0
    standstills[shard] = (runSteps, before + 1)
    guard before + 1 >= Attempts.limit else { return }
    let limits = processorTimeLimits()
    let limit =
      (limits.warning ?? limits.end).map { "; a process may use \($0) s here (ulimit -t)" } ?? ""
    throw .noWorkers(
      reason: "they end again and again before shard \(shard) gets on: \(departure)\(limit)")
  }

  /// Who a worker is.
  func description(of worker: Int) -> Progress.Worker {
    Progress.Worker(
      worker: worker, host: names[worker]?.host ?? "", process: names[worker]?.process ?? 0)
  }
}

extension Departure {
  /// What a worker died of by its own doing, in the words of the evidence; nil for an end that
  /// blames no shard: a clean one, one that is not known, or a termination signal's.
  fileprivate var evidence: String? {
    switch self {
    case .closed, .unknown: nil
    case .exited(let code):
      [0, Interruption.exitCode].contains(code) ? nil : "exit \(code)"
    case .killed(let signal):
      Interruption.terminationSignals.contains(Int32(signal)) ? nil : "signal \(signal)"
    }
  }
}
