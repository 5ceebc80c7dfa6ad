import Formulas

@testable import Training

/// A small lane-batch with every hyperparameter differing between runs.
///
/// Decays are on both sides of ½, and 0.
func variedLanes(_ count: Int, exponents: [Double] = [0.5]) -> [LaneParameters] {
  (0..<count).map { (k: Int) -> LaneParameters in
    let x = Double(k)
    let fast: Double? = [2: 1, 6: 0.7][k % 8]
    return LaneParameters(
      stepSize: 0.002 * (x + 1), beta1: k % 3 == 0 ? 0 : 0.9,
      oneMinusBeta2: fast ?? 0.01 + 0.002 * x,
      exponent: exponents[k % exponents.count], epsilon: k % 2 == 0 ? 1e-6 : 1e-8,
      noiseScale: 0.1 * Double(k % 5), noiseSeed: UInt64(k / 2))
  }
}

/// A lane-batch on a generated problem; without a model it is a diagonal net of the given dimension.
func configuration(
  design: DesignKind = .sign, samples: Int = 21, dimension: Int = 37, model: Model? = nil,
  optimizer: Optimizer, precision: Precision = .float64, correctsBias: Bool = false,
  noise: NoiseSource = .label(), lanes: [LaneParameters], steps: Int = 40,
  snapshotSteps: [Int] = [40]
) -> TrainingConfiguration {
  let model = model ?? .diagonalNet(dimension: dimension)
  let truth: GeneratedTruth =
    switch model.kind.signalShape {
    case .vector: .sparse(dimension: model.signalCount, sparsity: min(3, model.signalCount))
    case .matrix(let dimension): .lowRank(dimension: dimension, rank: 1)
    case .none: .target("x[0]", input: .vector(model.kind.inputCount))
    }
  return TrainingConfiguration(
    problem: .generated(design: design, samples: samples, truth: truth, dataSeed: 11),
    model: model, optimizer: optimizer.correctingBias(correctsBias), precision: precision,
    noise: noise, initialParameters: model.initialParameters(seed: 5), lanes: lanes, steps: steps,
    snapshotSteps: snapshotSteps)
}

extension Model {
  /// A small model of each kind, with the odd sizes that kernels trip over.
  static let samples: [Model] = products + [.linear(dimension: 21)]

  /// Those whose gradient is 0 at θ = 0, and which a large θ overflows.
  static let products: [Model] = [
    .diagonalNet(dimension: 37), .matrixFactorization(dimension: 5, width: 3, depth: 2),
    .matrixFactorization(dimension: 4, width: 6, depth: 4),
  ]
}

extension Optimizer {
  /// The same optimizer, whose moments' bias is corrected if it has moments of that kind.
  func correctingBias(_ corrects: Bool = true) -> Optimizer {
    kindCorrectingBias(corrects).decouplingWeightDecay(decouplesWeightDecay)
  }

  private func kindCorrectingBias(_ corrects: Bool) -> Optimizer {
    switch kind {
    case let rms as RMSProp:
      .rmsprop(correctsBias: corrects, momentum: rms.momentum, isCentered: rms.isCentered)
    case is Adam: .adam(correctsBias: corrects)
    case is AdamE: .adamE(correctsBias: corrects)
    case let mini as AdamMini: .adamMini(blockSize: mini.blockSize, correctsBias: corrects)
    case is Adalayer: .adalayer(correctsBias: corrects)
    case is AdamW: .adamW(correctsBias: corrects)
    case is AMSGrad: .amsgrad(correctsBias: corrects)
    default: self
    }
  }

  /// Whether a run with β₂ = 0 diverges: v − ḡ² is then 0, and the centered rule divides by ε alone.
  var divergesWithoutMemory: Bool { (kind as? RMSProp)?.isCentered ?? false }

  /// Every optimizer that fits a model, blocks of a diagonal net not dividing its dimension.
  static func all(for model: Model) -> [Optimizer] {
    let blockSize = model.layout.rows == nil ? 5 : nil
    return [
      .sgd, .rmsprop, .adam, .adamE, .adamMini(blockSize: blockSize), .adalayer, .lion,
      .sgd(momentum: 0.9), .sgd(momentum: 0.3, dampening: 0.3),
      .sgd(momentum: 0.8, isNesterov: true), .rmsprop(correctsBias: false, momentum: 0.7),
      .rmsprop(correctsBias: false, momentum: 0.7, isCentered: true),
      .rmsprop(correctsBias: false, isCentered: true), .signSGD, .signSGD(momentum: 0.9),
      .signSGD(momentum: 0.2), .normalizedGD, .normalizedGD(isByBlock: true), .adagrad,
      .adamW(correctsBias: false), .amsgrad(correctsBias: false), .nadam,
    ]
  }
}

extension NoiseSource {
  /// Every noise that needs no given signs, and gradient noise of the given scales.
  static func all(parameterCount: Int) -> [NoiseSource] {
    [
      .none, .label(), .label(distribution: .gaussian), .label(batch: 7),
      .label(distribution: .gaussian, batch: 40), .gradient(),
      .gradient(scales: (0..<parameterCount).map { 0.01 * Double($0 % 4) }),
    ]
  }
}

extension [LaneParameters] {
  /// The same runs with weight decay, clipping and SAM, some without.
  var withPasses: [LaneParameters] {
    enumerated().map { k, run in
      var run = run
      run["weight_decay"] = [0.1, 0, 3, 0.02][k % 4]
      run["clip"] = [0.3, 0.01, 1e3][k % 3]
      run["sam_radius"] = [0, 0.05, 0.2][k % 3]
      run["momentum_decay"] = [0.004, 0, 0.5][k % 3]
      run["initial_accumulator"] = [0, 0.1][k % 2]
      return run
    }
  }
}

/// The snapshots and statuses of a batch trained to its end.
func trained(_ configuration: TrainingConfiguration) -> (
  snapshots: [Snapshot], statuses: [RunStatus]
) {
  var snapshots: [Snapshot] = []
  let outcome = train(
    configuration, recording: { snapshots.append($0) }, shouldContinue: { _ in true })
  guard case .finished(let statuses) = outcome else { return (snapshots, []) }
  return (snapshots, statuses)
}

/// Bit patterns, which tell zeros apart and let NaN equal itself.
func bits(_ values: [Double]) -> [UInt64] { values.map(\.bitPattern) }

/// A configuration with one of its runs, or others, in another order.
func selecting(_ lanes: [LaneParameters], of other: TrainingConfiguration) -> TrainingConfiguration
{
  var result = other
  result.lanes = lanes
  return result
}
