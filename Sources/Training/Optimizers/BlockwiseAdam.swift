/// Adam with one second moment for a whole block of parameters: adam-mini and adalayer.
///
///     v_B takes in V = (Σ_{p ∈ B} g_p²) / |B| as at ``MomentRate``,   θ ← fma(−η, m / (√v_B + ε), θ)
///
/// Canonical order: the sum of squares is one chain of fused multiply-adds in the order of the
/// parameters, from +0, divided once by the number of them.
final class BlockwiseAdam<Bias: BiasCorrection>: ArrayRule {
  typealias Lanes = Bias.Lanes

  private let blocks: [Range<Int>]
  private let rates: MomentRates<Lanes>
  private let epsilon: Lanes
  private var negatedStepSize: Lanes
  private var bias: Bias
  private let firstMoments: LaneStorage<Lanes>  // [P]
  private let secondMoments: LaneStorage<Lanes>  // [blocks]

  /// The rule for blocks that are non-empty and cover the parameters in order.
  init(_ values: LaneValues<Lanes>, blocks: [Range<Int>]) {
    self.blocks = blocks
    rates = MomentRates(values)
    epsilon = values[\.epsilon]
    negatedStepSize = -values[\.stepSize]
    bias = Bias(values)
    firstMoments = LaneStorage(repeating: .zero, count: blocks.last?.upperBound ?? 0)
    secondMoments = LaneStorage(repeating: .zero, count: blocks.count)
  }

  func advance(
    _ theta: borrowing LaneStorage<Lanes>, against gradient: borrowing LaneStorage<Lanes>
  ) -> Lanes {
    let count = firstMoments.count
    precondition(theta.count == count && gradient.count == count)
    bias.beginStep()
    return rates.forgetsFast
      ? advanceBlocks(theta, gradient, forgettingFast: true)
      : advanceBlocks(theta, gradient, forgettingFast: false)
  }

  @inline(__always)
  private func advanceBlocks(
    _ theta: borrowing LaneStorage<Lanes>, _ gradient: borrowing LaneStorage<Lanes>,
    forgettingFast: Bool
  ) -> Lanes {
    let (bias, negatedStepSize) = (bias, negatedStepSize)
    var probe = Lanes.zero
    for (index, block) in blocks.enumerated() {
      var squares = Lanes.zero
      for p in block { squares = squares.addingProduct(gradient[p], gradient[p]) }
      let v = rates.second.average(
        secondMoments[index], squares / Lanes.Scalar(block.count), forgettingFast: forgettingFast)
      secondMoments[index] = v
      let divisor = bias.corrected(second: v).root() + epsilon
      for p in block {
        let m = rates.first.average(
          firstMoments[p], gradient[p], forgettingFast: forgettingFast)
        firstMoments[p] = m
        let new = theta[p].addingProduct(
          negatedStepSize, bias.corrected(first: m) / divisor)
        theta[p] = new
        // x · 0 is ±0 for finite x and NaN otherwise.
        probe = probe.addingProduct(new, 0)
      }
    }
    return probe
  }

  func setStepSize(_ stepSize: Lanes) { negatedStepSize = -stepSize }

  var memoryCount: Int { bias.complements.count + firstMoments.count + secondMoments.count }

  func memory(_ index: Int) -> Lanes {
    let complements = bias.complements
    guard index >= complements.count else { return complements[index] }
    let moment = index - complements.count
    return moment < firstMoments.count
      ? firstMoments[moment] : secondMoments[moment - firstMoments.count]
  }

  func setMemory(_ index: Int, to value: Lanes) {
    let complementCount = bias.complements.count
    guard index >= complementCount else {
      bias.complements[index] = value
      return
    }
    let moment = index - complementCount
    if moment < firstMoments.count {
      firstMoments[moment] = value
    } else {
      secondMoments[moment - firstMoments.count] = value
    }
  }
}
