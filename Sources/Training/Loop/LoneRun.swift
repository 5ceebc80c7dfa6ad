/// The training loop of a single run of a diagonal net under an elementwise optimizer:
/// coordinates and samples lie in the lanes, and the bits are those of ``LaneBatchRun``.
///
/// A coordinate beyond the last does what the last one does, but its w is +0.
final class LoneRun<Scalar: LookupScalar> {
  typealias Lanes = SIMD16<Scalar>

  private(set) var divergenceStep: Int?

  private let dimension: Int
  /// The lanes of the last vector that hold coordinates.
  private let lastBits: Lanes.Bits
  private let products: LoneProducts<Scalar>
  private let residualSource: LoneResidualSource<Scalar>
  private let step: ModelStep<Lanes>
  private let chunks: [Range<Int>]
  /// Lane vectors of the optimizer's memory before the moments of the parameters.
  private let complementCount: Int

  private let theta: LaneStorage<Lanes>  // u, then v, vectors of sixteen
  private let signal: LaneStorage<Lanes>  // of a chunk
  private let gradient: LaneStorage<Lanes>  // of a chunk
  private let predictions: LaneStorage<Lanes>
  private let residuals: LaneStorage<Lanes>

  private var stepsDone = 0

  /// The loop, or nil for a configuration that is not of this kind; the products are those with its
  /// design, which runs share.
  init?(
    _ configuration: TrainingConfiguration, _ products: LoneProducts<Scalar>, lane: LaneParameters
  ) {
    let problem = configuration.problem
    guard case .diagonalNet(let dimension) = configuration.model,
      let residualSource = LoneResidualSource<Scalar>(
        configuration.noise, targets: problem.targets, lane: lane)
    else { return nil }
    self.products = products
    let vectorCount = products.columnVectorCount
    var vectors = configuration
    vectors.model = .diagonalNet(dimension: vectorCount)
    step = makeStep(vectors, [lane], fuses: true)
    guard case .byColumns = step.advance else { return nil }
    self.dimension = dimension
    lastBits = Lanes.bitsOfLast(ofCount: dimension)
    complementCount = configuration.correctsBias && configuration.optimizer != .sgd ? 2 : 0
    self.residualSource = residualSource
    chunks = (0..<vectorCount).chunks(ofLength: products.chunkLength)
    theta = LaneStorage(repeating: .zero, count: 2 * vectorCount)
    signal = LaneStorage(repeating: .zero, count: products.chunkLength)
    gradient = LaneStorage(repeating: .zero, count: products.chunkLength)
    predictions = LaneStorage(repeating: .zero, count: products.predictionVectorCount)
    residuals = LaneStorage(repeating: .zero, count: products.residualVectorCount)
    setTheta(configuration.initialParameters)
  }

  func advance(to target: Int) {
    guard case .byColumns(let begin, let advance) = step.advance else {
      preconditionFailure("a lone run goes by columns")
    }
    while stepsDone < target && divergenceStep == nil {
      stepsDone += 1
      residualSource.write(residuals, of: predictions, atStep: stepsDone)
      for i in 0..<predictions.count { predictions[i] = .zero }
      begin()
      var probe = Lanes.zero
      for chunk in chunks {
        products.pullBack(residuals, chunk, into: gradient)
        probe += advance(theta, chunk, gradient, signal)
        predict(chunk)
      }
      products.order(predictions)
      if probe.total != 0 { divergenceStep = stepsDone }
    }
  }

  /// Adds a chunk's part to the predictions, from its signal.
  private func predict(_ chunk: Range<Int>) {
    let last = chunk.count - 1
    if chunk.upperBound == products.columnVectorCount {
      signal[last] = signal[last].keeping(lastBits)
    }
    if chunk.count % 2 == 1 { signal[chunk.count] = .zero }
    products.accumulate(signal, chunk, into: predictions)
  }
}

extension LoneRun {
  /// Replaces θ and predicts.
  private func setTheta(_ values: [Double]) {
    let vectorCount = theta.count / 2
    for part in 0..<2 {
      for k in 0..<vectorCount {
        theta[part * vectorCount + k] = vector(k, of: values[(part * dimension)...])
      }
    }
    for i in 0..<predictions.count { predictions[i] = .zero }
    for chunk in chunks {
      for k in 0..<chunk.count {
        let (u, v) = (theta[chunk.lowerBound + k], theta[vectorCount + chunk.lowerBound + k])
        signal[k] = u * u - v * v
      }
      predict(chunk)
    }
    products.order(predictions)
  }

  /// Coordinates 16 · index ..< 16 · index + 16 of the first `dimension` values.
  private func vector(_ index: Int, of values: ArraySlice<Double>) -> Lanes {
    Lanes(
      (0..<16).map { k in
        Scalar(values[values.startIndex + min(16 * index + k, dimension - 1)])
      })
  }

  /// The values of u, then those of v, from two ranges of vectors.
  private func values(_ vector: (_ index: Int) -> Lanes) -> [Double] {
    let vectorCount = theta.count / 2
    return (0..<2 * dimension).map { p in
      let (part, j) = p.quotientAndRemainder(dividingBy: dimension)
      return Double(vector(part * vectorCount + j / 16)[j % 16])
    }
  }

  /// θ, converted exactly.
  var parameters: [Double] { values { theta[$0] } }

  /// v, converted exactly; empty if there is none.
  var secondMoment: [Double] {
    step.secondMoment(0) == nil ? [] : values { step.secondMoment($0) ?? .zero }
  }

  /// What it takes into its next step.
  var state: RunState {
    var numbers = parameters + (0..<complementCount).map { Double(step.memory($0)[0]) }
    for first in stride(from: complementCount, to: step.memoryCount, by: theta.count) {
      numbers += values { step.memory(first + $0) }
    }
    let isLost = divergenceStep != nil
    return RunState(
      divergenceStep: divergenceStep, values: isLost ? numbers.map { _ in 0 } : numbers)
  }

  /// Goes on from a state after the given number of steps.
  func resume(_ state: RunState, stepsDone: Int) {
    let vectorCount = theta.count / 2
    precondition(
      state.values.count == complementCount
        + 2 * dimension * (1 + (step.memoryCount - complementCount) / theta.count))
    setTheta(Array(state.values[..<(2 * dimension)]))
    var rest = state.values[(2 * dimension)...]
    for index in 0..<complementCount {
      step.setMemory(index, Lanes(repeating: Scalar(rest.removeFirst())))
    }
    for index in complementCount..<step.memoryCount {
      let k = (index - complementCount) % vectorCount
      step.setMemory(index, vector(k, of: rest))
      if k == vectorCount - 1 { rest = rest.dropFirst(dimension) }
    }
    divergenceStep = state.divergenceStep
    self.stepsDone = stepsDone
  }
}
