import Training

/// How long a step of a typical lane-batch takes on this machine.
struct KernelRate: Hashable, Sendable {
  /// A lane-batch with label noise on generated data.
  struct Shape: Hashable, Sendable {
    /// `diagonal-net` or `matrix-factorization`.
    let model: String
    /// `sign` or `gaussian`.
    let design: String
    /// `sgd`, `adam` or `adam-e`, the last with λ = 0.3.
    let optimizer: String
    /// `float64` or `float32`.
    let precision: String
    /// d, or p.
    let dimension: Int
    /// n.
    let samples: Int
    /// Runs in the lane-batch.
    let runs: Int

    /// Multiply-adds that the two products with the design stand for, for a run and step.
    var multiplyAdds: Int {
      2 * samples * (model == "diagonal-net" ? dimension : dimension * dimension)
    }
  }

  /// What was timed.
  let shape: Shape
  /// Processor time of a run and step, in microseconds.
  let microseconds: Double

  /// The shapes of a quick look: both designs and precisions small and large, a run by itself, a
  /// power in the place of √, a factorization.
  static let typicalShapes: [Shape] = {
    func net(
      _ design: String, _ precision: String, _ dimension: Int, _ samples: Int, runs: Int = 16,
      optimizer: String = "adam"
    ) -> Shape {
      Shape(
        model: "diagonal-net", design: design, optimizer: optimizer, precision: precision,
        dimension: dimension, samples: samples, runs: runs)
    }
    var shapes: [Shape] = []
    for design in ["sign", "gaussian"] {
      for precision in ["float64", "float32"] {
        shapes += [
          net(design, precision, 100, 50), net(design, precision, 1000, 200),
          net(design, precision, 10_000, 500),
        ]
      }
    }
    shapes.append(net("sign", "float64", 1000, 200, runs: 1))
    shapes.append(net("gaussian", "float64", 1000, 200, runs: 1))
    shapes.append(net("sign", "float64", 1000, 200, optimizer: "sgd"))
    shapes.append(net("sign", "float64", 1000, 200, optimizer: "adam-e"))
    shapes.append(
      Shape(
        model: "matrix-factorization", design: "gaussian", optimizer: "adam",
        precision: "float64", dimension: 20, samples: 200, runs: 16))
    return shapes
  }()

  /// Times a shape.
  ///
  /// - Parameters:
  ///   - shape: What to time.
  ///   - seconds: How long, about.
  init(_ shape: Shape, seconds: Double = 0.1) {
    self.shape = shape
    let configuration = TrainingConfiguration(shape)
    var least = Double.infinity
    var total = 0.0
    var last: (nanoseconds: Double, step: Int)?
    _ = train(
      configuration, recording: { _ in },
      shouldContinue: { step in
        let now = processorNanoseconds()
        // The first interval warms the caches up.
        if let last {
          let elapsed = now - last.nanoseconds
          least = min(least, elapsed / Double((step - last.step) * shape.runs))
          total += elapsed
        }
        last = (processorNanoseconds(), step)
        return total < seconds * 1e9 || least == .infinity
      })
    microseconds = least / 1000
  }
}

extension TrainingConfiguration {
  /// Runs without an end.
  fileprivate init(_ shape: KernelRate.Shape) {
    let isNet = shape.model == "diagonal-net"
    let d = shape.dimension
    let model =
      isNet
      ? Model.diagonalNet(dimension: d) : .matrixFactorization(dimension: d, width: d, depth: 2)
    let optimizers = ["sgd": Optimizer.sgd, "adam": .adam, "adam-e": .adamE]
    self.init(
      problem: .generated(
        design: shape.design == "sign" ? .sign : .gaussian, samples: shape.samples,
        truth: isNet ? .sparse(dimension: d, sparsity: 3) : .lowRank(dimension: d, rank: 2),
        dataSeed: 1),
      model: model, optimizer: optimizers[shape.optimizer] ?? .adam,
      precision: shape.precision == "float32" ? .float32 : .float64, noise: .label(),
      initialParameters: model.initialParameters(seed: 1),
      lanes: (0..<shape.runs).map {
        LaneParameters(
          stepSize: 1e-3 / Double($0 + 1), oneMinusBeta2: 0.01, exponent: 0.3, noiseScale: 0.5,
          noiseSeed: 7)
      }, steps: .max, snapshotSteps: [])
  }
}
