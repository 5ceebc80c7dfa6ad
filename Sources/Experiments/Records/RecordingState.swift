internal import Shards
internal import Training

/// A lane-batch that was asked to stop among its snapshots, whose projections may take long: those
/// that are still to be recorded, and the training behind them.
struct RecordingState: Hashable, Sendable {
  /// In the order in which they are recorded.
  var snapshots: [Snapshot]
  /// What the training goes on from; nil where it is done.
  var training: TrainingState?
  /// The steps that lie behind it.
  var stepsDone: Int

  /// Whether its numbers are those of a lane-batch.
  func fits(_ configuration: TrainingConfiguration, snapshotSteps: Set<Int>) -> Bool {
    let (layout, count) = (configuration.model.layout, configuration.model.parameterCount)
    let squareCount =
      configuration.optimizer.keepsSecondMoment(in: layout)
      ? 0 : configuration.optimizer.secondMomentCount(in: layout)
    return training?.fits(configuration) ?? (stepsDone <= configuration.steps)
      && snapshots.allSatisfy {
        configuration.lanes.indices.contains($0.lane) && snapshotSteps.contains($0.step)
          && $0.theta.count == count && [0, count].contains($0.secondMoment.count)
          && [0, count].contains($0.average.count) && $0.squares.count == squareCount
      }
  }

  // MARK: Bytes

  /// "ThalRec" and the version of the form, 1.
  private static let magic: UInt64 = 0x0163_6552_6c61_6854
  /// The same with version 2, whose snapshots have the average of θ too.
  private static let magicWithAverages: UInt64 = 0x0263_6552_6c61_6854
  /// The same with version 3, whose snapshots have L and R behind that.
  private static let magicWithSquares: UInt64 = 0x0363_6552_6c61_6854
  private static let magics = [magic, magicWithAverages, magicWithSquares]

  static func isClaimed(by bytes: [UInt8]) -> Bool {
    var reader = LittleEndianReader(bytes)
    return reader.word().map(magics.contains) ?? false
  }

  /// The state, exact: magic and version; steps done; the training's state, empty where it is done;
  /// number of snapshots, and of each step, lane, θ and v, and the average of θ and L and R if there are some.
  var bytes: [UInt8] {
    var writer = LittleEndianWriter()
    let hasSquares = snapshots.contains { !$0.squares.isEmpty }
    let hasAverages = hasSquares || snapshots.contains { !$0.average.isEmpty }
    writer.write(
      hasSquares ? Self.magicWithSquares : hasAverages ? Self.magicWithAverages : Self.magic)
    writer.write(stepsDone)
    writer.write(training?.bytes ?? [])
    writer.write(snapshots.count)
    for snapshot in snapshots {
      writer.write(snapshot.step)
      writer.write(snapshot.lane)
      writer.write(snapshot.theta)
      writer.write(snapshot.secondMoment)
      if hasAverages { writer.write(snapshot.average) }
      if hasSquares { writer.write(snapshot.squares) }
    }
    return writer.bytes
  }

  /// A state read back; nil for bytes that are none.
  init?(bytes: [UInt8]) {
    var reader = LittleEndianReader(bytes)
    guard let magic = reader.word(), Self.magics.contains(magic),
      let stepsDone = reader.number(), stepsDone >= 0, let trainingBytes = reader.byteArray(),
      let count = reader.number()
    else { return nil }
    self.stepsDone = stepsDone
    if !trainingBytes.isEmpty {
      guard let training = TrainingState(bytes: trainingBytes) else { return nil }
      self.training = training
    }
    snapshots = []
    while snapshots.count < count {
      guard let step = reader.number(), let lane = reader.number(), let theta = reader.reals(),
        let secondMoment = reader.reals()
      else { return nil }
      var snapshot = Snapshot(step: step, lane: lane, theta: theta, secondMoment: secondMoment)
      if magic != Self.magic {
        guard let average = reader.reals() else { return nil }
        snapshot.average = average
      }
      if magic == Self.magicWithSquares {
        guard let squares = reader.reals() else { return nil }
        snapshot.squares = squares
      }
      snapshots.append(snapshot)
    }
    guard reader.isAtEnd else { return nil }
  }

  init(snapshots: [Snapshot], training: TrainingState?, stepsDone: Int) {
    self.snapshots = snapshots
    self.training = training
    self.stepsDone = stepsDone
  }
}
