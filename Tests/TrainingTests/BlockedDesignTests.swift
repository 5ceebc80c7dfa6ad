import DenseAlgebra
import TestSupport
import Testing

@testable import Training

@Suite struct BlockedDesignTests {
  /// More columns than one piece, and rows that do not fill a block.
  @Test(arguments: DesignKind.allCases)
  func aDesignInPiecesHasTheBitsOfTheWhole(kind: DesignKind) {
    let (n, d) = (37, 300)
    let problem = RegressionProblem.generated(
      design: kind, samples: n, truth: .sparse(dimension: d, sparsity: 4), dataSeed: 8)
    let plain = SampleBlocks(rowCount: n, columnCount: d, entry: problem.designEntry)
    let x = uniform(d, in: -1...1, seed: 1)
    let y = uniform(n, in: -1...1, seed: 2)
    for largest in [0, n * d] {
      let design = BlockedDesign(problem, largestHeldCount: largest)
      #expect(design.product(x) == plain.product(x))
      #expect(design.transposedProduct(y) == plain.transposedProduct(y))
      #expect(design.gram(weights: x).vectors == plain.gram(weights: x).vectors)
      for block in 0..<plain.blockCount {
        #expect(design.rows(ofBlock: block) == plain.rows(ofBlock: block))
      }
      let columns = Array(stride(from: 1, to: d, by: 7))
      let factors = columns.map { x[$0] }
      #expect(
        design.rows(at: columns, scaledBy: factors)
          == (0..<n).map { i in lanes(of: columns.map { plain[i, $0] * x[$0] }) })
    }
  }
}
