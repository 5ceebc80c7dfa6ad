public import Parameters

/// The records of consecutive runs, column by column, every value a fill until it is set.
public struct RecordBlock: Hashable, Sendable {
  /// Run indices, counted from 0 over the whole sweep.
  public let runs: Range<Int>
  /// Sizes of the columns.
  public let shape: RecordShape
  /// `RunState` values, one a run.
  public internal(set) var status: [Int8]
  /// First step after which a parameter was not finite; −1 where the run did not diverge.
  public internal(set) var divergedAtStep: [Int64]
  /// Step K₀ of training from which the slow equations start; −1 where they do not, or start from
  /// given parameters.
  public internal(set) var slowStartStep: [Int64]
  /// Snapshot steps, run × snapshot; −1 beyond a run's own snapshots.
  public internal(set) var step: [Int64]
  /// `ProjectionState` values, run × snapshot; −1 where nothing was projected.
  public internal(set) var projectionStatus: [Int8]
  /// Signal values, run × (snapshot ×) entry; NaN where there is none.
  public internal(set) var signal: [Double]
  /// Recorded quantities, run × snapshot each; absent ones were never set.
  public internal(set) var variables: [Quantity: [Double]] = [:]

  /// What integer columns hold where there is no value.
  public static let integerFill: Int64 = -1

  /// A block with every value a fill and every run absent.
  public init(runs: Range<Int>, shape: RecordShape) {
    self.runs = runs
    self.shape = shape
    status = Array(repeating: RunState.absent.rawValue, count: runs.count)
    divergedAtStep = Array(repeating: Self.integerFill, count: runs.count)
    slowStartStep = Array(repeating: Self.integerFill, count: runs.count)
    step = Array(repeating: Self.integerFill, count: runs.count * shape.snapshotCount)
    projectionStatus = Array(repeating: -1, count: runs.count * shape.snapshotCount)
    signal = Array(repeating: .nan, count: runs.count * shape.signalValuesPerRun)
  }

  init(
    runs: Range<Int>, shape: RecordShape, status: [Int8], divergedAtStep: [Int64],
    slowStartStep: [Int64], step: [Int64], projectionStatus: [Int8], signal: [Double],
    variables: [Quantity: [Double]]
  ) {
    self.runs = runs
    self.shape = shape
    self.status = status
    self.divergedAtStep = divergedAtStep
    self.slowStartStep = slowStartStep
    self.step = step
    self.projectionStatus = projectionStatus
    self.signal = signal
    self.variables = variables
  }

  /// Sets how a run ended.
  ///
  /// - Precondition: `run` is in ``runs``.
  public mutating func setState(_ state: RunState, divergedAtStep step: Int? = nil, ofRun run: Int)
  {
    status[row(run)] = state.rawValue
    divergedAtStep[row(run)] = step.map(Int64.init) ?? Self.integerFill
  }

  /// Whether nothing was set of how a run ended.
  ///
  /// - Precondition: `run` is in ``runs``.
  public func isAbsent(run: Int) -> Bool { status[row(run)] == RunState.absent.rawValue }

  /// Sets the step of training from which the slow equations of a run start.
  ///
  /// - Precondition: `run` is in ``runs``.
  public mutating func setSlowStart(step: Int, ofRun run: Int) {
    slowStartStep[row(run)] = Int64(step)
  }

  /// Sets how a projection onto the minimizer manifold ended.
  ///
  /// - Precondition: `run` is in ``runs`` and `snapshot` below the snapshot count.
  public mutating func setProjection(_ state: ProjectionState, snapshot: Int, ofRun run: Int) {
    precondition(snapshot < shape.snapshotCount, "snapshot beyond the block")
    projectionStatus[row(run) * shape.snapshotCount + snapshot] = state.rawValue
  }

  /// Sets what a run recorded at one snapshot, counted from 0.
  ///
  /// - Precondition: `run` is in ``runs``, `snapshot` below the snapshot count, and the quantities are
  ///   among those of ``shape``.
  public mutating func setValues(
    _ values: [(Quantity, Double)], step: Int, snapshot: Int, ofRun run: Int
  ) {
    precondition(snapshot < shape.snapshotCount, "snapshot beyond the block")
    let index = row(run) * shape.snapshotCount + snapshot
    self.step[index] = Int64(step)
    for (variable, value) in values {
      precondition(shape.has(variable), "\(variable.name) has no dataset")
      variables[
        variable, default: Array(repeating: .nan, count: runs.count * shape.snapshotCount)][index] =
        value
    }
  }

  /// Keeps a signal of at most `entryCount` values; the rest stays NaN.
  ///
  /// - Precondition: `run` is in ``runs`` and the shape keeps signals.
  public mutating func setSignal(_ values: [Double], snapshot: Int, ofRun run: Int) {
    precondition(values.count <= shape.entryCount, "signal longer than the column")
    let start =
      shape.signal == .all
      ? (row(run) * shape.snapshotCount + snapshot) * shape.entryCount
      : row(run) * shape.entryCount
    signal.replaceSubrange(start..<start + values.count, with: values)
  }

  private func row(_ run: Int) -> Int {
    precondition(runs.contains(run), "run beyond the block")
    return run - runs.lowerBound
  }
}
