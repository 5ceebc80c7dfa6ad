/// The training loop of a single run: its parameters and samples lie in the lanes, and the bits are those
/// of ``LaneBatchRun``.
final class LoneRun<Scalar: LookupScalar> {
  typealias Lanes = SIMD16<Scalar>

  private(set) var divergenceStep: Int?

  private let layout: LoneLayout
  private let products: LoneProducts<Scalar>
  /// The columns of the last vector that holds some.
  private let lastColumns: Range<Int>
  private let lastBits: Lanes.Bits
  private let residualSource: LoneResidualSource<Scalar>
  private let step: ModelStep<Lanes>
  private let chunks: [Range<Int>]
  /// The vectors of the step's memory that hold a moment of each parameter; the others repeat a number.
  private let moments: Range<Int>

  private let theta: LaneStorage<Lanes>
  /// w and ∂L/∂w of all columns, an even number of vectors, or of one chunk where a step goes by columns.
  private let signal: LaneStorage<Lanes>
  private let gradient: LaneStorage<Lanes>
  private let predictions: LaneStorage<Lanes>
  private let residuals: LaneStorage<Lanes>

  private var stepsDone = 0

  /// The loop with the products with its design, which runs share.
  init(
    _ configuration: TrainingConfiguration, _ products: LoneProducts<Scalar>, lane: LaneParameters
  ) {
    let problem = configuration.problem
    self.products = products
    let vectorCount = products.columnVectorCount
    let steps = LoneStepMaker<Scalar>(configuration, lane)
    layout = steps.layout
    step = steps.makeStep()
    lastColumns = 16 * (vectorCount - 1)..<problem.signalCount
    lastBits = Lanes.bitsOfLast(ofCount: problem.signalCount)
    residualSource = LoneResidualSource<Scalar>(
      configuration.noise, targets: problem.targets, lane: lane)
    chunks = (0..<vectorCount).chunks(ofLength: products.chunkLength)
    theta = LaneStorage(repeating: .zero, count: layout.vectorCount)
    let bufferLength =
      if case .byColumns = step.advance { products.chunkLength } else { (vectorCount + 1) / 2 * 2 }
    signal = LaneStorage(repeating: .zero, count: bufferLength)
    gradient = LaneStorage(repeating: .zero, count: bufferLength)
    predictions = LaneStorage(repeating: .zero, count: products.predictionVectorCount)
    residuals = LaneStorage(repeating: .zero, count: products.residualVectorCount)
    let complementCount = configuration.correctsBias && configuration.optimizer != .sgd ? 2 : 0
    moments =
      complementCount..<complementCount + configuration.optimizer.momentCount * theta.count
    setTheta(configuration.initialParameters)
  }

  func advance(to target: Int) {
    switch step.advance {
    case .byColumns(let begin, let advance):
      takeSteps(to: target) { advanceByColumns(begin, advance) }
    case .atOnce(let advance): takeSteps(to: target) { advanceAtOnce(advance) }
    }
  }

  @inline(__always)
  private func takeSteps(to target: Int, _ moveTheta: () -> Lanes) {
    while stepsDone < target && divergenceStep == nil {
      stepsDone += 1
      residualSource.write(residuals, of: predictions, atStep: stepsDone)
      if moveTheta().total != 0 { divergenceStep = stepsDone }
    }
  }

  @inline(__always)
  private func advanceByColumns(
    _ begin: () -> Void, _ advance: ModelStep<Lanes>.AdvanceOfColumns
  ) -> Lanes {
    begin()
    var probe = Lanes.zero
    for chunk in chunks {
      pullBack(chunk, from: 0)
      probe += advance(theta, chunk, gradient, signal)
      addProducts(of: signal, from: 0, chunk)
    }
    products.order(predictions)
    return probe
  }

