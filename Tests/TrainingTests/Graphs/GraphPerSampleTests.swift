import Formulas
import TestSupport
import Testing

@testable import Training

/// Formulas in double precision, sample by sample.
@Suite struct GraphPerSampleTests {
  private func perSample(_ example: GraphCase) -> GraphPerSample {
    GraphPerSample(example.formula, example.samples) { [example.constants[$0.name] ?? .nan] }
  }

  @Test(arguments: GraphPredictionTests.texts.indices) func agreesWithTheLanes(index: Int) throws {
    let (text, shapes, input, outputs) = GraphPredictionTests.texts[index]
    let example = try GraphCase(text, shapes, input: input, outputs: outputs, samples: 11)
    let perSample = perSample(example)
    #expect(perSample.outputCount == outputs && perSample.sampleCount == 11)
    let point = perSample.point(example.theta(ofLane: 1))
    let found = example.found(as: SIMD2<Double>.self)[1]
    #expect(point.predictions.map(\.bitPattern) == found.predictions.map(\.bitPattern))
    var gradient = Array(repeating: 0.0, count: example.theta.count)
    let residuals = example.residuals(ofLane: 1)
    for block in 0..<perSample.blockCount {
      for c in 0..<outputs {
        let rows = point.gradients(ofBlock: block, output: c)
        #expect(rows.count == gradient.count)
        for lane in 0..<8 {
          let sample = 8 * block + lane
          for (p, row) in rows.enumerated() {
            if sample < 11 {
              gradient[p] += residuals[sample * outputs + c] * row[lane]
            } else {
              #expect(row[lane] == 0)
            }
          }
        }
      }
    }
    #expect(deviation(gradient, found.gradient) < 1e-13)
  }

  @Test(arguments: GraphPredictionTests.texts.indices)
  func hessianProductsAreDifferencesOfGradients(index: Int) throws {
    let (text, shapes, input, outputs) = GraphPredictionTests.texts[index]
    let example = try GraphCase(text, shapes, input: input, outputs: outputs, samples: 11)
    let perSample = perSample(example)
    let theta = example.theta
    // Another direction for each sample, 0 beyond the last.
    let directions = theta.indices.map { p in
      SIMD8<Double>((0..<8).map { $0 < 3 ? Double((p * 3 + $0) % 5) - 2 : 0 })
    }
    let h = 1e-5
    for c in 0..<outputs {
      let products = perSample.point(theta).hessianProducts(
        ofBlock: 1, output: c, along: directions[...])
      #expect(products.allSatisfy { product in (3..<8).allSatisfy { product[$0] == 0 } })
      for lane in 0..<3 {
        func gradient(_ step: Double) -> [Double] {
          perSample.point(theta.indices.map { theta[$0] + step * directions[$0][lane] })
            .gradients(ofBlock: 1, output: c).map { $0[lane] }
        }
        let slopes = zip(gradient(h), gradient(-h)).map { ($0 - $1) / (2 * h) }
        #expect(deviation(products.map { $0[lane] }, slopes) < 1e-6)
      }
    }
  }
}
