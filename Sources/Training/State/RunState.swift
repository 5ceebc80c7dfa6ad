/// What one run takes from a step to the next.
struct RunState: Hashable, Sendable {
  /// The step the run diverged at, or nil while it lives.
  let divergenceStep: Int?
  /// θ, then what the optimizer remembers; all 0 for a run that has diverged.
  let values: [Double]
}

extension TrainingConfiguration {
  /// The length of ``RunState/values``: P numbers θ; the complements c₁ and c₂ if an optimizer with
  /// moments corrects their bias; m and v of each parameter or, for v, of each block.
  var stateValueCount: Int {
    let count = model.parameterCount
    let complementCount = correctsBias ? 2 : 0
    return switch optimizer {
    case .sgd: count
    case .rmsprop: count + complementCount + count
    case .adam, .adamE: count + complementCount + 2 * count
    case .adamMini(let blockSize):
      count + complementCount + count + model.blocks(ofSize: blockSize).count
    case .adalayer: count + complementCount + count + model.layers.count
    }
  }

  /// v₀ as the optimizer keeps it, the last of ``RunState/values``; empty where it starts at 0.
  var initialSecondMoments: [Double] {
    guard let initialSecondMoment else { return [] }
    func means(_ blocks: [Range<Int>]) -> [Double] {
      blocks.map { block in
        block.reduce(0) { $0 + initialSecondMoment[$1] } / Double(block.count)
      }
    }
    return switch optimizer {
    case .sgd: []
    case .rmsprop, .adam, .adamE: initialSecondMoment
    case .adamMini(let blockSize): means(model.blocks(ofSize: blockSize))
    case .adalayer: means(model.layers)
    }
  }
}
