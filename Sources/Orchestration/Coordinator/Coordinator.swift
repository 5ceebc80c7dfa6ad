internal import FileSystem
public import Messaging
internal import Shards

/// Deals shards to workers until all are on disk, then merges.
///
/// The coordinator never computes; under MPI the computing thread of rank 0 is a worker like any
/// other. It talks to `any Transport`, and does not know what is behind it.
public final class Coordinator {
  let session: SweepSession
  let options: RunOptions
  let reporter: any ProgressReporter
  let supervisor: (any WorkerSupervisor)?
  private let transport: any Transport
  private let lock: DirectoryLock?
  /// What took the place of the shards when the run began.
  private let archived: ResultsMerger.Outcome?

  private(set) var dealer: Dealer
  private var tally: Tally
  private var idle: Set<Int> = []
  private var isBegun = false
  /// When the first shard was dealt, on the clocks of `monotonicSeconds` and `threadProcessorSeconds`.
  package private(set) var began: (time: Double, processorTime: Double)?
  private var workers: Set<Int>
  private var board: ProgressBoard
  private var ward: Ward
  private var pace: Pace
  private var log: WorkLog

  /// A coordinator of one sweep.
  ///
  /// - Parameters:
  ///   - session: The sweep and its directory.
  ///   - transport: Endpoint 0 of the transport to the workers.
  ///   - lock: The directory's lock; the coordinator stops when it is lost. Nil where nobody else could
  ///     coordinate.
  ///   - options: How to run.
  ///   - reporter: Told about progress.
  ///   - supervisor: Holds the workers where they are processes of this one; nil elsewhere.
  ///   - shards: The only ones to compute; nil for all that are missing.
  ///   - earlier: The coordinator of these workers before this one, whose work counts as part of this
  ///     run; nil without.
  /// - Throws: ``OrchestrationError`` where it cannot be told what is there already.
  public init(
    session: SweepSession, transport: any Transport, lock: DirectoryLock?,
    options: RunOptions = RunOptions(), reporter: any ProgressReporter,
    supervisor: (any WorkerSupervisor)? = nil, only shards: [Int]? = nil,
    after earlier: Coordinator? = nil
  ) throws(OrchestrationError) {
    self.session = session
    self.transport = transport
    self.options = options
    self.reporter = reporter
    self.supervisor = supervisor
    self.lock = lock
    log = WorkLog(in: session.directory, mpi: options.mpiLibrary)
    let scan = try ResumeScan(session) { shards?.contains($0) ?? true }
    archived = scan.archived
    scan.report(to: reporter)
    let tally = Tally(session: session, finished: scan.finished, pending: scan.pending)
    self.tally = tally
    if let earlier { self.tally.work = earlier.tally.work }
    ward = Ward(session, hangLimit: options.hangLimit)
    let quarantined: [Int]
    do {
      quarantined = try ward.attempts.quarantined(
        among: scan.pending, retrying: options.retriesQuarantined)
    } catch {
      throw .file(error)
    }
    dealer = Dealer(pending: scan.pending, cost: tally.cost(ofShard:))
    for shard in quarantined { dealer.setAside(shard) }
    workers = Set(1..<transport.endpointCount)
    pace = Pace(workerCount: transport.endpointCount - 1)
    board = ProgressBoard(session.directory, lock, interval: pace.betweenFiles)
    if !scan.finished.isEmpty && !scan.pending.isEmpty {
      reporter.note(
        "\(scan.finished.count) of \(counted(session.manifest.shardCount, "shard", "is", "are")) there already"
      )
    }
    if !quarantined.isEmpty {
      reporter.note("\(counted(quarantined.count, "shard", "is", "are")) quarantined and left out")
    }
  }

