import FoundationEssentials
import Training

/// The sweep that every contestant runs: η, 1 − β₂ and δ differ between the runs.
func sweptLanes(_ count: Int, _ optimizer: Optimizer, exponent: Double) -> [LaneParameters] {
  (0..<count).map { k in
    let position = count == 1 ? 0.5 : Double(k) / Double(count - 1)
    let ratio = pow10(position - 1)
    return LaneParameters(
      stepSize: (optimizer == .sgd ? 1e-3 : 2e-3) * ratio, beta1: 0.9,
      oneMinusBeta2: k % 2 == 0 ? 0.05 : 0.05 * ratio * ratio, exponent: exponent, epsilon: 1e-6,
      noiseScale: [0.25, 0.5, 1][k % 3], noiseSeed: 7)
  }
}

/// 10ˣ by a series; nothing depends on its last digits.
private func pow10(_ x: Double) -> Double {
  let y = x * 2.302585092994046
  var (term, sum) = (1.0, 1.0)
  for k in 1..<40 {
    term *= y / Double(k)
    sum += term
  }
  return sum
}

/// A generated problem with the sizes of the options.
func generatedConfiguration(_ options: Options) -> TrainingConfiguration {
  let d = options.dimension
  let model = Model.diagonalNet(dimension: d)
  return TrainingConfiguration(
    problem: .generated(
      design: options.design, samples: options.samples ?? 200,
      truth: .sparse(dimension: d, sparsity: options.sparsity ?? 3), dataSeed: 1),
    model: model, optimizer: options.optimizer, precision: options.precision, noise: .label(),
    initialParameters: model.initialParameters(scale: 0.1, seed: 1),
    lanes: sweptLanes(options.runCount, options.optimizer, exponent: options.exponent),
    steps: 1 << 40, snapshotSteps: [])
}

/// A problem shared with the other contestants, in a file.
///
/// Eight-byte integers d, n, K and T; doubles Z (n × d, row by row), y, u₀, v₀, η, 1 − β₂ and δ; then
/// T · n signed bytes, the signs of the noise.
struct SharedProblem {
  let configuration: TrainingConfiguration

  init(_ options: Options, path: String) throws {
    let data = [UInt8](try Data(contentsOf: URL(filePath: path)))
    var position = 0
    func word() -> UInt64 {
      defer { position += 8 }
      return (0..<8).reduce(0) { $0 | UInt64(data[position + $1]) << UInt64(8 * $1) }
    }
    let sizes = (0..<4).map { _ in Int(truncatingIfNeeded: word()) }
    let (d, n, runCount, steps) = (sizes[0], sizes[1], sizes[2], sizes[3])
    func doubles(_ count: Int) -> [Double] { (0..<count).map { _ in Double(bitPattern: word()) } }
    let (design, targets) = (doubles(n * d), doubles(n))
    let initial = doubles(2 * d)
    let (stepSizes, rates, scales) = (doubles(runCount), doubles(runCount), doubles(runCount))
    let signs = (0..<steps).map { step in
      (0..<n).map { Int8(bitPattern: data[position + step * n + $0]) }
    }
    configuration = TrainingConfiguration(
      problem: RegressionProblem(design: design, targets: targets, truth: nil),
      model: .diagonalNet(dimension: d), optimizer: options.optimizer,
      precision: options.precision, noise: .given(signs: signs), initialParameters: initial,
      lanes: (0..<runCount).map {
        LaneParameters(
          stepSize: stepSizes[$0], beta1: 0.9, oneMinusBeta2: rates[$0], epsilon: 1e-6,
          noiseScale: scales[$0])
      }, steps: steps, snapshotSteps: [steps])
  }

  /// Trains and writes w, doubles, d × K row by row.
  func writeSignals(to path: String) throws {
    var signals: [[Double]] = []
    _ = train(
      configuration,
      recording: { signals.append(configuration.model.signal(of: $0.theta)) },
      shouldContinue: { _ in true })
    var bytes = Data()
    for j in signals[0].indices {
      for signal in signals {
        let bits = signal[j].bitPattern
        for k in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: bits >> UInt64(8 * k))) }
      }
    }
    try bytes.write(to: URL(filePath: path))
  }
}
