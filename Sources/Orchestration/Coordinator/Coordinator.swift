internal import FileSystem
public import Messaging
internal import Shards

/// Deals shards to workers until all are on disk, then merges.
///
/// The coordinator never computes; under MPI the computing thread of rank 0 is a worker like any
/// other. It talks to `any Transport`, and does not know what is behind it.
public final class Coordinator {
  private let session: SweepSession
  private let transport: any Transport
  private let lock: DirectoryLock
  private let reporter: any ProgressReporter
  private let replaceWorker: ((Int) throws(TransportError) -> Void)?

  private var dealer: Dealer
  private var tally: Tally
  private var idle: Set<Int> = []
  private var workers: Set<Int>
  private var lastBeat = monotonicSeconds()

  /// A coordinator of one sweep.
  ///
  /// - Parameters:
  ///   - session: The sweep and its directory.
  ///   - transport: Endpoint 0 of the transport to the workers.
  ///   - lock: The directory's lock, kept alive while the coordinator runs.
  ///   - reporter: Told about progress.
  ///   - replaceWorker: Starts a new worker at an endpoint whose worker died; nil where that
  ///     cannot be done.
  public init(
    session: SweepSession, transport: any Transport, lock: DirectoryLock,
    reporter: any ProgressReporter, replaceWorker: ((Int) throws(TransportError) -> Void)? = nil
  ) {
    self.session = session
    self.transport = transport
    self.lock = lock
    self.reporter = reporter
    self.replaceWorker = replaceWorker
    let scan = ResumeScan(session)
    for (shard, error) in scan.unsound {
      reporter.note("shard \(shard) is computed again: \(error)")
    }
    dealer = Dealer(pending: scan.pending)
    tally = Tally(session: session, finished: scan.finished, pending: scan.pending)
    workers = Set(1..<transport.endpointCount)
    if !scan.finished.isEmpty && !scan.pending.isEmpty {
      reporter.note(
        "\(scan.finished.count) of \(session.manifest.shardCount) shards are there already")
    }
  }

  /// Runs the sweep to its end, or to a signal.
  ///
  /// - Throws: ``OrchestrationError`` when the sweep cannot go on; what is finished is on disk.
  public func run() throws(OrchestrationError) -> RunOutcome {
    do {
      for worker in workers { try begin(worker) }
      while true {
        guard try dealAll() else { return .interrupted }
        reporter.finish(tally.progress)
        guard dealer.setAside.isEmpty else { return .incomplete(shards: dealer.setAside) }
        // A damaged shard never enters the results: it is computed again.
        let damaged = session.merger.unsoundShards { _ in self.beatIfDue() }
        if damaged.damaged.isEmpty && damaged.missing.isEmpty { break }
        try redo(damaged.missing, damaged.damaged)
      }
      sendLeave()
      let outcome = try session.merge(to: session.directory.results) { _ in self.beatIfDue() }
      removeLeftovers()
      return .complete(outcome)
    } catch {
      sendLeave()
      throw error
    }
  }

  // MARK: Dealing

  /// Deals until every shard is on disk or set aside; false when a signal came first.
  private func dealAll() throws(OrchestrationError) -> Bool {
    while !dealer.isDone {
      guard Interruption.signal == nil else {
        sendLeave()
        return false
      }
      for worker in idle.sorted() {
        let chunk = dealer.deal(to: worker, workerCount: workers.count)
        guard !chunk.isEmpty else { break }
        idle.remove(worker)
        try send(.compute(shards: chunk), to: worker)
      }
      try receive()
      beatIfDue()
    }
    return true
  }

  private func receive() throws(OrchestrationError) {
    let event: Event?
    do {
      event = try transport.receive(waitingAtMost: .milliseconds(100))
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
    switch message {
    case .idle:
      idle.insert(worker)
    case .progress(let shard, let share, let runSteps):
      tally.advance(shard, share: share, runSteps: runSteps)
      reporter.update(tally.progress)
    case .finished(let shard, _, let diverged, let runSteps, _):
      dealer.finish(shard, by: worker)
      tally.finish(shard, diverged: diverged, runSteps: runSteps)
      reporter.update(tally.progress)
    case .failed(let shard, let reason):
      throw .shardFailed(shard: shard, reason: reason)
    }
  }

  private func begin(_ worker: Int) throws(OrchestrationError) {
    try send(
      .begin(directory: session.directory.path, manifest: session.manifest.json), to: worker)
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
    let what = shard.map { "computing shard \($0)" } ?? "idle"
    reporter.note("worker \(worker) ended while \(what): \(departure)")
    if let shard {
      tally.forget(shard)
      if dealer.setAside.contains(shard) {
        reporter.note(
          "shard \(shard) is set aside: \(Dealer.deathLimit) workers died while computing it")
      }
    }
    guard let replaceWorker else {
      workers.remove(worker)
      if workers.isEmpty { throw .noWorkers(reason: "\(departure)") }
      return
    }
    do {
      try replaceWorker(worker)
    } catch {
      throw .transport(error)
    }
    try begin(worker)
  }

  private func sendLeave() {
    for worker in workers { try? transport.send(CoordinatorMessage.leave.bytes, to: worker) }
  }

  // MARK: Finishing

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

  /// Temporary files of a sweep that is complete: their writers were killed.
  private func removeLeftovers() {
    let shards = session.directory.shards
    let folders = ((try? Files.names(in: shards)) ?? []).map { shards + "/" + $0 }
    for folder in folders + [session.directory.path] {
      for name in (try? Files.names(in: folder)) ?? [] where Self.isLeftover(name) {
        try? Files.remove(folder + "/" + name)
      }
    }
  }

  /// Whether a name is that of a temporary file of ours; other people's files are theirs.
  private static func isLeftover(_ name: String) -> Bool {
    guard let end = name.firstRange(of: ".tmp-") else { return false }
    let target = name[..<end.lowerBound]
    return ["manifest.json", "results.h5", "results.provenance.json"].contains(target)
      || target.hasPrefix("lock") || target.hasPrefix("shard-") && target.hasSuffix(".h5")
  }

  private func beatIfDue() {
    guard monotonicSeconds() - lastBeat > 2 else { return }
    lastBeat = monotonicSeconds()
    lock.beat()
  }
}
