/// How a run ended.
///
/// Divergence is a result, not an error.
public enum RunStatus: Hashable, Sendable {
  /// All steps were done with finite parameters.
  case completed
  /// The first step after which some parameter was not finite, counted from 1.
  case diverged(atStep: Int)
}
