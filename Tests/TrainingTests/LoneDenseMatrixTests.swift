import TestSupport
import Testing

@testable import Training

/// A dense design kept both ways gives the bits of one whose tiles are transposed on the way, and both
/// those of the canonical order.
@Suite struct LoneDenseMatrixTests {
  @Test(arguments: [(1, 1), (16, 16), (50, 100), (45, 150), (200, 70), (17, 33)])
  func bothFormsGiveTheCanonicalSums(samples: Int, columns: Int) {
    check(Double.self, samples, columns)
    check(Float.self, samples, columns)
  }

  private func check<Scalar: LookupScalar>(_: Scalar.Type, _ samples: Int, _ columns: Int) {
    var generator = SplitMix64(seed: UInt64(samples * 1000 + columns))
    func random(_ count: Int) -> [Scalar] {
      (0..<count).map { _ in Scalar(Double.random(in: -1...1, using: &generator)) }
    }
    let (z, w, r) = (random(samples * columns), random(columns), random(samples))
    let blocks = DenseBlocks(sampleCount: samples, signalCount: columns) { z[$0 * columns + $1] }
    let predicted = (0..<samples).map { i in
      (0..<columns).reduce(0 as Scalar) { $0.addingProduct(z[i * columns + $1], w[$1]) }
    }
    let gradient = (0..<columns).map { j in
      (0..<samples).reduce(0 as Scalar) { $0.addingProduct(z[$1 * columns + j], r[$1]) }
    }
    for bothWays in [false, true] {
      let matrix = LoneDenseMatrix(blocks, bothWays: bothWays)
      let f = LaneStorage<SIMD16<Scalar>>(repeating: .zero, count: blocks.stride / 16)
      let g = LaneStorage<SIMD16<Scalar>>(repeating: .zero, count: (columns + 15) / 16)
      let residuals = vectors(r)
      for chunk in (0..<g.count).chunks(ofLength: 4) {
        let range = 16 * chunk.lowerBound..<min(16 * chunk.upperBound, columns)
        matrix.pullBack(residuals, throughBlocks: chunk, into: g, from: chunk.lowerBound)
        // With two vectors of something else before.
        let signal = vectors(Array(repeating: 7, count: 32) + Array(w[range]))
        matrix.accumulate(signal, from: 2, throughBlocks: chunk, into: f)
      }
      for i in 0..<samples { #expect(f[i / 16][i % 16] == predicted[i]) }
      for j in 0..<columns { #expect(g[j / 16][j % 16] == gradient[j]) }
    }
  }

  private func vectors<Scalar: LookupScalar>(_ values: [Scalar]) -> LaneStorage<SIMD16<Scalar>> {
    LaneStorage(
      stride(from: 0, to: values.count, by: 16).map { first in
        SIMD16((0..<16).map { first + $0 < values.count ? values[first + $0] : 0 })
      })
  }
}
