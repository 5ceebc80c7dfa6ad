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
  /// Of each of the shape's arrays, run × (snapshot ×) its axes; NaN where there is none.
  public internal(set) var arrays: [[Double]]
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
    arrays = shape.arrays.map {
      Array(repeating: .nan, count: runs.count * $0.count(ofSnapshots: shape.snapshotCount))
    }
  }

  init(
    runs: Range<Int>, shape: RecordShape, status: [Int8], divergedAtStep: [Int64],
    slowStartStep: [Int64], step: [Int64], projectionStatus: [Int8], arrays: [[Double]],
    variables: [Quantity: [Double]]
  ) {
    self.runs = runs
    self.shape = shape
    self.status = status
    self.divergedAtStep = divergedAtStep
    self.slowStartStep = slowStartStep
    self.step = step
    self.projectionStatus = projectionStatus
    self.arrays = arrays
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

  /// Sets that a run ended, well, before its last step.
  ///
  /// - Precondition: `run` is in ``runs``, and the shape has the column.
  public mutating func setStopped(step: Int, ofRun run: Int) {
    guard let index = shape.arrays.firstIndex(where: { $0.content == .stoppedAt }) else {
      preconditionFailure("a sweep whose runs may stop has a column for it")
    }
    setState(.ok, ofRun: run)
    arrays[index][row(run)] = Double(step)
  }

  /// Whether a run ended before its last step.
  ///
  /// - Precondition: `run` is in ``runs``.
  public func hasStopped(run: Int) -> Bool {
    guard let index = shape.arrays.firstIndex(where: { $0.content == .stoppedAt }) else {
      return false
    }
    return !arrays[index][row(run)].isNaN
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

  /// Keeps an array of a run at one snapshot, row-major; what it has not stays NaN.
  ///
  /// - Parameters:
  ///   - index: Which of the shape's arrays, from 0.
  ///   - values: Shape `lengths`.
  ///   - lengths: Of each axis, none longer than the column's.
  ///   - snapshot: From 0; the last one of an array that is no series.
  ///   - run: One of ``runs``.
  public mutating func setArray(
    _ index: Int, _ values: ArraySlice<Double>, lengths: [Int], snapshot: Int, ofRun run: Int
  ) {
    let array = shape.arrays[index]
    precondition(
      zip(lengths, array.lengths).allSatisfy { $0 <= $1 }, "\(array.name) is longer than the column"
    )
    let start =
      (array.isSeries ? row(run) * shape.snapshotCount + snapshot : row(run)) * array.count
    array.forEachCommonRow(with: lengths) { own, other, count in
      let first = values.startIndex + other
      arrays[index].replaceSubrange(
        start + own..<start + own + count, with: values[first..<first + count])
    }
  }

  private func row(_ run: Int) -> Int {
    precondition(runs.contains(run), "run beyond the block")
    return run - runs.lowerBound
  }
}
