extension TrainingConfiguration {
  /// A digest of everything that a trajectory follows from: all but the number of steps and the
  /// steps to record.
  var fingerprint: UInt64 {
    var digest = WordDigest()
    combine(problem, into: &digest)
    combine(model, into: &digest)
    for byte in type(of: loss.kind).name.utf8 { digest.combine(Int(byte)) }
    combine(optimizer, into: &digest)
    digest.combine(precision == .float32 ? 32 : 64)
    digest.combine(correctsBias ? 1 : 0)
    combine(noise, into: &digest)
    digest.combine(initialParameters)
    if let initialSecondMoment { digest.combine(initialSecondMoment) }
    digest.combine(lanes.count)
    for lane in lanes {
      digest.combine([
        lane.stepSize, lane.beta1, lane.oneMinusBeta2, lane.exponent, lane.epsilon,
        lane.noiseScale,
      ])
      digest.combine(lane.noiseSeed)
    }
    return digest.value
  }

  private func combine(_ problem: RegressionProblem, into digest: inout WordDigest) {
    digest.combine(problem.sampleCount)
    digest.combine(problem.signalCount)
    digest.combine(problem.targets)
    problem.design.combine(into: &digest)
  }

  private func combine(_ model: Model, into digest: inout WordDigest) {
    let sizes =
      switch model {
      case .diagonalNet(let dimension): [0, dimension]
      case .matrixFactorization(let dimension, let width, let depth): [1, dimension, width, depth]
      }
    for size in sizes { digest.combine(size) }
  }

  private func combine(_ optimizer: Optimizer, into digest: inout WordDigest) {
    let numbers =
      switch optimizer {
      case .sgd: [0]
      case .rmsprop: [1]
      case .adam: [2]
      case .adamE: [3]
      case .adamMini(let blockSize): [4, blockSize ?? 0]
      case .adalayer: [5]
      }
    for number in numbers { digest.combine(number) }
  }

  private func combine(_ noise: NoiseSource, into digest: inout WordDigest) {
    switch noise {
    case .none: digest.combine(0)
    case .label(let distribution, let batch):
      digest.combine(distribution == .rademacher ? 1 : 2)
      digest.combine(batch ?? 0)
    case .gradient(let scales):
      digest.combine(scales == nil ? 3 : 4)
      digest.combine(scales ?? [])
    case .given(let signs):
      digest.combine(5)
      digest.combine(signs.count)
      for row in signs { for sign in row { digest.combine(Int(sign)) } }
    }
  }
}

extension Design {
  /// Takes in every entry, in whichever form they lie.
  fileprivate func combine(into digest: inout WordDigest) {
    switch self {
    case .sign(let rows, _):
      digest.combine(0)
      for word in rows.words { digest.combine(UInt64(word)) }
    case .dense(let blocks):
      digest.combine(1)
      for index in 0..<blocks.entries.count { digest.combine(blocks.entries[index]) }
    }
  }
}
