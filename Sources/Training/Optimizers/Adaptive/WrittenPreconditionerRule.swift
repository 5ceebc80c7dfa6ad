import Formulas
import Parameters

/// The step of an adaptive method whose S(v) is a formula: moments, then S of all second moments, 32 at a time,
/// then θ.
///
///     θ ← fma(−η, m̂ · S(v̂), θ)     or, where S is 1 / D,     θ ← fma(−η, m̂ / D(v̂), θ)
///
/// A mean of g² over a block is as at ``BlockwiseAdam``.
final class WrittenPreconditionerRule<Bias: BiasCorrection>: ArrayRule {
  typealias Lanes = Bias.Lanes

  /// The ranges of parameters that share a second moment; nil where each has its own.
  private let blocks: [Range<Int>]?
  private let rates: MomentRates<Lanes>
  private var negatedStepSize: Lanes
  private var bias: Bias
  private let firstMoments: LaneStorage<Lanes>  // [P]
  private let secondMoments: LaneStorage<Lanes>  // [P], or [blocks]

  private let runner: GraphRunner<Lanes>
  /// Whether the program gives D of S = 1 / D.
  private let isDivisor: Bool
  /// v̂, then S or D in its place, as the second moments.
  private let scales: LaneStorage<Lanes>

  init(
    _ optimizer: AdaptiveOptimizer, _ values: LaneValues<Lanes>, _ parameterCount: Int,
    _ blocks: [Range<Int>]?
  ) {
    self.blocks = blocks
    rates = MomentRates(values)
    negatedStepSize = -values[\.stepSize]
    bias = Bias(values)
    let count = blocks?.count ?? parameterCount
    firstMoments = LaneStorage(repeating: .zero, count: parameterCount)
    secondMoments = LaneStorage(repeating: .zero, count: count)
    scales = LaneStorage(repeating: .zero, count: count)

    let formula = optimizer.formula
    let divisor = formula.graph.reciprocal(of: formula.result)
    isDivisor = divisor != nil
    let output = divisor ?? formula.result
    var compiler = GraphCompiler(
      formula.graph, samples: count, cellSize: MemoryLayout<Lanes>.stride)
    var constants: [(buffer: Int, input: Input)] = []
    for (id, input) in formula.graph.inputs {
      if input.name == "v" {
        compiler.giveSamples(id, in: .theta, at: 0, apart: 1)
      } else {
        constants.append((compiler.giveInArena(id, stage: .once), input))
      }
    }
    compiler.countUses(for: [output])
    compiler.predict([output], apart: 1)
    runner = GraphRunner(compiler.program())
    runner.give(constants.map { (compiler.buffers[$0.buffer].base, $0.input) }) { input in
      [values[AdaptiveOptimizer.key(ofConstant: input.name)]]
    }
  }

  func advance(
    _ theta: borrowing LaneStorage<Lanes>, against gradient: borrowing LaneStorage<Lanes>
  ) -> Lanes {
    let count = firstMoments.count
    precondition(theta.count == count && gradient.count == count)
    bias.beginStep()
    if rates.forgetsFast {
      average(gradient, forgettingFast: true)
    } else {
      average(gradient, forgettingFast: false)
    }
    var spaces = runner.ownSpaces
    // Of a block of 32 all is read before it is written.
    spaces.theta = scales.cells
    spaces.predictions = scales.cells
    runner.run(runner.program.step, spaces)
    runner.runBlocks(runner.program.forward, spaces)
    return isDivisor
      ? move(theta) { $0 / $1 }
      : move(theta) { $0 * $1 }
  }

  /// Takes in a gradient, and leaves v̂ in the scales.
  @inline(__always)
  private func average(_ gradient: borrowing LaneStorage<Lanes>, forgettingFast: Bool) {
    let bias = bias
    for p in 0..<firstMoments.count {
      firstMoments[p] = rates.first.average(
        firstMoments[p], gradient[p], forgettingFast: forgettingFast)
    }
    guard let blocks else {
      for p in 0..<secondMoments.count {
        let v = rates.second.average(
          secondMoments[p], gradient[p] * gradient[p], forgettingFast: forgettingFast)
        secondMoments[p] = v
        scales[p] = bias.corrected(second: v)
      }
      return
    }
    for (index, block) in blocks.enumerated() {
      var squares = Lanes.zero
      for p in block { squares = squares.addingProduct(gradient[p], gradient[p]) }
      let v = rates.second.average(
        secondMoments[index], squares / Lanes.Scalar(block.count), forgettingFast: forgettingFast)
      secondMoments[index] = v
      scales[index] = bias.corrected(second: v)
    }
  }

  @inline(__always)
  private func move(
    _ theta: borrowing LaneStorage<Lanes>, _ direction: (_ m: Lanes, _ scale: Lanes) -> Lanes
  ) -> Lanes {
    let (bias, negatedStepSize) = (bias, negatedStepSize)
    var probe = Lanes.zero
    @inline(__always)
    func move(_ p: Int, _ scale: Lanes) {
      let m = bias.corrected(first: firstMoments[p])
      let new = theta[p].addingProduct(negatedStepSize, direction(m, scale))
      theta[p] = new
      // x · 0 is ±0 for finite x and NaN otherwise.
      probe = probe.addingProduct(new, 0)
    }
    guard let blocks else {
      for p in 0..<theta.count { move(p, scales[p]) }
      return probe
    }
    for (index, block) in blocks.enumerated() {
      let scale = scales[index]
      for p in block { move(p, scale) }
    }
    return probe
  }

  func setStepSize(_ stepSize: Lanes) { negatedStepSize = -stepSize }

  // MARK: Memory: the bias complements, m, v

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

extension Graph {
  /// D of a node that is 1 / D; nil for others.
  fileprivate func reciprocal(of id: NodeID) -> NodeID? {
    guard case .binary(.divide) = self[id].operation,
      case .constant(let one) = self[self[id].operands[0]].operation, one.value == 1
    else { return nil }
    return self[id].operands[1]
  }
}
