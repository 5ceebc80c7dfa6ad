public import Shards
internal import Training

/// How a call of ``LaneBatchExperiment/records(ofRuns:skipping:resuming:shouldContinue:)`` ended.
public enum LaneBatchOutcome: Sendable {
  /// All steps are done.
  case finished(RecordBlock)
  /// It was asked to stop.
  case suspended(SuspendedLaneBatch)
}

/// A lane-batch under way: what its runs have recorded, and what the rest goes on from.
public struct SuspendedLaneBatch: Hashable, Sendable {
  /// The records so far; runs that were skipped are absent.
  public let records: RecordBlock
  let state: LaneBatchState

  init(records: RecordBlock, state: LaneBatchState) {
    self.records = records
    self.state = state
  }

  /// A lane-batch read back; nil where the state is damaged.
  ///
  /// - Parameters:
  ///   - records: What ``records`` was.
  ///   - stateBytes: What ``stateBytes`` was.
  public init?(records: RecordBlock, stateBytes: [UInt8]) {
    guard let state = LaneBatchState(bytes: stateBytes) else { return nil }
    self.init(records: records, state: state)
  }

  /// The state, exact.
  public var stateBytes: [UInt8] { state.bytes }

  /// The steps that lie behind it; of the slow equations their share of them.
  public var stepsDone: Int {
    switch state {
    case .training(let state): state.stepsDone
    case .recording(let state): state.stepsDone
    case .slow(let state): state.stepsDone
    }
  }
}

/// What a lane-batch goes on from.
enum LaneBatchState: Hashable, Sendable {
  /// Training between two steps, with all snapshots up to there recorded.
  case training(TrainingState)
  /// Training with snapshots that are not recorded yet.
  case recording(RecordingState)
  /// The slow equations.
  case slow(SlowBatchState)

  init?(bytes: [UInt8]) {
    if SlowBatchState.isClaimed(by: bytes) {
      guard let state = SlowBatchState(bytes: bytes) else { return nil }
      self = .slow(state)
    } else if RecordingState.isClaimed(by: bytes) {
      guard let state = RecordingState(bytes: bytes) else { return nil }
      self = .recording(state)
    } else {
      guard let state = TrainingState(bytes: bytes) else { return nil }
      self = .training(state)
    }
  }

  var bytes: [UInt8] {
    switch self {
    case .training(let state): state.bytes
    case .recording(let state): state.bytes
    case .slow(let state): state.bytes
    }
  }
}
