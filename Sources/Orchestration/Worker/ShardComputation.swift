internal import Experiments
internal import Shards
internal import Sweeps

/// Computes shards of one sweep and puts them on disk.
///
/// Every so often, and when it is told to stop, it lays down a checkpoint, and the next attempt at
/// the shard, by whichever process, goes on from there, bit for bit.
struct ShardComputation: ShardComputing {
  private let session: SweepSession
  private let checkpointInterval: Double
  private let recorder: CrashRecorder?
  private let meter = WorkMeter()
  private var experiment: LaneBatchExperiment
  private var earlier: EarlierRuns
  private var held: HeldDirectory?

  /// Computes shards of a session.
  ///
  /// - Parameters:
  ///   - session: The sweep and its directory.
  ///   - checkpointInterval: Seconds between two checkpoints of a shard.
  ///   - recordsDeaths: Whether a crash of this process leaves evidence, because nobody sees it.
  ///     Then all shards are computed by the calling thread.
  init(_ session: SweepSession, checkpointInterval: Double, recordsDeaths: Bool) {
    self.session = session
    self.checkpointInterval = checkpointInterval
    recorder = recordsDeaths ? CrashRecorder(session) : nil
    let directory = session.directory
    experiment = LaneBatchExperiment(
      grid: session.grid, problemPath: { directory.problem($0) })
    earlier = EarlierRuns(session)
  }

  /// Computes one shard, or what a checkpoint leaves of it; see ``ShardComputing``.
  ///
  /// When it is told to stop it lays down a checkpoint.
  mutating func compute(
    _ shard: Int, note: (String) -> Void, shouldContinue: (ShardProgress) -> Bool
  ) throws(ShardError) -> ShardSummary? {
    // Said before the checkpoint is read: whoever dies of that dies of this shard.
    guard shouldContinue(ShardProgress(share: 0, resumedShare: 0, runSteps: 0)) else { return nil }
    let directory = try hold(note: note)
    let meter = meter
    meter?.begin()
    let reader = session.reader(ofShard: shard)
    let file = session.checkpoint(ofShard: shard)
    var work = ShardWork(session, shard: shard)
    do { recorder?.expect(shard: shard, runSteps: try file.runSteps) } catch { throw .file(error) }
    defer { recorder?.expectNothing() }
    if let checkpoint = try restore(shard, file, work, directory, note) {
      work.resume(from: checkpoint)
    }

    var writer = try ShardWriter.begin(
      path: reader.path, sweepDigest: session.manifest.digest, shard: shard, runs: reader.runs,
      shape: session.shape, numericsVersion: reader.numericsVersion)
    for block in work.blocks { try writer.append(block) }
    var lastCheckpoint = monotonicSeconds()
    while let batch = work.nextBatch {
      var isLeaving = false
      let due = lastCheckpoint + checkpointInterval
      let outcome: LaneBatchOutcome
      do {
        outcome = try advance(
          batch, &work,
          shouldContinue: { progress in
            meter?.advance(to: progress.runSteps)
            isLeaving = !shouldContinue(progress)
            return !isLeaving && monotonicSeconds() < due
          })
      } catch {
        writer.abandon()
        throw error
      }
      switch outcome {
      case .suspended(let suspended):
        work.suspend(suspended)
      case .finished(let block):
        work.finish(block)
        try writer.append(block)
        // Small lane-batches end before they ask whether to go on.
        guard work.nextBatch != nil else { continue }
        meter?.advance(to: work.progress().runSteps)
        isLeaving = isLeaving || !shouldContinue(work.progress())
        guard isLeaving || monotonicSeconds() >= due else { continue }
      }
      do throws(ShardError) {
        try directory.confirm()
        try file.write(work.checkpoint)
      } catch {
        writer.abandon()
        throw error
      }
      meter?.save()
      guard !isLeaving else {
        writer.abandon()
        return nil
      }
      recorder?.expect(shard: shard, runSteps: work.checkpoint.runSteps)
      lastCheckpoint = monotonicSeconds()
    }
    meter?.advance(to: work.progress().runSteps)
    do throws(ShardError) { try directory.confirm() } catch {
      writer.abandon()
      throw error
    }
    try writer.publish()
    meter?.save()
    if (try? directory.confirm()) != nil { file.remove() }
    return work.summary
  }

  /// Looks at the directory and at the sweeps that this one extends, once.
  private mutating func hold(note: (String) -> Void) throws(ShardError) -> HeldDirectory {
    if let held { return held }
    let directory = try HeldDirectory(session)
    try earlier.open(note: note)
    held = directory
    return directory
  }

  /// Computes a lane-batch, or goes on with it, without the runs that are known.
  private mutating func advance(
    _ runs: Range<Int>, _ work: inout ShardWork,
    shouldContinue: (ShardProgress) -> Bool
  ) throws(ShardError) -> LaneBatchOutcome {
    let found = try earlier.records(ofRuns: runs, of: session.grid)
    let known = found?.known ?? []
    work.begin(known: known.count)
    if let found, known.count == runs.count { return .finished(found.block) }
    let state = work
    let outcome: LaneBatchOutcome
    do throws(ProblemFileError) {
      outcome = try experiment.records(
        ofRuns: runs, skipping: known, resuming: work.suspended
      ) { shouldContinue(state.progress(stepsDone: $0)) }
    } catch {
      throw .damaged(path: error.path, reason: error.reason)
    }
    guard let found, case .finished(var block) = outcome else { return outcome }
    for run in known { block.copy(run: run, from: found.block, run: run) }
    return .finished(block)
  }

  /// The shard's checkpoint, if it can be used.
  ///
  /// - Throws: ``Shards/ShardError`` where that cannot be told: it may be as good as ever.
  private mutating func restore(
    _ shard: Int, _ file: CheckpointFile, _ work: ShardWork, _ directory: HeldDirectory,
    _ note: (String) -> Void
  ) throws(ShardError) -> RestoredShard? {
    func startAnew(_ error: ShardError) throws(ShardError) -> RestoredShard? {
      note("shard \(shard) starts anew: \(error)")
      try directory.confirm()
      file.remove()
      return nil
    }
    let checkpoint: ShardCheckpoint?
    do throws(ShardError) {
      checkpoint = try file.read(shape: session.shape)
    } catch {
      if case .file = error { throw error }
      return try startAnew(error)
    }
    guard let checkpoint else { return nil }
    guard var restored = RestoredShard(checkpoint, batches: work.batches) else {
      return try startAnew(.damaged(path: file.path, reason: "it holds other lane-batches"))
    }
    guard let suspended = restored.suspended else { return restored }
    let runs = suspended.records.runs
    let known = try earlier.records(ofRuns: runs, of: session.grid)?.known ?? []
    guard known.count < runs.count, try fits(suspended, runs: runs, skipping: known) else {
      return try startAnew(.damaged(path: file.path, reason: "its state is of other runs"))
    }
    restored.lanes = runs.count - known.count
    return restored
  }

  private mutating func fits(
    _ suspended: SuspendedLaneBatch, runs: Range<Int>, skipping known: Set<Int>
  ) throws(ShardError) -> Bool {
    do throws(ProblemFileError) {
      return try experiment.fits(suspended, runs: runs, skipping: known)
    } catch {
      throw .damaged(path: error.path, reason: error.reason)
    }
  }
}
