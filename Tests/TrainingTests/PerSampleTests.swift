import TestSupport
import Testing
import Training

@Suite struct PerSampleTests {
  /// More samples than a block has lanes, depths that have and have not a middle.
  static let models: [Model] = [
    .diagonalNet(dimension: 9), .matrixFactorization(dimension: 3, width: 2, depth: 2),
    .matrixFactorization(dimension: 3, width: 4, depth: 4),
  ]

  private let problem = RegressionProblem.generated(
    design: .gaussian, samples: 11, truth: .sparse(dimension: 9, sparsity: 3), dataSeed: 3)

  /// Roundings of sums of nine products.
  @Test(arguments: models)
  func predictionsAreProductsWithTheSignal(model: Model) {
    let theta = theta(model)
    let signal = model.signal(of: theta)
    let expected = (0..<11).map { i in
      (0..<9).reduce(0) { $0 + problem.designEntry(i, $1) * signal[$1] }
    }
    let point = model.perSample(on: problem).point(theta)
    #expect(relativeError(point.predictions, expected) < 1e-14)
  }

  /// Central differences with step 10⁻⁵ leave about 10⁻¹⁰ of the third derivative and 10⁻¹¹ of
  /// rounding.
  @Test(arguments: models)
  func gradientsAreTheDerivativesOfPredictions(model: Model) {
    let predictor = model.perSample(on: problem)
    let (theta, direction) = (theta(model), uniform(model.parameterCount, in: -1...1, seed: 5))
    let difference = differences(theta, along: direction) { predictor.point($0).predictions }
    let exact = rows(predictor.point(theta)) { $0.gradients(ofBlock: $1, output: 0) }
      .map { inner($0, direction) }
    #expect(relativeError(difference, exact) < 1e-8)
  }

  @Test(arguments: models)
  func hessianProductsAreTheDerivativesOfGradients(model: Model) {
    let predictor = model.perSample(on: problem)
    let count = model.parameterCount
    let (theta, direction) = (theta(model), uniform(count, in: -1...1, seed: 6))
    let difference = differences(theta, along: direction) {
      rows(predictor.point($0)) { $0.gradients(ofBlock: $1, output: 0) }.flatMap { $0 }
    }
    let eight = direction.map { SIMD8(repeating: $0) }
    let exact = rows(predictor.point(theta)) {
      $0.hessianProducts(ofBlock: $1, output: 0, along: eight[...])[...]
    }
    #expect(relativeError(difference, exact.flatMap { $0 }) < 1e-8)
  }

  @Test(arguments: models)
  func blocksCoverThetaAndItsGroupsLieInIt(model: Model) {
    let predictor = model.perSample(on: problem)
    #expect(predictor.parameterCount == model.parameterCount)
    #expect(predictor.sampleCount == 11 && predictor.outputCount == 1)
    #expect(predictor.blockCount == 2)
    for group in predictor.vanishingGroups {
      #expect(group == group.sorted() && Set(group).isSubset(of: 0..<model.parameterCount))
    }
    #expect(Set(predictor.vanishingGroups.joined()) == Set(0..<model.parameterCount))
  }

  private func theta(_ model: Model) -> [Double] {
    uniform(model.parameterCount, in: 0.3...1.2, seed: 7, randomSigns: true)
  }

  /// The lanes of both blocks that hold samples, one row for each.
  private func rows(
    _ point: any PerSamplePoint,
    _ block: (any PerSamplePoint, Int) -> ArraySlice<SIMD8<Double>>
  ) -> [[Double]] {
    (0..<2).flatMap { b in
      let eight = block(point, b)
      return (0..<min(8, 11 - 8 * b)).map { k in eight.map { $0[k] } }
    }
  }

  private func differences(
    _ theta: [Double], along direction: [Double], _ values: ([Double]) -> [Double]
  ) -> [Double] {
    let step = 1e-5
    let sides = [step, -step].map { h in values(zip(theta, direction).map { $0 + h * $1 }) }
    return zip(sides[0], sides[1]).map { ($0 - $1) / (2 * step) }
  }
}
