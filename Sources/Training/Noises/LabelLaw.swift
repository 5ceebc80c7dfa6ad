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
}
