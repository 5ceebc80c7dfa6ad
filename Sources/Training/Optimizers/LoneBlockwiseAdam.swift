/// ``BlockwiseAdam`` of a run by itself, sixteen parameters, or blocks, at a time.
///
/// Canonical order: that of ``BlockwiseAdam``. The chains of four blocks go side by side.
final class LoneBlockwiseAdam<Bias: BiasCorrection>: ArrayRule {
  typealias Lanes = Bias.Lanes

  /// The lanes of each block, counted from the first of vector 0.
  private let blocks: [Range<Int>]
  /// For each lane of θ.
  private let blockOfLane: [Int]
  private let rates: MomentRates<Lanes>
  private let epsilon: Lanes
  private var negatedStepSize: Lanes
  private var bias: Bias
  private let firstMoments: LaneStorage<Lanes>  // as θ
  private let divisors: LaneStorage<Lanes>  // as θ

  // Of a block in each lane; what lies beyond the last block is never read.
  private let counts: LaneStorage<Lanes>
  private let squares: LaneStorage<Lanes>
  private let secondMoments: LaneStorage<Lanes>

  /// The rule for blocks of parameters that are non-empty, cover the parameters in order and keep
  /// within parts.
  init(_ values: LaneValues<Lanes>, blocks: [Range<Int>], _ layout: LoneLayout) {
    self.blocks = blocks.map { block in
      let first = layout.lane(ofParameter: block.lowerBound)
      return first..<first + block.count
    }
    let blockOfParameter = blocks.enumerated().flatMap { index, block in block.map { _ in index } }
    blockOfLane = (0..<16 * layout.vectorCount).map {
      blockOfParameter[layout.parameter(inLane: $0)]
    }
    rates = MomentRates(values)
    epsilon = values[\.epsilon]
    negatedStepSize = -values[\.stepSize]
    bias = Bias(values)
    firstMoments = LaneStorage(repeating: .zero, count: layout.vectorCount)
    divisors = LaneStorage(repeating: .zero, count: layout.vectorCount)
    let count = (blocks.count + 15) / 16
    counts = LaneStorage(repeating: Lanes(repeating: 1), count: count)
    squares = LaneStorage(repeating: .zero, count: count)
    secondMoments = LaneStorage(repeating: .zero, count: count)
    for (index, block) in blocks.enumerated() {
      counts.setScalar(index, Lanes.Scalar(block.count))
    }
  }

  func advance(
    _ theta: borrowing LaneStorage<Lanes>, against gradient: borrowing LaneStorage<Lanes>
  ) -> Lanes {
    precondition(theta.count == firstMoments.count && gradient.count == firstMoments.count)
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
    sumSquares(gradient)
    for index in 0..<squares.count {
      let new = rates.second.average(
        secondMoments[index], squares[index] / counts[index], forgettingFast: forgettingFast)
      secondMoments[index] = new
      // The sums are not needed any more.
      squares[index] = bias.corrected(second: new).root() + epsilon
    }
    for (lane, block) in blockOfLane.enumerated() {
      divisors.setScalar(lane, squares.scalar(block))
    }
    var probe = Lanes.zero
    for p in 0..<theta.count {
      let m = rates.first.average(firstMoments[p], gradient[p], forgettingFast: forgettingFast)
      firstMoments[p] = m
      let new = theta[p].addingProduct(
        negatedStepSize, bias.corrected(first: m) / divisors[p])
      theta[p] = new
      // x · 0 is ±0 for finite x and NaN otherwise.
      probe = probe.addingProduct(new, 0)
    }
    return probe
  }

  /// Σ g² of each block.
  private func sumSquares(_ gradient: borrowing LaneStorage<Lanes>) {
    for first in stride(from: 0, to: blocks.count, by: 4) {
      let last = blocks.count - 1
      // Beyond the last it is summed again.
      let (b0, b1) = (blocks[first], blocks[min(first + 1, last)])
      let (b2, b3) = (blocks[min(first + 2, last)], blocks[min(first + 3, last)])
      var (s0, s1, s2, s3): (Lanes.Scalar, Lanes.Scalar, Lanes.Scalar, Lanes.Scalar) = (0, 0, 0, 0)
      let common = min(b0.count, b1.count, b2.count, b3.count)
      for k in 0..<common {
        s0 = add(b0.lowerBound &+ k, s0)
        s1 = add(b1.lowerBound &+ k, s1)
        s2 = add(b2.lowerBound &+ k, s2)
        s3 = add(b3.lowerBound &+ k, s3)
      }
      squares.setScalar(first, rest(b0, s0))
      squares.setScalar(min(first + 1, last), rest(b1, s1))
      squares.setScalar(min(first + 2, last), rest(b2, s2))
      squares.setScalar(min(first + 3, last), rest(b3, s3))
      @inline(__always)
      func rest(_ block: Range<Int>, _ sum: Lanes.Scalar) -> Lanes.Scalar {
        var sum = sum
        for k in common..<block.count { sum = add(block.lowerBound &+ k, sum) }
        return sum
      }
      @inline(__always)
      func add(_ lane: Int, _ sum: Lanes.Scalar) -> Lanes.Scalar {
        let g = gradient.scalar(lane)
        return sum.addingProduct(g, g)
      }
    }
  }

  func setStepSize(_ stepSize: Lanes) { negatedStepSize = -stepSize }

  /// The bias complements and the second moments of blocks are repeated in all lanes.
  var memoryCount: Int { bias.complements.count + firstMoments.count + blocks.count }

  func memory(_ index: Int) -> Lanes {
    let complements = bias.complements
    guard index >= complements.count else { return complements[index] }
    let moment = index - complements.count
    return moment < firstMoments.count
      ? firstMoments[moment]
      : Lanes(repeating: secondMoments.scalar(moment - firstMoments.count))
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
      secondMoments.setScalar(moment - firstMoments.count, value[0])
    }
  }
}
