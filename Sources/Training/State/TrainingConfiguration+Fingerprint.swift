extension TrainingConfiguration {
  /// A digest of everything that a trajectory follows from: all but the steps to record and, unless a
  /// schedule looks at it, the number of steps.
  var fingerprint: UInt64 {
    var digest = WordDigest()
    combine(problem, into: &digest)
    digest.combine("\(model.kind)")
    digest.combine("\(loss.kind)")
    digest.combine("\(optimizer.kind)")
    if optimizer.decouplesWeightDecay { digest.combine("decoupled") }
    if !normalizesAscent { digest.combine("not normalized") }
    digest.combine("\(schedule.kind)")
    // A schedule may depend on where it ends, and so may a formula.
    if !schedule.isConstant || optimizer.kind.usesSteps || average?.usesSteps ?? false {
      digest.combine(steps)
    }
    if let average { digest.combine("\(average)") }
    digest.combine(precision == .float32 ? 32 : 64)
    digest.combine("\(noise.kind)")
    if let batches { digest.combine("\(batches)") }
    digest.combine(initialParameters)
    if let initialSecondMoment { digest.combine(initialSecondMoment) }
    digest.combine(lanes.count)
    for lane in lanes {
      for key in lane.keys {
        digest.combine(key)
        digest.combine(lane[key])
      }
      digest.combine(lane.noiseScale)
      digest.combine(lane.noiseSeed)
    }
    return digest.value
  }

  private func combine(_ problem: RegressionProblem, into digest: inout WordDigest) {
    digest.combine(problem.sampleCount)
    digest.combine(problem.signalCount)
    digest.combine(problem.targets)
    if let classes = problem.classes { digest.combine(classes.probabilities) }
    if let probabilities = problem.signProbabilities { digest.combine(probabilities) }
    problem.design.combine(into: &digest)
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
    case .units(let rows):
      digest.combine(2)
      for column in rows.columns { digest.combine(column) }
    }
  }
}
