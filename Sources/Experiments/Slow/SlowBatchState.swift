internal import Shards
internal import Theory
internal import Training

/// Where a lane-batch of the slow equations stands: its runs are solved one after the other.
struct SlowBatchState: Hashable, Sendable {
  /// The share that lies behind it, as steps of training; for progress alone.
  var stepsDone: Int
  /// The run under way; nil between two runs.
  var underWay: SlowRunState?
}

/// Where one run of the slow equations stands.
struct SlowRunState: Hashable, Sendable {
  /// What is being done.
  enum Stage: Hashable, Sendable {
    /// The run is trained to the start of its equation.
    case training(TrainingState, WindowLoss)
    /// The equation is solved; before this many of the snapshots are recorded.
    case solving(SlowProgress, recorded: Int)
  }

  /// The run.
  var run: Int
  /// The run's identity as text: what it is computed from.
  var identity: String
  var stage: Stage
}

// MARK: Bytes

extension SlowBatchState {
  /// "ThalSlo" and the version of the form, 1.
  private static let magic: UInt64 = 0x016f_6c53_6c61_6854

  /// Whether bytes are those of such a state, and not of a lane-batch that is trained.
  static func isClaimed(by bytes: [UInt8]) -> Bool {
    var reader = LittleEndianReader(bytes)
    return reader.word() == magic
  }

  /// The state, exact; equal states have equal bytes.
  ///
  /// Little-endian, as the rest of a checkpoint: magic and version; steps done; 1 or 0 runs under way.
  /// Of a run: its index, its identity, what is done: 0 training, then its state and the sum, count and
  /// previous mean of the window's loss; 1 solving, then snapshots recorded, time, step size, accepted
  /// and rejected steps, θ and v.
  var bytes: [UInt8] {
    var writer = LittleEndianWriter()
    writer.write(Self.magic)
    writer.write(stepsDone)
    writer.write(underWay == nil ? 0 : 1)
    guard let underWay else { return writer.bytes }
    writer.write(underWay.run)
    writer.write(underWay.identity)
    switch underWay.stage {
    case .training(let state, let loss):
      writer.write(0)
      writer.write(state.bytes)
      writer.write(loss.count)
      writer.write([loss.sum, loss.previous])
    case .solving(let progress, let recorded):
      writer.write(1)
      writer.write(recorded)
      writer.write([progress.state.time, progress.stepSize])
      writer.write(progress.acceptedSteps)
      writer.write(progress.rejectedSteps)
      writer.write(progress.state.theta)
      writer.write(progress.state.secondMoment)
    }
    return writer.bytes
  }

  /// A state read back; nil for bytes that are none.
  init?(bytes: [UInt8]) {
    var reader = LittleEndianReader(bytes)
    guard reader.word() == Self.magic, let stepsDone = reader.number(), stepsDone >= 0 else {
      return nil
    }
    self.stepsDone = stepsDone
    switch reader.number() {
    case 0: break
    case 1:
      guard let state = SlowRunState(from: &reader) else { return nil }
      underWay = state
    default: return nil
    }
    guard reader.isAtEnd else { return nil }
  }
}

extension SlowRunState {
  fileprivate init?(from reader: inout LittleEndianReader) {
    guard let run = reader.number(), let identity = reader.text() else { return nil }
    switch reader.number() {
    case 0:
      guard let bytes = reader.byteArray(), let state = TrainingState(bytes: bytes),
        let count = reader.number(), let losses = reader.reals(), losses.count == 2
      else { return nil }
      stage = .training(
        state, WindowLoss(sum: losses[0], count: count, previous: losses[1]))
    case 1:
      guard let recorded = reader.number(), let times = reader.reals(), times.count == 2,
        let accepted = reader.number(), let rejected = reader.number(), let theta = reader.reals(),
        let secondMoment = reader.reals()
      else { return nil }
      let state = SlowState(theta: theta, secondMoment: secondMoment, time: times[0])
      stage = .solving(
        SlowProgress(
          state: state, stepSize: times[1], acceptedSteps: accepted, rejectedSteps: rejected),
        recorded: recorded)
    default: return nil
    }
    self.run = run
    self.identity = identity
  }
}
