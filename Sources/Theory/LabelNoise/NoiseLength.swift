import DenseAlgebra
import RandomStreams
public import Training

/// E‖ξ‖ of the gradient noise ξ = (δ/B) Jᵀ c under label noise, and its slope along θ.
///
/// c has an entry for each sample: of full batches its sign or its normal number, of minibatches the sum of
/// those of its draws. With K = J Jᵀ, ‖ξ‖ = (δ/B) √(cᵀKc), and
///
///     ∇E‖ξ‖ = ∇ tr(C K) at the fixed C = (δ/B) E[c cᵀ / (2 √(cᵀKc))]
///
/// The mean is over all 2^{n−1} signs, c and −c being alike, of full batches of at most 13 samples, and so
/// exact. Else it is over ``drawCount`` draws, those of the steps 1, 2, … of a run with noise seed 0: the
/// same at every time, so that the equation is smooth. That has an error of about 1/(90 √(2m)) of it, m the
/// number of directions that ξ goes in.
public struct NoiseLength: Sendable, Hashable {
  /// Draws where there are too many signs.
  static let drawCount = 8192
  /// The most samples whose signs are all taken.
  static let mostSigns = 13

  /// δ/B.
  let scale: Double
  let sampleCount: Int
  /// How many c there are.
  let count: Int
  /// c of eight draws side by side, `[⌈count / 8⌉, n]`, 0 beyond the last.
  private let vectors: [SIMD8<Double>]

  /// The law of one run.
  ///
  /// - Parameters:
  ///   - distribution: The law of a label's perturbation.
  ///   - delta: δ ≥ 0, its standard deviation.
  ///   - sampleCount: n.
  ///   - batch: B, drawn with replacement; nil for full batches.
  public init(
    _ distribution: LabelDistribution, delta: Double, sampleCount: Int, batch: Int? = nil
  ) {
    precondition(delta >= 0 && delta.isFinite, "delta is a finite number, not negative")
    precondition(sampleCount >= 1, "there are samples")
    self.sampleCount = sampleCount
    scale = delta / Double(batch ?? sampleCount)
    let takesAll = distribution == .rademacher && batch == nil && sampleCount <= Self.mostSigns
    count = takesAll ? 1 << (sampleCount - 1) : Self.drawCount
    var vectors = Array(repeating: SIMD8<Double>.zero, count: (count + 7) / 8 * sampleCount)
    for draw in 0..<count {
      let c =
        takesAll
        ? (0..<sampleCount).map { draw >> $0 & 1 == 0 ? 1 : -1 }
        : Self.draw(draw + 1, distribution, sampleCount, batch)
      for i in 0..<sampleCount { vectors[draw / 8 * sampleCount + i][draw % 8] = c[i] }
    }
    self.vectors = vectors
  }

  /// c of a step.
  private static func draw(
    _ step: Int, _ distribution: LabelDistribution, _ sampleCount: Int, _ batch: Int?
  ) -> [Double] {
    let labels = RandomStream(seed: 0, purpose: .labelNoise, step: UInt64(step))
    let numbers: [Double] =
      switch distribution {
      case .rademacher:
        (0..<(batch ?? sampleCount)).map { labels.bit(at: UInt64($0)) ? 1 : -1 }
      case .gaussian: labels.normals(count: batch ?? sampleCount)
      }
    guard let batch else { return numbers }
    let samples = RandomStream(seed: 0, purpose: .minibatch, step: UInt64(step))
    var sums = Array(repeating: 0.0, count: sampleCount)
    for b in 0..<batch {
      sums[Int(samples.integer(below: UInt64(sampleCount), at: UInt64(b)))] += numbers[b]
    }
    return sums
  }

  /// E‖ξ‖ at a point.
  func mean(at point: any PointGeometry) -> Double {
    var sum = SIMD8<Double>.zero
    forEachDraw(gram(at: point)) { _, _, square in sum += square.squareRoot() }
    return scale * sumOfLanes(sum) / Double(count)
  }

  /// ∇E‖ξ‖ at a point, shape `[P]`; not projected.
  func slope(at point: any PointGeometry) -> [Double] {
    point.gramGradient(weights(gram(at: point)))
  }

  /// C, row-major, sums over draws in sequence of eights, lanes as in `sumOfLanes`.
  private func weights(_ k: [Double]) -> [Double] {
    let n = sampleCount
    var sums = Array(repeating: SIMD8<Double>.zero, count: n * n)
    forEachDraw(k) { vectors, first, square in
      let factor = square.replacing(with: 1, where: square .== 0).squareRoot()
      let inverse = (1 / factor).replacing(with: 0, where: square .== 0)
      for i in 0..<n {
        let weighted = vectors[first + i] * inverse
        for j in 0...i {
          sums[i * n + j] = sums[i * n + j].addingProduct(weighted, vectors[first + j])
        }
      }
    }
    let share = scale / (2 * Double(count))
    return (0..<n * n).map { index in
      share * sumOfLanes(sums[max(index / n, index % n) * n + min(index / n, index % n)])
    }
  }

  /// Calls `body` with c of eight draws, from an index on, and their cᵀKc, never below 0.
  private func forEachDraw(
    _ k: [Double],
    _ body: (_ vectors: [SIMD8<Double>], _ first: Int, _ square: SIMD8<Double>) -> Void
  ) {
    let n = sampleCount
    for first in stride(from: 0, to: vectors.count, by: n) {
      var square = SIMD8<Double>.zero
      for i in 0..<n {
        var sum = SIMD8<Double>.zero
        for j in 0..<n { sum = sum.addingProduct(vectors[first + j], k[i * n + j]) }
        square = square.addingProduct(vectors[first + i], sum)
      }
      body(vectors, first, square.replacing(with: 0, where: square .< 0))
    }
  }

  /// K, row-major.
  private func gram(at point: any PointGeometry) -> [Double] {
    let gram = point.gram(.identity(point.theta.count))
    precondition(gram.rowCount == sampleCount, "the law is that of one number a sample")
    return gram.symmetricEntries
  }
}
