/// What a model predicts: `outputCount` numbers for each of `sampleCount` samples, output fastest.
struct OutputLayout: Hashable, Sendable {
  /// n.
  let sampleCount: Int
  /// C; a loss of one number has one.
  let outputCount: Int

  /// n · C.
  var count: Int { sampleCount * outputCount }
}
