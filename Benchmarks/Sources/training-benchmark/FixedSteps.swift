import Training

/// A small problem for a given number of steps: the work whose instructions are counted.
struct FixedSteps {
  private let configuration: TrainingConfiguration

  /// From `net sign float64 adam 100 50 16 1000`: model, perhaps with its depth as in `factorization:3`,
  /// design, precision, optimizer, perhaps with λ as in `adam-e:0.25` or with its bias corrected as in
  /// `adam:corrected`, d or p, n, runs, steps, perhaps a noise; nil if these make no sense.
  init?(_ words: [String]) {
    let isNet = words[0] == "net"
    guard (8...9).contains(words.count), let design = DesignKind(rawValue: words[1]),
      let precision = Precision(rawValue: words[2]),
      let name = words[3].split(separator: ":").first,
      let optimizer = knownOptimizer(
        String(name), isNet: isNet, isCorrected: words[3].hasSuffix(":corrected")),
      let dimension = Int(words[4]), let samples = Int(words[5]), let runs = Int(words[6]),
      let steps = Int(words[7]), (1...16).contains(runs),
      let noise = Self.noises[words.count == 9 ? words[8] : "label"]
    else { return nil }
    let option = words[3].split(separator: ":").dropFirst().first
    let exponent = option.flatMap { Double($0) }
    let depth = words[0].split(separator: ":").dropFirst().first.flatMap { Int($0) } ?? 2
    let model =
      isNet
      ? Model.diagonalNet(dimension: dimension)
      : .matrixFactorization(dimension: dimension, width: dimension, depth: depth)
    let truth =
      isNet
      ? GeneratedTruth.sparse(dimension: dimension, sparsity: 3)
      : .lowRank(dimension: dimension, rank: 2)
    configuration = TrainingConfiguration(
      problem: .generated(design: design, samples: samples, truth: truth, dataSeed: 1),
      model: model, optimizer: optimizer, precision: precision, noise: noise,
      initialParameters: model.initialParameters(seed: 1),
      lanes: (0..<runs).map {
        LaneParameters(
          stepSize: 1e-3 / Double($0 + 1), oneMinusBeta2: 0.05,
          exponent: exponent ?? measuredExponent, noiseScale: 0.5, noiseSeed: 7)
      }, steps: steps, snapshotSteps: [])
  }

  private static let noises: [String: NoiseSource] = [
    "label": .label(), "gaussian": .label(distribution: .gaussian), "batch": .label(batch: 20),
    "gradient": .gradient(),
  ]

  /// Trains.
  func run() {
    _ = train(configuration, recording: { _ in }, shouldContinue: { _ in true })
  }
}
