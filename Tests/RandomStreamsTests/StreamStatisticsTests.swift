import RandomStreams
import Testing

/// Moments, correlations and counts of at least 10⁸ draws each.
///
/// Every statistic is standard normal (or made so) for ideal random numbers and fails beyond
/// ±6.1, which has a probability of 1.1e-9. The seeds are fixed, so the outcome is too.
@Suite struct StreamStatisticsTests {
  static let bound = 6.1

  private func stream(_ purpose: Purpose, seed: UInt64 = 0x5eed, step: Int) -> RandomStream {
    RandomStream(seed: seed, purpose: purpose, step: UInt64(step))
  }

  /// Of `count` bits of which `ones` are 1: (2 · ones − count) / √count.
  private func score(ones: Int, of count: Int) -> Double {
    Double(2 * ones - count) / Double(count).squareRoot()
  }

  /// χ² of counts over equally likely cells, made normal by the cube root (Wilson and Hilferty,
  /// "The distribution of chi-square", PNAS 17, 1931), good to 0.1 at 1000 degrees of freedom.
  private func score(counts: [Int]) -> Double {
    let expected = Double(counts.reduce(0, +)) / Double(counts.count)
    let chiSquare = counts.reduce(0.0) { sum, count in
      sum + (Double(count) - expected) * (Double(count) - expected) / expected
    }
    let freedom = Double(counts.count - 1)
    let ratio = chiSquare / freedom
    // The cube root by Newton's method from 1, where the ratio is close to it.
    var root = 1.0
    for _ in 0..<50 { root -= (root * root * root - ratio) / (3 * root * root) }
    let variance = 2 / (9 * freedom)
    return (root - (1 - variance)) / variance.squareRoot()
  }

  /// As many ones as zeros, and no correlation at lags within 64 bits, or with the same bits of the
  /// next step, seed or purpose: 800 steps of 1000 blocks are 1.024e8 bits.
  @Test func bitsAreBalancedAndUncorrelated() {
    var ones = 0
    var equal = Array(repeating: 0, count: 64)
    var (nextStep, nextSeed, nextPurpose) = (0, 0, 0)
    func halves(_ x: SIMD4<UInt32>) -> SIMD2<UInt64> {
      SIMD2(UInt64(x[0]) | UInt64(x[1]) << 32, UInt64(x[2]) | UInt64(x[3]) << 32)
    }
    func differing(_ a: SIMD2<UInt64>, _ b: SIMD2<UInt64>) -> Int {
      (a[0] ^ b[0]).nonzeroBitCount + (a[1] ^ b[1]).nonzeroBitCount
    }
    for step in 1...800 {
      let this = stream(.labelNoise, step: step)
      let others = [
        stream(.labelNoise, step: step + 1), stream(.labelNoise, seed: 0x5eee, step: step),
        stream(.gradientNoise, step: step),
      ]
      for index in 0..<1000 as Range<UInt64> {
        let x = halves(this.block(at: index))
        ones += differing(x, .zero)
        for lag in 1..<64 as Range<UInt64> {
          let mask = UInt64.max >> lag
          equal[Int(lag)] += ((x[0] ^ x[0] >> lag) & mask).nonzeroBitCount
          equal[Int(lag)] += ((x[1] ^ x[1] >> lag) & mask).nonzeroBitCount
        }
        nextStep += differing(x, halves(others[0].block(at: index)))
        nextSeed += differing(x, halves(others[1].block(at: index)))
        nextPurpose += differing(x, halves(others[2].block(at: index)))
      }
    }
    let count = 800 * 1000 * 128
    for total in [ones, nextStep, nextSeed, nextPurpose] {
      #expect(abs(score(ones: total, of: count)) < Self.bound)
    }
    for lag in 1..<64 {
      #expect(abs(score(ones: equal[lag], of: count / 64 * (64 - lag))) < Self.bound)
    }
  }

