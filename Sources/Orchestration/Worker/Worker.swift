public import Messaging
internal import Shards

/// A worker: computes the shards that the coordinator deals to it.
public struct Worker {
  private let transport: any Transport
  private let reporting: Duration

  /// A worker at its end of a transport.
  public init(transport: any Transport) {
    self.transport = transport
    reporting = .milliseconds(250)
  }

  /// Works until the coordinator says to leave, or is gone.
  ///
  /// - Throws: ``OrchestrationError`` where messages fail. A shard that cannot be written is told
  ///   to the coordinator.
  public func run() throws(OrchestrationError) {
    do {
      guard let session = try awaitSession() else { return }
      try work(in: session)
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

  private func awaitSession() throws -> SweepSession? {
    guard case .begin(let directory, let manifest) = try next() else { return nil }
    let place = SweepDirectory(directory)
    return SweepSession(
      directory: place, manifest: try Manifest(json: manifest, path: place.manifest))
  }

  /// The next message; nil when the coordinator is gone.
  private func next() throws -> CoordinatorMessage? {
    while true {
      switch try transport.receive(waitingAtMost: .seconds(3600)) {
      case .message(let bytes, from: _): return try CoordinatorMessage(bytes)
      case .departed: return nil
      case nil: continue
      }
    }
  }

  private func work(in session: SweepSession) throws {
    var computation = ShardComputation(session)
    while true {
      try transport.send(WorkerMessage.idle.bytes, to: 0)
      guard case .compute(let shards) = try next() else { return }
      for shard in shards {
        guard try compute(shard, &computation) else { return }
      }
    }
  }

  /// Computes one shard; false when it is time to leave.
  private func compute(_ shard: Int, _ computation: inout ShardComputation) throws -> Bool {
    var clock = ContinuousClock.now
    do {
      let outcome = try computation.compute(shard) { progress in
        guard clock.duration(to: .now) > reporting else { return true }
        clock = .now
        return report(progress, of: shard)
      }
      guard let outcome else { return false }
      try transport.send(
        WorkerMessage.finished(
          shard: shard, runs: outcome.runs, diverged: outcome.diverged,
          runSteps: outcome.runSteps, seconds: outcome.seconds
        ).bytes, to: 0)
    } catch let error as ShardError {
      try transport.send(
        WorkerMessage.failed(shard: shard, reason: error.description).bytes, to: 0)
    }
    return true
  }

  /// Tells how far a shard is; false when the coordinator says to leave, or is gone.
  private func report(_ progress: ShardComputation.Progress, of shard: Int) -> Bool {
    do {
      try transport.send(
        WorkerMessage.progress(
          shard: shard, share: progress.share, runSteps: progress.runSteps
        ).bytes, to: 0)
      // While it computes, a worker is told nothing but to leave.
      return try transport.receive(waitingAtMost: .zero) == nil
    } catch {
      return false
    }
  }
}
