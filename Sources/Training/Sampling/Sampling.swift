/// Which samples a step sees.
public enum Sampling: Hashable, Sendable {
  /// All of them, each once.
  case full
  /// B draws with replacement, fresh at every step, B ≥ 1.
  case withReplacement(Int)
  /// B distinct samples, fresh at every step, B ≥ 1.
  case withoutReplacement(Int)
  /// The samples in a fresh order in every epoch, B at each step; the last step of an epoch sees the rest.
  case shuffled(Int)

  /// B; nil for the full batch.
  public var batch: Int? {
    switch self {
    case .full: nil
    case .withReplacement(let batch), .withoutReplacement(let batch), .shuffled(let batch): batch
    }
  }

  /// The samples that a step sees, counted with their repetitions.
  ///
  /// - Parameters:
  ///   - step: k, from 1.
  ///   - total: n.
  /// - Returns: B or, of shuffled samples at the end of an epoch, what is left; n of the full batch.
  func count(atStep step: Int, of total: Int) -> Int {
    switch self {
    case .full: total
    case .withReplacement(let batch), .withoutReplacement(let batch): batch
    case .shuffled(let batch):
      min(batch, total - (step - 1) % stepsOfEpoch(of: total) * batch)
    }
  }

  /// The steps in which every sample is seen once.
  func stepsOfEpoch(of total: Int) -> Int {
    let batch = batch ?? total
    return (total + batch - 1) / batch
  }

  /// Traps on a batch that the samples do not fill.
  func checkPreconditions(sampleCount: Int) {
    precondition(batch ?? 1 >= 1, "a minibatch holds at least one sample")
    if case .withReplacement = self { return }
    precondition(batch ?? 1 <= sampleCount, "a sample is drawn once")
  }
}