  /// Mean, variance and pairs of 1.024e8 uniforms, and counts by their highest and lowest ten bits.
  ///
  /// With x = √12 (u − ½): E x² = 1, Var x² = 4/5.
  @Test func uniformsAreUniformAndUncorrelated() {
    var (sum, squares, pairs, neighbours) = (0.0, 0.0, 0.0, 0.0)
    var (high, low) = (Array(repeating: 0, count: 1024), Array(repeating: 0, count: 1024))
    let count = 51_200_000
    let scale = 12.0.squareRoot()
    let stream = stream(.truth, step: 3)
    var last = 0.0
    for index in 0..<UInt64(count) {
      let u = stream.uniforms(at: index)
      for v in [u.first, u.second] {
        high[Int(v * 1024)] += 1
        low[Int(v * 0x1p53) & 1023] += 1
      }
      let (x, y) = (scale * (u.first - 0.5), scale * (u.second - 0.5))
      sum += x + y
      squares += (x * x - 1) + (y * y - 1)
      pairs += x * y
      neighbours += last * x
      last = y
    }
    let total = Double(2 * count)
    #expect(abs(sum / total.squareRoot()) < Self.bound)
    #expect(abs(squares / (0.8 * total).squareRoot()) < Self.bound)
    #expect(abs(pairs / Double(count).squareRoot()) < Self.bound)
    #expect(abs(neighbours / Double(count).squareRoot()) < Self.bound)
    #expect(abs(score(counts: high)) < Self.bound)
    #expect(abs(score(counts: low)) < Self.bound)
  }

  /// Four moments of 1.024e8 normals, and correlations of neighbours and of their squares within and
  /// between blocks, and with the next step.
  ///
  /// Variances of x, x² − 1, x³, x⁴ − 3 are 1, 2, 15, 96; of a product of two x 1, of two x² − 1 4.
  @Test func normalsHaveTheirMomentsAndAreUncorrelated() {
    var moments = SIMD4<Double>()
    var (within, between, steps) = (SIMD2<Double>(), SIMD2<Double>(), 0.0)
    let groups = 6_400_000 / 64
    var last = 0.0
    for step in 1...64 {
      let (this, next) = (
        stream(.gradientNoise, step: step), stream(.gradientNoise, step: step + 1)
      )
      for group in 0..<UInt64(groups) {
        let x = this.sixteenNormals(at: group)
        let square = x * x
        moments += SIMD4(
          x.sum(), (square - 1).sum(), (square * x).sum(), (square * square - 3).sum())
        let (even, odd) = (x.evenHalf, x.oddHalf)
        within += SIMD2(
          (even * odd).sum(), ((even * even - 1) * (odd * odd - 1)).sum())
        between += SIMD2(last * x[0], (last * last - 1) * (square[0] - 1))
        for e in stride(from: 1, to: 15, by: 2) {
          between += SIMD2(x[e] * x[e + 1], (square[e] - 1) * (square[e + 1] - 1))
        }
        last = x[15]
        if step % 4 == 0 { steps += (x * next.sixteenNormals(at: group)).sum() }
      }
    }
    let count = Double(6_400_000 * 16)
    let scores = moments / (SIMD4(1, 2, 15, 96) * count).squareRoot()
    for k in 0..<4 { #expect(abs(scores[k]) < Self.bound) }
    for products in [within, between] {
      #expect(abs(products[0] / (count / 2).squareRoot()) < Self.bound)
      #expect(abs(products[1] / (4 * count / 2).squareRoot()) < Self.bound)
    }
    #expect(abs(steps / (count / 4).squareRoot()) < Self.bound)
  }

  /// 1e8 draws of 1000 samples in batches of 100, and their pairs of draws of 32 samples: every cell
  /// expects at least 48000.
  @Test func minibatchIndicesAreUniform() {
    var counts = Array(repeating: 0, count: 1000)
    var pairs = Array(repeating: 0, count: 32 * 32)
    for step in 1...1_000_000 {
      let stream = stream(.minibatch, step: step)
      var last = 0
      for b in 0..<100 as Range<UInt64> {
        counts[Int(stream.integer(below: 1000, at: b))] += 1
        let sample = Int(stream.integer(below: 32, at: b))
        if b % 2 == 1 { pairs[32 * last + sample] += 1 }
        last = sample
      }
    }
    #expect(abs(score(counts: counts)) < Self.bound)
    #expect(abs(score(counts: pairs)) < Self.bound)
  }
}
