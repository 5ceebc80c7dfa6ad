/// Which samples a step sees.
enum Sampling: Hashable, Sendable {
  /// All of them, each once.
  case full
  /// B draws with replacement, fresh at every step, B ≥ 1.
  case withReplacement(Int)

  /// B; nil for the full batch.
  var batch: Int? { if case .withReplacement(let batch) = self { batch } else { nil } }
}
