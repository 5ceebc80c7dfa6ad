import Testing
import Training

/// However many runs share a lane-batch, and whether their coordinates or they themselves lie in the
/// lanes: the bits of a run are the same.
@Suite struct OccupancyTests {
  /// Sixty-four runs, λ = 0.3 among their exponents.
  static let lanes: [LaneParameters] = (0..<64).map { (k: Int) -> LaneParameters in
    let exponents = [0.3, 0.5, 0.25]
    return LaneParameters(
      stepSize: 0.001 * Double(1 + k % 7), beta1: k % 3 == 0 ? 0 : 0.9,
      oneMinusBeta2: 0.01 + 0.001 * Double(k), exponent: exponents[k % 3],
      noiseScale: 0.1 * Double(k % 5), noiseSeed: UInt64(k / 2))
  }

  struct Shape: Sendable, CustomTestStringConvertible {
    let model: Model
    let design: DesignKind
    let samples: Int
    var testDescription: String { "\(model) \(design) \(samples)" }
  }

  /// The nets have more columns than a chunk, and neither size is a multiple of a block.
  static let shapes = [
    Shape(model: .diagonalNet(dimension: 1100), design: .sign, samples: 45),
    Shape(model: .diagonalNet(dimension: 1100), design: .gaussian, samples: 45),
    Shape(
      model: .matrixFactorization(dimension: 10, width: 10, depth: 2), design: .gaussian,
      samples: 50),
  ]

  @Test(arguments: shapes, [Precision.float64, .float32])
  func oneFiveEightSixteenAndSixtyFourRunsHaveTheSameBits(shape: Shape, precision: Precision) {
    for optimizer in [Optimizer.sgd, .adam, .adamE] {
      for noise in [NoiseSource.label(), .label(batch: 9)] {
        let whole = configuration(
          design: shape.design, samples: shape.samples, model: shape.model, optimizer: optimizer,
          precision: precision, noise: noise, lanes: [], steps: 9, snapshotSteps: [9])
        let expected = digests(whole, batchesOf: 16)
        #expect(expected.count == 64 && Set(expected).count > 32)
        for size in [1, 5, 8] {
          #expect(digests(whole, batchesOf: size) == expected, "\(optimizer) \(noise) \(size)")
        }
      }
    }
  }

  /// θ and v of each of the runs, trained in batches of a size; the last may be smaller.
  private func digests(_ whole: TrainingConfiguration, batchesOf size: Int) -> [[UInt64]] {
    stride(from: 0, to: Self.lanes.count, by: size).flatMap { first in
      let lanes = Array(Self.lanes[first..<min(first + size, Self.lanes.count)])
      return trained(selecting(lanes, of: whole)).snapshots
        .map { bits($0.theta) + bits($0.secondMoment) }
    }
  }
}
