/// How a run ended; the values of the column `status`.
public enum RunState: Int8, CaseIterable, Hashable, Sendable {
  /// All steps were taken.
  case ok = 0
  /// A parameter became infinite or NaN; `diverged_at_step` says when.
  case diverged = 1
  /// The run could not be computed.
  case failed = 2
  /// The run is in no shard of this file.
  case absent = 3

  /// The word in the attribute `flag_meanings`.
  public var meaning: String {
    switch self {
    case .ok: "ok"
    case .diverged: "diverged"
    case .failed: "failed"
    case .absent: "absent"
    }
  }
}
