import Formulas
import Glibc
import Training

/// Nets as formulas, sixteen runs of adam on the full batch: microseconds of processor time for a run and
/// step, the least of many short intervals.
enum FormulaNets {
  /// Two-layer nets as WIDTH_INPUTS_SAMPLES, and a net with two hidden layers of 32.
  static let names = [
    "32_10_64", "32_50_256", "128_10_64", "128_50_64", "128_50_256", "mlp_10_128",
  ]

  /// Measures nets by name, all if none is named, and prints a line for each.
  static func run(_ chosen: [String], seconds: Double = 1) throws {
    for name in chosen.isEmpty ? names : chosen {
      let times = try [Precision.float64, .float32].map {
        try microseconds(name, $0, seconds: seconds)
      }
      print("\(name) float64 \(rounded(times[0])) float32 \(rounded(times[1]))")
    }
  }

  private static func rounded(_ time: Double) -> Double { (time * 1000).rounded() / 1000 }

  private static func microseconds(
    _ name: String, _ precision: Precision, seconds: Double
  ) throws -> Double {
    let numbers = name.split(separator: "_").compactMap { Int($0) }
    let isDeep = name.hasPrefix("mlp")
    let (width, inputs, samples) =
      isDeep ? (32, numbers[0], numbers[1]) : (numbers[0], numbers[1], numbers[2])
    func block(_ name: String, _ extents: [String]) -> ModelText.Block {
      ModelText.Block(
        name: name, extents: extents, starts: [.normal("1 / sqrt(\(extents.last ?? "1"))")])
    }
    let text =
      isDeep
      ? ModelText(
        blocks: [
          block("W1", ["width", "inputs"]), block("b1", ["width"]),
          block("W2", ["width", "width"]), block("b2", ["width"]), block("a", ["width"]),
        ], sizes: [ModelText.Size("width", width)],
        prediction: "h = tanh(W1 @ x + b1)\ng = tanh(W2 @ h + b2)\na @ g")
      : ModelText(
        blocks: [block("W", ["width", "inputs"]), block("b", ["width"]), block("a", ["width"])],
        sizes: [ModelText.Size("width", width)], prediction: "h = tanh(W @ x + b)\na @ h")
    let model = try Model.formula(text, input: .vector(inputs), samples: samples)
    let configuration = TrainingConfiguration(
      problem: .generated(
        design: .gaussian, samples: samples, truth: .sparse(dimension: inputs, sparsity: 3),
        dataSeed: 1), model: model, optimizer: .adam, precision: precision, noise: .none,
      initialParameters: model.initialParameters(seed: 1),
      lanes: (0..<16).map { LaneParameters(stepSize: 1e-4 / Double($0 + 1)) }, steps: .max,
      snapshotSteps: [])
    var last: (time: Double, step: Int)?
    var least = Double.infinity
    var total = 0.0
    _ = train(
      configuration, recording: { _ in },
      shouldContinue: { step in
        let now = processorTime()
        if let last {
          least = min(least, (now - last.time) / Double(16 * (step - last.step)))
          total += now - last.time
        }
        last = (now, step)
        return total < seconds * 1e6
      })
    return least
  }

  /// In microseconds.
  private static func processorTime() -> Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) * 1e-3
  }
}
