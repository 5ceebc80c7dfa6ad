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
  private var heart: Heart

  private(set) var dealer: Dealer
  private var tally: Tally
  private var idle: Set<Int> = []
  private var workers: Set<Int>
  private var board: ProgressBoard
  private var ward: Ward
  private lazy var log = WorkLog(in: session.directory, BuildFacts(mpi: options.mpiLibrary))

  /// A coordinator of one sweep.
  ///
  /// - Parameters:
  ///   - session: The sweep and its directory.
  ///   - transport: Endpoint 0 of the transport to the workers.
  ///   - lock: The directory's lock, kept alive while the coordinator runs.
  ///   - options: How to run.
  ///   - reporter: Told about progress.
  ///   - supervisor: Holds the workers where they are processes of this one; nil elsewhere.
  public init(
    session: SweepSession, transport: any Transport, lock: DirectoryLock,
    options: RunOptions = RunOptions(), reporter: any ProgressReporter,
    supervisor: (any WorkerSupervisor)? = nil
  ) {
    self.session = session
    self.transport = transport
    self.options = options
    self.reporter = reporter
    self.supervisor = supervisor
    heart = Heart(lock: lock)
    let scan = ResumeScan(session)
    scan.report(to: reporter)
    let tally = Tally(session: session, finished: scan.finished, pending: scan.pending)
    self.tally = tally
    ward = Ward(session, hangLimit: options.hangLimit)
    let quarantined = ward.attempts.quarantined(
      among: scan.pending, retrying: options.retriesQuarantined)
    dealer = Dealer(pending: scan.pending, cost: tally.cost(ofShard:))
    for shard in quarantined { dealer.setAside(shard) }
    workers = Set(1..<transport.endpointCount)
    board = ProgressBoard(session.directory)
    if !scan.finished.isEmpty && !scan.pending.isEmpty {
      reporter.note(
        "\(scan.finished.count) of \(session.manifest.shardCount) shards are there already")
    }
    if !quarantined.isEmpty {
      reporter.note("\(quarantined.count) shards are quarantined and left out")
    }
  }

  /// Runs the sweep to its end, to a signal, or to the deadline.
  ///
  /// - Throws: ``OrchestrationError`` when the sweep cannot go on; what is finished is on disk.
  public func run() throws(OrchestrationError) -> RunOutcome {
    defer { board.remove() }
    do throws(OrchestrationError) {
      if let outcome = session.archived {
        reporter.note("the shards were deleted after they had been merged; there is nothing to do")
        sendLeave()
        return .complete(outcome)
      }
      for worker in workers { try begin(worker) }
      while true {
        guard try dealAll() else {
          sendLeave()
          return .interrupted
        }
        reporter.finish(progress)
        guard dealer.setAside.isEmpty else {
          sendLeave()
          return .incomplete(shards: dealer.setAside)
        }
        // A damaged shard never enters the results: it is computed again.
        guard let outcome = try merged() else { continue }
        sendLeave()
        if let verdict = tally.work.verdict { reporter.note(verdict) }
        if tally.work.runsTakenOver > 0 {
          reporter.note("\(tally.work.runsTakenOver) runs were taken over, not computed")
        }
        session.removeLeftovers()
        return .complete(outcome)
      }
    } catch {
      sendLeave()
      throw error
    }
  }

  /// Merges; nil where shards are missing or damaged, which are dealt again then.
  private func merged() throws(OrchestrationError) -> ResultsMerger.Outcome? {
    let outcome: ResultsMerger.Outcome
    do throws(OrchestrationError) {
      outcome = try session.merge(
        to: session.directory.results, allowMissing: false, after: tally.work
      ) { _ in heart.beatIfDue() }
    } catch {
      if let error = heart.error { throw error }
      switch error {
      case .shard(.damagedShards(let damaged)): try redo([], damaged)
      case .shard(.incomplete): try redo(ResumeScan(session).pending, [])
      default: throw error
      }
      return nil
    }
    if let error = heart.error { throw error }
    return outcome
  }

  // MARK: Dealing

  /// Deals until every shard is on disk or set aside; false when it is time to leave before.
  private func dealAll() throws(OrchestrationError) -> Bool {
    while !dealer.isDone {
      guard !options.isTimeToLeave else {
        if Interruption.signal == nil { reporter.note("the time is nearly up") }
        return false
      }
      for worker in idle.sorted() {
        let chunk = dealer.deal(to: worker, workerCount: workers.count)
        guard !chunk.isEmpty else { break }
        idle.remove(worker)
        try send(.compute(shards: chunk), to: worker)
      }
      try receive()
      ward.look(at: dealer.busy, supervisor)
      board.show(deaths: ward.deathCount, quarantined: dealer.setAside) { progress }
      heart.beatIfDue()
      if let error = heart.error { throw error }
    }
    return true
  }

  private func receive() throws(OrchestrationError) {
    let event: Event?
    do {
      event = try transport.receive(waitingAtMost: .milliseconds(20))
    } catch {
      throw .transport(error)
    }
    switch event {
    case .message(let bytes, from: let worker): try handle(bytes, from: worker)
    case .departed(let worker, let departure): try lose(worker, departure)
    case nil: reporter.update(tally.progress)
    }
  }

  private func handle(_ bytes: [UInt8], from worker: Int) throws(OrchestrationError) {
    let message: WorkerMessage
    do {
      message = try WorkerMessage(bytes)
    } catch {
      throw .transport(.malformed(endpoint: worker))
    }
    ward.hear(worker)
    switch message {
    case .idle(let host, let process):
      idle.insert(worker)
      ward.introduce(worker, host: host, process: process)
    case .progress(let shard, let share, let resumedShare, let runSteps):
      dealer.begin(shard)
      tally.advance(shard, share: share, resumedShare: resumedShare, runSteps: runSteps)
      reporter.update(tally.progress)
    case .finished(let shard, let summary):
      dealer.finish(shard, by: worker)
      ward.attempts.forget(shard)
      tally.finish(shard, summary)
      log.add(shard, summary)
      reporter.update(tally.progress)
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
        checkpointInterval: options.checkpointInterval), to: worker)
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
        "shard \(shard) is quarantined: \(count) workers died in a row while computing it")
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

  private func sendLeave() {
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

/// Writes `progress.json` every two seconds.
private struct ProgressBoard {
  private let path: String
  private var count = 0
  private var lastShown = -1000.0

  init(_ directory: SweepDirectory) { path = directory.progress }

  mutating func show(deaths: Int, quarantined: [Int], _ progress: () -> Progress) {
    guard monotonicSeconds() - lastShown > 2 else { return }
    lastShown = monotonicSeconds()
    count += 1
    ProgressFile(progress(), count: count, deaths: deaths, quarantined: quarantined)
      .write(to: path)
  }

  func remove() { try? Files.remove(path) }
}
