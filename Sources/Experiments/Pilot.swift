public import Sweeps
internal import Training

/// A timed sample of a sweep: what it will cost on this machine.
///
/// Lane-batches at equal distances in predicted cost are run for a moment each, without snapshots;
/// the time of a snapshot is measured by itself, because most of them come early in a run. The
/// sweep's prediction is scaled by the mean ratio of measured to predicted time.
public struct Pilot: Sendable {
  /// The sweep's cost on one core of this machine, in nanoseconds.
  public let nanoseconds: Double
  /// How many lane-batches were timed.
  public let sampleCount: Int
  /// Smallest and largest ratio of measured to predicted time among them.
  public let ratios: ClosedRange<Double>

  /// Times a sweep for at most `budget` or so.
  ///
  /// - Parameters:
  ///   - grid: The runs.
  ///   - shards: Their shards, whose predictions are scaled.
  ///   - problemPath: The path of a user's problem by the digest of its content.
  ///   - budget: How long to measure.
  /// - Throws: ``ProblemFileError`` where a user's problem cannot be read.
  public init(
    _ grid: Grid, _ shards: ShardTable, problemPath: @escaping (_ digest: String) -> String,
    budget: Duration = .seconds(12)
  ) throws(ProblemFileError) {
    let count = min(shards.count, 24)
    var problems = ProblemStore(path: problemPath)
    var ratios: [Double] = []
    for sample in 0..<count {
      let batches = shards.laneBatches(ofShard: (2 * sample + 1) * shards.count / (2 * count))
      let batch = (batches.lowerBound + batches.upperBound) / 2
      let timed = try TimedLaneBatch(batch, of: grid, &problems, budget: budget / count)
      ratios.append(timed.nanoseconds / shards.predictedNanoseconds(ofLaneBatch: batch))
    }
    nanoseconds = shards.predictedNanoseconds * ratios.reduce(0, +) / Double(count)
    sampleCount = count
    self.ratios = (ratios.min() ?? 1)...(ratios.max() ?? 1)
  }
}

/// The extrapolated time of one lane-batch.
private struct TimedLaneBatch {
  let nanoseconds: Double

  init(
    _ batch: Int, of grid: Grid, _ problems: inout ProblemStore, budget: Duration
  ) throws(ProblemFileError) {
    let runs = grid.runs(ofLaneBatch: batch).map { RunParameters(grid[$0]) }
    let plan = grid.specification.record
    let snapshots = plan.snapshotSteps(horizon: runs[0].steps, stepSize: runs[0].stepSize).count
    let clock = ContinuousClock()
    // Lane-batches of one problem follow each other, and it is made for the first of them.
    let isShared =
      batch > 0
      && ProblemStore.areShared(runs[0], RunParameters(grid[grid.runs(ofLaneBatch: batch - 1)[0]]))
    let start = clock.now
    let problem = try problems.problem(of: runs[0])
    let making = isShared ? .zero : clock.now - start

    let configuration = TrainingConfiguration(runs, problem: problem, snapshotSteps: [0])
    var (recording, done, spent) = (Duration.zero, 0, Duration.zero)
    var begin = clock.now
    let statuses = train(
      configuration,
      recording: { snapshot in
        recording += clock.measure {
          _ = observables(
            of: snapshot, problem: problem.data, model: runs[0].model,
            settings: ObservableSettings(
              exponent: runs[0].effectiveExponent, supportThreshold: plan.supportThreshold))
        }
        begin = clock.now
      },
      shouldContinue: { steps in
        (done, spent) = (steps, clock.now - begin)
        return spent < budget
      })
    if statuses != nil { (done, spent) = (runs[0].steps, clock.now - begin) }
    nanoseconds =
      making.nanoseconds + recording.nanoseconds * Double(snapshots)
      + spent.nanoseconds * Double(runs[0].steps) / Double(max(done, 1))
  }
}

extension Duration {
  fileprivate var nanoseconds: Double {
    Double(components.seconds) * 1e9 + Double(components.attoseconds) / 1e9
  }
}