  /// Runs the sweep to its end, to a signal, or to the deadline.
  ///
  /// - Throws: ``OrchestrationError`` when the sweep cannot go on; what is finished is on disk.
  public func run() throws(OrchestrationError) -> RunOutcome {
    defer { board.remove() }
    do throws(OrchestrationError) {
      if let outcome = archived {
        reporter.note("the shards were deleted after they had been merged; there is nothing to do")
        sendLeave()
        return .complete(outcome)
      }
      while true {
        guard try deal() else {
          sendLeave()
          return .interrupted
        }
        reporter.finish(progress)
        if let began {
          tally.work.seconds = monotonicSeconds() - began.time
          tally.work.coordinatorSeconds = threadProcessorSeconds() - began.processorTime
        }
        guard dealer.setAside.isEmpty else {
          sendLeave()
          return .incomplete(shards: dealer.setAside)
        }
        // A damaged shard never enters the results: it is computed again.
        guard let outcome = try merged() else { continue }
        sendLeave()
        if let verdict = tally.work.verdict { reporter.note(verdict) }
        if tally.work.runsTakenOver > 0 {
          reporter.note(
            "\(counted(tally.work.runsTakenOver, "run", "was", "were")) taken over, not computed")
        }
        try lock?.confirm()
        session.removeLeftovers()
        return .complete(outcome)
      }
    } catch {
      sendLeave()
      throw error
    }
  }

  /// Computes the shards and merges nothing; the workers stay for another coordinator.
  ///
  /// - Returns: False when it is time to leave before all are done; then the workers leave too.
  /// - Throws: ``OrchestrationError`` when the sweep cannot go on.
  public func computeOnly() throws(OrchestrationError) -> Bool {
    defer { board.remove() }
    do throws(OrchestrationError) {
      guard try deal() else {
        sendLeave()
        return false
      }
      reporter.finish(progress)
      return true
    } catch {
      sendLeave()
      throw error
    }
  }

  /// Merges; nil where shards are missing or damaged, which are dealt again then.
  private func merged() throws(OrchestrationError) -> ResultsMerger.Outcome? {
    let outcome: ResultsMerger.Outcome
    do throws(OrchestrationError) {
      outcome = try Interruption.withoutLooking { () throws(OrchestrationError) in
        try session.merge(to: session.directory.results, after: tally.work, lock: lock)
      }
    } catch {
      // Whoever has the directory by now may have put other shards there.
      try lock?.confirm()
      switch error {
      case .shard(.damagedShards(let damaged)): try redo([], damaged)
      case .shard(.incomplete):
        let missing = try ResumeScan(session).pending
        // Two looks with two answers are no reason to go round for ever.
        guard !missing.isEmpty else { throw error }
        try redo(missing, [])
      default: throw error
      }
      return nil
    }
    return outcome
  }

  // MARK: Dealing

  /// Deals until every shard is on disk or set aside.
  ///
  /// What an event costs must not grow with the number of workers, or rank 0 of many drowns.
  ///
  /// - Returns: False when it is time to leave before.
  /// - Throws: ``OrchestrationError`` when the sweep cannot go on.
  public func deal() throws(OrchestrationError) -> Bool {
    if !isBegun {
      isBegun = true
      for worker in workers { try begin(worker) }
    }
    Interruption.look()
    defer { log.write() }
    while !dealer.isDone {
      guard !options.isTimeToLeave else {
        if Interruption.signal == nil { reporter.note("the time is nearly up") }
        return false
      }
      if began == nil && (options.startsTogether ? idle.count == workers.count : !idle.isEmpty) {
        began = (monotonicSeconds(), threadProcessorSeconds())
      }
      while began != nil, dealer.hasPending, let worker = idle.popFirst() {
        let chunk = dealer.deal(
          to: worker, workerCount: workers.count, secondsOfCost: tally.secondsOfCost)
        try send(.compute(shards: chunk), to: worker)
      }
      try receive()
      guard pace.isTimeToLook else { continue }
      reporter.update(tally.progress)
      ward.look(at: dealer.busy, supervisor)
      board.show(deaths: ward.deathCount, quarantined: dealer.setAside) { progress }
      if let loss = lock?.loss { throw loss }
    }
    return true
  }

  private func receive() throws(OrchestrationError) {
    var event: Event?
    do {
      event = try transport.receive(waitingAtMost: .zero)
      if event == nil {
        log.write()
        event = try transport.receive(waitingAtMost: .milliseconds(50))
      }
    } catch {
      throw .transport(error)
    }
    switch event {
    case .message(let bytes, from: let worker): try handle(bytes, from: worker)
    case .departed(let worker, let departure): try lose(worker, departure)
    case nil: break
    }
  }

  private func handle(_ bytes: [UInt8], from worker: Int) throws(OrchestrationError) {
    let messages: [WorkerMessage]
    do {
      messages = try WorkerMessage.all(in: bytes)
    } catch {
      throw .transport(.malformed(endpoint: worker))
    }
    ward.hear(worker)
    for message in messages { try handle(message, from: worker) }
  }

