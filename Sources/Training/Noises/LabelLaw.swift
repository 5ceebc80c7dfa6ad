/// How targets are perturbed.
enum LabelLaw: Hashable, Sendable {
  /// Not at all.
  case none
  /// ±δ with probability ½ each.
  case rademacher
  /// N(0, δ²).
  case gaussian
  /// Signs of δ, `signs[step - 1][sample]`.
  case given(signs: [[Int8]])
  /// Labels turned with probability δ: ±1, or classes.
  case flips
  /// Labels drawn from their samples' probabilities.
  case draws

  /// Whether labels are drawn anew.
  var isDrawn: Bool { self == .flips || self == .draws }

  /// Whether numbers are added to the targets.
  var isAdded: Bool {
    switch self {
    case .none, .flips, .draws: false
    case .rademacher, .gaussian, .given: true
    }
  }
}
