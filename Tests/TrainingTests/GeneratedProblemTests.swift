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

  private func design(_ kind: DesignKind, samples: Int, dimension: Int) -> [[Double]] {
    let problem = RegressionProblem.generated(
      design: kind, samples: samples, truth: .sparse(dimension: dimension, sparsity: 1),
      dataSeed: 9)
    return (0..<samples).map { i in (0..<dimension).map { problem.designEntry(i, $0) } }
  }

  @Test func rowsOfASphereHaveItsRadius() {
    let rows = design(.sphere, samples: 300, dimension: 11)
    let stream = RandomStream(seed: 9, purpose: .design, step: 0)
    for (i, row) in rows.enumerated() {
      #expect(abs(row.reduce(0) { $0 + $1 * $1 } - 11) < 1e-13)
      // The direction of the Gaussian row.
      let first = stream.normal(at: UInt64(11 * i))
      let second = stream.normal(at: UInt64(11 * i + 1))
      #expect(abs(row[0] * second - row[1] * first) < 1e-13)
    }
  }

  @Test func entriesOfAUniformDesignAreUniform() {
    let entries = design(.uniform, samples: 400, dimension: 25).joined()
    #expect(entries.allSatisfy { (-1..<1).contains($0) })
    // Of 10 000 numbers: six standard deviations of their mean and of their mean square.
    let count = Double(entries.count)
    #expect(abs(entries.reduce(0, +) / count) < 6 * (1 / (3 * count)).squareRoot())
    let square = entries.reduce(0) { $0 + $1 * $1 } / count
    #expect(abs(square - 1.0 / 3) < 6 * (4 / (45 * count)).squareRoot())
  }

  @Test func noUnitRowComesAgainBeforeEachWasThere() {
    let rows = design(.oneHot, samples: 23, dimension: 9).map { row in
      #expect(row.count { $0 == 1 } == 1 && row.count { $0 == 0 } == 8)
      return row.firstIndex(of: 1)
    }
    for first in [0, 9] { #expect(Set(rows[first..<first + 9]).count == 9) }
    #expect(Set(rows[18...]).count == 5)
    #expect(rows[..<9] != rows[9..<18])
  }

  /// Moving numbers is what products with zeros and ones do: the same bits.
  @Test(arguments: Model.samples, [Precision.float64, .float32])
  func unitRowsHaveTheBitsOfADenseDesign(model: Model, precision: Precision) {
    var units = configuration(
      design: .oneHot, samples: 50, model: model, optimizer: .adam, precision: precision,
      lanes: variedLanes(5))
    if case .units = units.problem.design {} else { Issue.record("rows are held as places") }
    let (n, q) = (units.problem.sampleCount, units.problem.signalCount)
    let entries = (0..<n).flatMap { i in (0..<q).map { units.problem.designEntry(i, $0) } }
    var dense = units
    dense.problem = RegressionProblem(
      design: entries, targets: units.problem.targets, truth: units.problem.truth)
    #expect(units.problem.designMeanSquares == dense.problem.designMeanSquares)
    #expect(trained(units).snapshots == trained(dense).snapshots)
    for lanes in [Array(units.lanes[..<1]), Array(units.lanes[1..<3])] {
      (units.lanes, dense.lanes) = (lanes, lanes)
      #expect(trained(units).snapshots == trained(dense).snapshots)
    }
  }

  @Test func aSymmetricTruthHasNoNegativeEigenvalue() {
    let problem = RegressionProblem.generated(
      design: .oneHot, samples: 3, truth: .symmetricLowRank(dimension: 6, rank: 2), dataSeed: 4)
    let truth = problem.truth ?? []
    for i in 0..<6 { for j in 0..<6 { #expect(truth[6 * i + j] == truth[6 * j + i]) } }
    let sigma = SingularValues(of: truth, dimension: 6).values
    #expect(sigma[1] > 0.01 && sigma[2] < 1e-14)
    // The sum of the eigenvalues is that of the singular values where none is negative.
    let trace = (0..<6).reduce(0) { $0 + truth[7 * $1] }
    #expect(abs(trace - sigma.reduce(0, +)) < 1e-13)
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
