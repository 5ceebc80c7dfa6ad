import FoundationEssentials
import Training

/// A problem shared with the other contestants, in a file; problems.py says how it lies there.
struct SharedProblem {
  private let problem: RegressionProblem
  private let model: Model
  private let formula: FormulaModels?
  private let optimizer: Optimizer
  private let precision: Precision
  private let initialParameters: [Double]
  private let lanes: [LaneParameters]
  private let signs: [[Int8]]

  /// The number of runs.
  var runCount: Int { lanes.count }

  init?(path: String, precision: String, optimizer name: String) throws {
    let data = [UInt8](try Data(contentsOf: URL(filePath: path)))
    var position = 0
    func word() -> UInt64 {
      defer { position += 8 }
      return (0..<8).reduce(0) { $0 | UInt64(data[position + $1]) << UInt64(8 * $1) }
    }
    func doubles(_ count: Int) -> [Double] { (0..<count).map { _ in Double(bitPattern: word()) } }
    let sizes = (0..<7).map { _ in Int(truncatingIfNeeded: word()) }
    let (p, q, n, runCount, parameterCount) = (sizes[0], sizes[1], sizes[2], sizes[3], sizes[4])
    guard let precision = Precision(rawValue: precision),
      let optimizer = knownOptimizer(name, isNet: p == 0)
    else { return nil }
    self.precision = precision
    self.optimizer = optimizer
    formula = FormulaModels(rawValue: -1 - p)
    model =
      try formula?.model(inputs: q, width: sizes[6], samples: n)
      ?? (p == 0
        ? .diagonalNet(dimension: q) : .matrixFactorization(dimension: p, width: p, depth: 2))
    let (design, targets) = (doubles(n * q), doubles(n))
    if formula == .completion {
      let entries = (0..<n).flatMap { i -> [Int] in
        let place = design[(i * q)..<(i * q + q)].firstIndex(of: 1)! - i * q
        return [place / sizes[6], place % sizes[6]]
      }
      problem = RegressionProblem(
        entries: entries, rows: sizes[6], columns: sizes[6], targets: targets, truth: nil)
    } else {
      problem = RegressionProblem(design: design, targets: targets, truth: nil)
    }
    initialParameters = doubles(parameterCount)
    let (stepSizes, rates, scales) = (doubles(runCount), doubles(runCount), doubles(runCount))
    lanes = (0..<runCount).map {
      LaneParameters(
        stepSize: stepSizes[$0], beta1: 0.9, oneMinusBeta2: rates[$0], exponent: measuredExponent,
        epsilon: 1e-6, noiseScale: scales[$0], noiseSeed: 7)
    }
    signs = (0..<sizes[5]).map { step in
      (0..<n).map { Int8(bitPattern: data[position + step * n + $0]) }
    }
  }

  /// The lane-batches, sixteen runs each but for the last.
  private func batches(noise: NoiseSource, steps: Int) -> [TrainingConfiguration] {
    stride(from: 0, to: lanes.count, by: 16).map { first in
      TrainingConfiguration(
        problem: problem, model: model, loss: formula?.loss ?? .squared, optimizer: optimizer,
        precision: precision, noise: formula == nil ? noise : .none,
        initialParameters: initialParameters,
        lanes: Array(lanes[first..<min(first + 16, lanes.count)]), steps: steps,
        snapshotSteps: steps == .max ? [] : [steps])
    }
  }

  /// Trains with the given noise and writes w, of formulas θ, doubles, q × K row by row.
  func writeSignals(to path: String) throws {
    var signals: [[Double]] = []
    for batch in batches(noise: .given(signs: signs), steps: signs.count) {
      _ = train(
        batch,
        recording: { signals.append(formula == nil ? model.signal(of: $0.theta) : $0.theta) },
        shouldContinue: { _ in true })
    }
    var bytes = Data()
    for j in signals[0].indices {
      for signal in signals {
        let bits = signal[j].bitPattern
        for k in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: bits >> UInt64(8 * k))) }
      }
    }
    try bytes.write(to: URL(filePath: path))
  }

  /// Microseconds of a run and step: the median of a lane-batch, the mean of the lane-batches.
  func measure(seconds: Double) -> Double {
    let batches = batches(noise: .label(), steps: .max)
    let times = batches.map { batch in
      Timing(batch, seconds: seconds / Double(batches.count)).median * Double(batch.lanes.count)
    }
    return times.reduce(0, +) / Double(lanes.count)
  }
}
