import DenseAlgebra
import RandomStreams
import Testing

@testable import Training

@Suite struct GeneratedProblemTests {
  @Test func designEntriesComeFromTheirAddresses() {
    let stream = RandomStream(seed: 9, purpose: .design, step: 0)
    let sign = RegressionProblem.generated(
      design: .sign, samples: 13, truth: .sparse(dimension: 41, sparsity: 4), dataSeed: 9)
    let gaussian = RegressionProblem.generated(
      design: .gaussian, samples: 13, truth: .sparse(dimension: 41, sparsity: 4), dataSeed: 9)
    for i in 0..<13 {
      for j in 0..<41 {
        let address = UInt64(i * 41 + j)
        #expect(sign.designEntry(i, j) == (stream.bit(at: address) ? 1 : -1))
        #expect(gaussian.designEntry(i, j) == stream.normal(at: address))
      }
    }
    #expect(sign.isSignDesign && !gaussian.isSignDesign)
    #expect(sign.designMeanSquares == Array(repeating: 1, count: 41))
    #expect(sign.truth == gaussian.truth)
  }

  @Test func truthIsSparseAndComesFromItsAddresses() {
    let (d, k) = (50, 7)
    for seed in 0..<20 as Range<UInt64> {
      let truth =
        RegressionProblem.generated(
          design: .sign, samples: 2, truth: .sparse(dimension: d, sparsity: k), dataSeed: seed
        ).truth ?? []
      #expect(truth.count { $0 != 0 } == k)
      #expect(truth.allSatisfy { $0 == 0 || (abs($0) >= 0.01 && abs($0) < 1) })

      // The shuffle again, by removal from a list with the head put in the hole.
      var pool = Array(0..<d)
      let choices = RandomStream(seed: seed, purpose: .truth, step: 0)
      for t in 0..<k {
        let offset = Int(choices.integer(below: UInt64(d - t), at: UInt64(t)))
        let chosen = pool[offset]
        pool[offset] = pool[0]
        pool.removeFirst()
        let first = RandomStream(seed: seed, purpose: .truth, step: 1).uniforms(at: UInt64(t)).first
        let second = RandomStream(seed: seed, purpose: .truth, step: 2).uniforms(at: UInt64(t))
          .first
        #expect(truth[chosen] == 2 * (abs(2 * first - 1) >= 0.01 ? first : second) - 1)
      }
    }
  }

  /// Rounding of a sum of 4 products below 10 in magnitude stays below 1e-14.
  @Test(arguments: DesignKind.allCases)
  func targetsAreNoiseless(design: DesignKind) {
    let problem = RegressionProblem.generated(
      design: design, samples: 40, truth: .sparse(dimension: 70, sparsity: 4), dataSeed: 2)
    let truth = problem.truth ?? []
    for i in 0..<40 {
      let y = (0..<70).reduce(0.0) { $0 + problem.designEntry(i, $1) * truth[$1] }
      #expect(abs(problem.targets[i] - y) < 1e-14)
    }
  }

  @Test func initialParametersComeFromTheirAddresses() {
    let theta = Model.diagonalNet(dimension: 9).initialParameters(seed: 77)
    let stream = RandomStream(seed: 77, purpose: .initialization, step: 0)
    #expect(theta.count == 18)
    for j in 0..<9 {
      #expect(theta[j] == 0.1 * stream.normal(at: UInt64(j)))
      #expect(theta[9 + j] == theta[j])
    }
    #expect(Model.diagonalNet(dimension: 9).signal(of: theta) == Array(repeating: 0, count: 9))
  }

  @Test func lowRankTruthComesFromItsAddresses() {
    let (p, r) = (6, 2)
    let stream = RandomStream(seed: 4, purpose: .truth, step: 0)
    let truth =
      RegressionProblem.generated(
        design: .gaussian, samples: 3, truth: .lowRank(dimension: p, rank: r), dataSeed: 4
      ).truth ?? []
    let product = (0..<p * p).map { index in
      (0..<r).reduce(0.0) { sum, c in
        sum
          + stream.normal(at: UInt64(index / p * r + c))
          * stream.normal(at: UInt64(p * r + index % p * r + c))
      }
    }
    let norm = product.reduce(0) { $0 + $1 * $1 }.squareRoot()
    #expect(truth.count == p * p)
    // A dozen roundings of numbers below 10.
    for (a, b) in zip(truth, product) {
      #expect(abs(a - b * Double(p).squareRoot() / norm) < 1e-14)
    }
    #expect(abs(truth.reduce(0) { $0 + $1 * $1 } - Double(p)) < 1e-13)
    // Of rank 2 exactly, up to rounding.
    let sigma = SingularValues(of: truth, dimension: p).values
    #expect(sigma[1] > 0.01 && sigma[2] < 1e-14)
  }

  @Test func aFactorizationStartsFromItsAddresses() {
    let model = Model.matrixFactorization(dimension: 3, width: 2, depth: 3, initialScale: 0.5)
    let stream = RandomStream(seed: 8, purpose: .initialization, step: 0)
    let theta = model.initialParameters(seed: 8)
    #expect(theta == (0..<16).map { 0.5 * stream.normal(at: UInt64($0)) })
  }
}
