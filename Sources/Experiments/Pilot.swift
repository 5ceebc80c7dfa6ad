public import Sweeps
internal import Training

/// A timed sample of a sweep: what it will cost on this machine.
///
/// Lane-batches at equal distances in predicted cost are run for a moment each, without snapshots;
/// the time of a snapshot is measured by itself, because most of them come early in a run. The
/// sweep's prediction is scaled by the mean ratio of measured to predicted time. Processor time is
/// measured, so that a machine with other work gives the same answer.
public struct Pilot: Sendable {
  /// One timed lane-batch.
  public struct Sample: Sendable {
    /// Its runs, as indices into the grid.
    public let runs: Range<Int>
    /// Processor time of a run and step without snapshots, in nanoseconds; nil for the slow
    /// equations, which are not timed.
    public let nanosecondsOfRunStep: Double?
    /// Predicted cost of the whole lane-batch, in nanoseconds.
    public let predictedNanoseconds: Double
    /// Cost of the whole lane-batch as extrapolated from the timing, in nanoseconds.
    public let nanoseconds: Double
  }

  /// The sweep's cost on one core of this machine, in nanoseconds.
  public let nanoseconds: Double
  /// The lane-batches that were timed, in the order of their runs.
  public let samples: [Sample]
  /// Smallest and largest ratio of measured to predicted time among them.
  public let ratios: ClosedRange<Double>

  /// How many lane-batches were timed.
  public var sampleCount: Int { samples.count }

  /// Times a sweep.
  ///
  /// - Parameters:
  ///   - grid: The runs.
  ///   - shards: Their shards, whose predictions are scaled.
  ///   - problemPath: The path of a user's problem by the digest of its content.
  ///   - seconds: How long to measure, about.
  /// - Throws: ``ProblemFileError`` where a user's problem cannot be read.
  public init(
    _ grid: Grid, _ shards: ShardTable, problemPath: @escaping (_ digest: String) -> String,
    seconds: Double = 12
  ) throws(ProblemFileError) {
    let count = min(shards.count, 24)
    var problems = ProblemStore(path: problemPath)
    var samples: [Sample] = []
    for sample in 0..<count {
      let batches = shards.laneBatches(ofShard: (2 * sample + 1) * shards.count / (2 * count))
      let batch = (batches.lowerBound + batches.upperBound) / 2
      let predicted = shards.predictedNanoseconds(ofLaneBatch: batch)
      let timed = try TimedLaneBatch(
        batch, of: grid, &problems, budget: seconds * 1e9 / Double(count), fallback: predicted)
      samples.append(
        Sample(
          runs: grid.runs(ofLaneBatch: batch), nanosecondsOfRunStep: timed.nanosecondsOfRunStep,
          predictedNanoseconds: predicted, nanoseconds: timed.nanoseconds))
    }
    let ratios = samples.map { $0.nanoseconds / $0.predictedNanoseconds }
    nanoseconds = shards.predictedNanoseconds * ratios.reduce(0, +) / Double(count)
    self.samples = samples
    self.ratios = (ratios.min() ?? 1)...(ratios.max() ?? 1)
  }
}

/// The extrapolated time of one lane-batch.
private struct TimedLaneBatch {
  let nanoseconds: Double
  let nanosecondsOfRunStep: Double?

  init(
    _ batch: Int, of grid: Grid, _ problems: inout ProblemStore, budget: Double,
    fallback: Double
  ) throws(ProblemFileError) {
    var runs = grid.runs(ofLaneBatch: batch).map { Run(grid[$0]) }
    let plan = grid.specification.record
    let snapshots = plan.snapshotSteps(horizon: runs[0].steps, effectiveStep: runs[0].effectiveStep)
      .count
    // Lane-batches of one problem follow each other, and it is made for the first of them.
    let isShared =
      batch > 0
      && ProblemStore.areShared(runs[0], Run(grid[grid.runs(ofLaneBatch: batch - 1)[0]]))
    let start = processorNanoseconds()
    let problem = try problems.problem(of: runs[0])
    runs = runs.map { $0.on(problem) }
    let making = isShared ? 0 : processorNanoseconds() - start

    guard runs[0].dynamics == .training else {
      // There is no part of a solution that tells how long the rest takes.
      nanoseconds = fallback
      nanosecondsOfRunStep = nil
      return
    }
    var configuration = TrainingConfiguration(runs, problem: problem, snapshotSteps: [0])
    configuration.average = plan.averages?.average
    let own = plan.formulas.map { formulas in
      OwnQuantities(
        formulas.map(\.text), model: runs[0].model, problem: problem.data,
        initial: configuration.initialParameters, teacher: runs[0].teacherBlocks)
    }
    var (recording, done, spent) = (0.0, 0, 0.0)
    var begin = processorNanoseconds()
    let outcome = train(
      configuration,
      recording: { snapshot in
        let start = processorNanoseconds()
        let state = Observation(
          of: snapshot, problem: problem.data, model: runs[0].model, loss: runs[0].loss,
          settings: ObservableSettings(
            exponent: runs[0].effectiveExponent, supportThreshold: plan.supportThreshold))
        for observable in Registry.observables
        where observable.quantities.contains(where: plan.records) {
          _ = observable.values(of: state)
        }
        _ = own?.values(of: state)
        begin = processorNanoseconds()
        recording += begin - start
      },
      shouldContinue: { steps in
        (done, spent) = (steps, processorNanoseconds() - begin)
        return spent < budget
      })
    if case .finished = outcome {
      (done, spent) = (runs[0].steps, processorNanoseconds() - begin)
    }
    let step = spent / Double(max(done, 1))
    nanosecondsOfRunStep = step / Double(runs.count)
    // At the average everything is seen once more.
    if plan.averages != nil { recording *= 2 }
    nanoseconds = making + recording * Double(snapshots) + step * Double(runs[0].steps)
  }
}
