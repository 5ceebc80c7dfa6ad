import Parameters

/// Full batch, εᵢ = sign · δ with given signs, the same for all runs; no sweep file has it.
struct GivenNoise: NoiseKind {
  static let name = "given"

  /// ±1, `signs[step - 1][sample]`.
  let signs: [[Int8]]

  init(signs: [[Int8]]) { self.signs = signs }

  init(_: borrowing Values) throws(KindError) {
    throw KindError("no sweep file has signs")
  }

  var labels: LabelLaw { .given(signs: signs) }

  func checkPreconditions(_ configuration: TrainingConfiguration) {
    precondition(signs.count >= configuration.steps, "given noise needs signs for every step")
    precondition(
      signs.allSatisfy {
        $0.count == configuration.problem.sampleCount && $0.allSatisfy { abs($0) == 1 }
      }, "given noise needs a sign of ±1 for every sample")
  }
}

extension NoiseSource {
  /// Full batch, εᵢ = sign · δ with the given signs ±1, the same for all runs:
  /// `signs[step - 1][sample]`.
  public static func given(signs: [[Int8]]) -> NoiseSource { NoiseSource(GivenNoise(signs: signs)) }
}
