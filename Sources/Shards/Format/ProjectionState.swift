/// How a projection onto the minimizer manifold ended; the raw value is what files hold.
public enum ProjectionState: Int8, CaseIterable, Hashable, Sendable {
  /// It converged.
  case converged = 0
  /// It did not converge.
  case notConverged = 1
  /// The gradients of the predictions were linearly dependent.
  case rankDeficient = 2

  /// The meaning, as `flag_meanings` has it.
  public var meaning: String {
    switch self {
    case .converged: "converged"
    case .notConverged: "not_converged"
    case .rankDeficient: "rank_deficient"
    }
  }
}
