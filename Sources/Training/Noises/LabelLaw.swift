/// How a source of noise perturbs the targets.
enum LabelLaw {
  case none, rademacher, gaussian
  /// Signs of δ, `signs[step - 1][sample]`.
  case given(signs: [[Int8]])

  init(_ source: NoiseSource) {
    self =
      switch source {
      case .none, .gradient: .none
      case .label(.rademacher, _): .rademacher
      case .label(.gaussian, _): .gaussian
      case .given(let signs): .given(signs: signs)
      }
  }
}
