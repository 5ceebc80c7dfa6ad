import Training

/// A small lane-batch with every hyperparameter differing between runs.
func variedLanes(_ count: Int, exponents: [Double] = [0.5]) -> [LaneParameters] {
  (0..<count).map { (k: Int) -> LaneParameters in
    let x = Double(k)
    return LaneParameters(
      stepSize: 0.002 * (x + 1), beta1: k % 3 == 0 ? 0 : 0.9, oneMinusBeta2: 0.01 + 0.002 * x,
      exponent: exponents[k % exponents.count], epsilon: k % 2 == 0 ? 1e-6 : 1e-8,
      noiseScale: 0.1 * Double(k % 5), noiseSeed: UInt64(k / 2))
  }
}

func configuration(
  design: DesignKind = .sign, samples: Int = 21, dimension: Int = 37, optimizer: Optimizer,
  precision: Precision = .float64, noise: NoiseSource = .label, lanes: [LaneParameters],
  steps: Int = 40, snapshotSteps: [Int] = [40]
) -> TrainingConfiguration {
  let model = Model.diagonalNet(dimension: dimension)
  return TrainingConfiguration(
    problem: .generated(
      design: design, samples: samples, dimension: dimension, sparsity: min(3, dimension),
      dataSeed: 11),
    model: model, optimizer: optimizer, precision: precision, noise: noise,
    initialParameters: model.initialParameters(scale: 0.1, seed: 5), lanes: lanes, steps: steps,
    snapshotSteps: snapshotSteps)
}

/// The snapshots and statuses of a batch trained to its end.
func trained(_ configuration: TrainingConfiguration) -> (
  snapshots: [Snapshot], statuses: [RunStatus]
) {
  var snapshots: [Snapshot] = []
  let statuses = train(
    configuration, recording: { snapshots.append($0) }, shouldContinue: { _ in true })
  return (snapshots, statuses ?? [])
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
