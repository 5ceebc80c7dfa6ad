/// How a call of ``train(_:from:recording:shouldContinue:)`` ended.
public enum TrainingOutcome: Hashable, Sendable {
  /// All steps are done, or all runs have diverged: one status per run in the order of
  /// ``TrainingConfiguration/lanes``.
  case finished([RunStatus])
  /// It was asked to stop; the state goes on from there.
  case suspended(TrainingState)
}