  private func handle(_ message: WorkerMessage, from worker: Int) throws(OrchestrationError) {
    switch message {
    case .idle(let host, let process):
      idle.insert(worker)
      ward.introduce(worker, host: host, process: process)
    case .progress(let shard, let share, let resumedShare, let runSteps):
      dealer.begin(shard)
      tally.advance(shard, share: share, resumedShare: resumedShare, runSteps: runSteps)
    case .finished(let shard, let summary):
      dealer.finish(shard, by: worker)
      ward.attempts.forget(shard, lock: lock)
      tally.finish(shard, summary)
      log.add(shard, summary)
    case .failed(let shard, let reason):
      throw .shardFailed(shard: shard, reason: reason)
    case .note(let text):
      reporter.note(text)
    }
  }

  private func begin(_ worker: Int) throws(OrchestrationError) {
    try send(
      .begin(
        directory: session.directory.path, manifest: session.manifest.json,
        checkpointInterval: options.checkpointInterval,
        reportInterval: pace.betweenReports), to: worker)
  }

  private func send(_ message: CoordinatorMessage, to worker: Int) throws(OrchestrationError) {
    do {
      try transport.send(message.bytes, to: worker)
    } catch .departed {
      // The event that says so is on its way.
    } catch {
      throw .transport(error)
    }
  }

  /// A worker is gone though nobody told it to leave.
  private func lose(_ worker: Int, _ departure: Departure) throws(OrchestrationError) {
    idle.remove(worker)
    let shard = dealer.lose(worker)
    if let shard { tally.forget(shard) }
    // A batch system's signals reach the workers too.
    guard !options.isTimeToLeave else {
      workers.remove(worker)
      return
    }
    let what = shard.map { "computing shard \($0)" } ?? "idle"
    let (cause, count) = try ward.lose(worker, departure, shard: shard)
    reporter.note("worker \(worker) ended while \(what): \(cause ?? "\(departure)")")
    if let shard, count >= Attempts.limit {
      dealer.setAside(shard)
      reporter.note(
        "shard \(shard) is quarantined: \(counted(count, "worker")) died in a row while computing it"
      )
    }
    guard let supervisor else {
      workers.remove(worker)
      if workers.isEmpty { throw .noWorkers(reason: "\(departure)") }
      return
    }
    do {
      try supervisor.replace(worker)
    } catch {
      throw .transport(error)
    }
    try begin(worker)
  }

  /// Tells the workers to leave.
  public func sendLeave() {
    for worker in workers { try? transport.send(CoordinatorMessage.leave.bytes, to: worker) }
  }

  private func redo(
    _ missing: [Int], _ damaged: [(shard: Int, error: ShardError)]
  ) throws(OrchestrationError) {
    for (shard, error) in damaged {
      reporter.note("shard \(shard) is computed again: \(error)")
      do {
        try Files.remove(session.directory.shard(shard))
      } catch {
        throw .file(error)
      }
    }
    let shards = (missing + damaged.map(\.shard)).sorted()
    for shard in shards { tally.revoke(shard) }
    dealer.redo(shards)
  }

  /// How far the sweep is, with what each worker does.
  private var progress: Progress {
    var progress = tally.progress
    let busy = dealer.busy
    progress.workers = workers.sorted().map { worker in
      var state = ward.description(of: worker)
      if let shard = busy[worker] { tally.describe(shard, in: &state) }
      return state
    }
    return progress
  }
}

/// Writes `progress.json` now and then.
private struct ProgressBoard {
  private let path: String
  private let lock: DirectoryLock?
  private let interval: Double
  private var count = 0
  private var lastShown = -1000.0

  init(_ directory: SweepDirectory, _ lock: DirectoryLock?, interval: Double) {
    path = directory.progress
    self.lock = lock
    self.interval = interval
  }

  /// Whether the file is this coordinator's to replace.
  private var isOurs: Bool { lock == nil || (try? lock?.confirm()) != nil }

  mutating func show(deaths: Int, quarantined: [Int], _ progress: () -> Progress) {
    guard monotonicSeconds() - lastShown > interval, isOurs else { return }
    lastShown = monotonicSeconds()
    count += 1
    ProgressFile(progress(), count: count, deaths: deaths, quarantined: quarantined)
      .write(to: path)
  }

  func remove() { if isOurs { try? Files.remove(path) } }
}
