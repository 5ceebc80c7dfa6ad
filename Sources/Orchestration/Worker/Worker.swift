private import Glibc
public import Messaging
internal import Shards

/// A worker: computes the shards that the coordinator deals to it.
///
/// It leaves when the coordinator says so or is gone, and on a termination signal of its own; what is
/// under way is laid down as a checkpoint then.
public struct Worker {
  private let transport: any Transport
  private let recordsDeaths: Bool

  /// How often it listens while it computes: the answer to `leave` is asked for within a second,
  /// and training lets go every 20 ms.
  private static let listening: Duration = .milliseconds(5)

  /// A worker at its end of a transport.
  ///
  /// - Parameters:
  ///   - transport: To the coordinator.
  ///   - recordsDeaths: Whether a crash of this process leaves evidence of its own, because the
  ///     coordinator would not see it.
  public init(transport: any Transport, recordsDeaths: Bool = false) {
    self.transport = transport
    self.recordsDeaths = recordsDeaths
  }

  /// Works until the coordinator says to leave, or is gone, or a signal comes.
  ///
  /// - Throws: ``OrchestrationError`` where messages fail. A shard that cannot be written is told
  ///   to the coordinator.
  public func run() throws(OrchestrationError) {
    let recordsDeaths = recordsDeaths
    try run { session, checkpointInterval in
      ShardComputation(
        session, checkpointInterval: checkpointInterval, recordsDeaths: recordsDeaths)
    }
  }

  /// Works like ``run()``, with shards made by whatever `makeComputation` returns for the session and
  /// the seconds between two checkpoints.
  package func run<Computation: ShardComputing>(
    computingWith makeComputation: (SweepSession, Double) -> Computation
  ) throws(OrchestrationError) {
    do {
      var message = try next()
      // One sweep after the other: what is under way in one is finished before another extends it.
      while case .begin(let directory, let manifest, let checkpointInterval, let reportInterval) =
        message
      {
        let place = SweepDirectory(directory)
        let session = SweepSession(
          directory: place, manifest: try Manifest(json: manifest, path: place.manifest))
        var computation = makeComputation(session, checkpointInterval)
        message = try work(&computation, reporting: .seconds(reportInterval))
      }
    } catch let error as TransportError {
      // A coordinator that left needs no answer.
      if case .departed = error { return }
      throw .transport(error)
    } catch let error as ShardError {
      throw .shard(error)
    } catch {
      throw .noWorkers(reason: "a message could not be read: \(error)")
    }
  }

  /// The next message; nil when the coordinator is gone or a signal came.
  private func next() throws -> CoordinatorMessage? {
    while Interruption.signal == nil {
      switch try transport.receive(waitingAtMost: .milliseconds(100)) {
      case .message(let bytes, from: _): return try CoordinatorMessage(bytes)
      case .departed: return nil
      case nil: continue
      }
    }
    return nil
  }

  /// Computes what it is told to.
  ///
  /// - Returns: The first message that is about something else; nil when it is time to leave.
  private func work(
    _ computation: inout some ShardComputing, reporting interval: Duration
  ) throws -> CoordinatorMessage? {
    // The end of a shard is told together with what comes next.
    var ends: [WorkerMessage] = []
    while true {
      try send(ends + [.idle(host: hostName(), process: getpid())])
      ends = []
      let message = try next()
      guard case .compute(let shards) = message else { return message }
      for shard in shards {
        let begin = WorkerMessage.progress(shard: shard, share: 0, resumedShare: 0, runSteps: 0)
        try send(ends + [begin])
        guard let end = compute(shard, &computation, reporting: interval) else { return nil }
        ends = [end]
      }
    }
  }

  /// Computes one shard, and says how it ended; nil when it is time to leave.
  private func compute(
    _ shard: Int, _ computation: inout some ShardComputing, reporting interval: Duration
  ) -> WorkerMessage? {
    var conversation = Conversation(shard: shard, interval: interval)
    do throws(ShardError) {
      let summary = try computation.compute(
        shard, note: { try? send([.note($0)]) },
        shouldContinue: { progress in speak(progress, &conversation) })
      return summary.map { .finished(shard: shard, $0) }
    } catch {
      return .failed(shard: shard, reason: error.description)
    }
  }

  /// When was said and listened what about a shard.
  private struct Conversation {
    let shard: Int
    /// How often it says how far it is.
    let interval: Duration
    var reported = ContinuousClock.now
    var listened = ContinuousClock.now
  }

  /// Tells how far a shard is, and listens; false when it is time to leave.
  private func speak(
    _ progress: ShardProgress, _ conversation: inout Conversation
  ) -> Bool {
    guard Interruption.signal == nil else { return false }
    let now = ContinuousClock.now
    do {
      if conversation.reported.duration(to: now) > conversation.interval {
        conversation.reported = now
        try send([
          .progress(
            shard: conversation.shard, share: progress.share, resumedShare: progress.resumedShare,
            runSteps: progress.runSteps)
        ])
      }
      guard conversation.listened.duration(to: now) > Self.listening else { return true }
      conversation.listened = now
      // While it computes, a worker is told nothing but to leave.
      return try transport.receive(waitingAtMost: .zero) == nil
    } catch {
      return false
    }
  }

  private func send(_ messages: [WorkerMessage]) throws(TransportError) {
    try transport.send(messages.flatMap(\.bytes), to: 0)
  }
}