  @inline(__always)
  private func advanceAtOnce(_ advance: ModelStep<Lanes>.AdvanceOfAll) -> Lanes {
    for chunk in chunks { pullBack(chunk, from: chunk.lowerBound) }
    let probe = advance(theta, gradient, signal, stepsDone)
    predict(signal)
    return probe
  }

  /// The gradient of a chunk, from vector `start` on; lanes beyond the last column have its.
  private func pullBack(_ chunk: Range<Int>, from start: Int) {
    products.pullBack(residuals, chunk, into: gradient, from: start)
    guard chunk.upperBound == products.columnVectorCount else { return }
    let last = start + chunk.count - 1
    let ofLastColumn = gradient.scalar(16 * last + lastColumns.count - 1)
    gradient[last] = Lanes(repeating: ofLastColumn)
      .replacing(with: gradient[last], whereSet: lastBits)
  }

  /// Z w into the predictions.
  private func predict(_ signal: borrowing LaneStorage<Lanes>) {
    for chunk in chunks { addProducts(of: signal, from: chunk.lowerBound, chunk) }
    products.order(predictions)
  }

  /// Adds a chunk's part to the predictions, from its w, which lies from vector `start` on.
  private func addProducts(
    of signal: borrowing LaneStorage<Lanes>, from start: Int, _ chunk: Range<Int>
  ) {
    let end = start + chunk.count
    if chunk.upperBound == products.columnVectorCount {
      signal[end - 1] = signal[end - 1].keeping(lastBits)
    }
    if chunk.count % 2 == 1 { signal[end] = .zero }
    products.accumulate(signal, from: start, chunk, into: predictions)
  }
}

extension LoneRun {
  /// Replaces θ and predicts.
  private func setTheta(_ values: [Double]) {
    for index in 0..<theta.count { theta[index] = vector(index, of: values[...]) }
    let signal = LaneStorage<Lanes>(
      repeating: .zero, count: (products.columnVectorCount + 1) / 2 * 2)
    step.predict(theta, signal)
    predict(signal)
  }

  /// A vector of θ, or of something else that there is for each parameter.
  private func vector(_ index: Int, of values: ArraySlice<Double>) -> Lanes {
    Lanes(
      (0..<16).map { k in
        Scalar(values[values.startIndex + layout.parameter(inLane: 16 * index + k)])
      })
  }

  /// The values of all parameters from their vectors, converted exactly.
  private func values(_ vector: (_ index: Int) -> Lanes) -> [Double] {
    (0..<layout.parameterCount).map { p in
      let lane = layout.lane(ofParameter: p)
      return Double(vector(lane / 16)[lane % 16])
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
    func repeated(_ indices: Range<Int>) -> [Double] {
      indices.map { Double(step.memory($0)[0]) }
    }
    let moments = stride(from: moments.lowerBound, to: moments.upperBound, by: theta.count)
      .flatMap { first in values { step.memory(first + $0) } }
    let numbers =
      parameters + repeated(0..<self.moments.lowerBound) + moments
      + repeated(self.moments.upperBound..<step.memoryCount)
    let isLost = divergenceStep != nil
    return RunState(
      divergenceStep: divergenceStep, values: isLost ? numbers.map { _ in 0 } : numbers)
  }

  /// Goes on from a state after the given number of steps.
  func resume(_ state: RunState, stepsDone: Int) {
    let count = layout.parameterCount
    precondition(
      state.values.count == count * (1 + moments.count / theta.count) + step.memoryCount
        - moments.count)
    setTheta(Array(state.values[..<count]))
    var rest = state.values[count...]
    for index in 0..<step.memoryCount {
      guard moments.contains(index) else {
        step.setMemory(index, Lanes(repeating: Scalar(rest.removeFirst())))
        continue
      }
      let k = (index - moments.lowerBound) % theta.count
      step.setMemory(index, vector(k, of: rest))
      if k == theta.count - 1 { rest = rest.dropFirst(count) }
    }
    divergenceStep = state.divergenceStep
    self.stepsDone = stepsDone
  }
}
