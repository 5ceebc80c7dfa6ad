import Formulas
import TestSupport
import Testing

@testable import Training

/// Shampoo and Muon.
@Suite struct MatrixOptimizerTests {
  private typealias Case = MoreGoldenOptimizerTests.Case

  private func model(_ one: Case) throws -> Model {
    if one.model.kind == "matrix-factorization" {
      return .matrixFactorization(
        dimension: one.model.dimension ?? 0, width: one.model.width ?? 0,
        depth: one.model.depth ?? 0)
    }
    let (inputs, width) = (one.model.inputs ?? 0, one.model.width ?? 0)
    let text = ModelText(
      blocks: [
        ModelText.Block(name: "W", extents: ["\(width)", "\(inputs)"]),
        ModelText.Block(name: "a", extents: ["\(width)"]),
      ], prediction: "a @ tanh(W @ x)")
    return try .formula(text, input: .vector(inputs), samples: one.targets.count)
  }

  /// Sixty steps on a factorization and on a tanh net, whose vector is a row.
  @Test func trajectoriesAgreeWithAnIndependentProgram() throws {
    var compared: [String: Int] = [:]
    for one in try golden(MoreGoldenOptimizerTests.File.self, "matrix-optimizers.json").cases {
      for run in one.runs {
        let recipe = run.optimizer
        let optimizer =
          switch recipe.kind {
          case "muon": Optimizer(Muon(momentum: recipe.beta ?? 0, iterations: recipe.steps ?? 0))
          case "shampoo": Optimizer.shampoo
          default: Optimizer(Shampoo(sides: .left))
          }
        let batch = TrainingConfiguration(
          problem: RegressionProblem(
            design: one.design.flatMap { $0 }, targets: one.targets, truth: nil),
          model: try model(one), optimizer: optimizer, precision: .float64, noise: .none,
          initialParameters: one.theta0,
          lanes: [
            LaneParameters(
              stepSize: recipe.eta, beta1: recipe.beta1 ?? 0,
              oneMinusBeta2: 1 - (recipe.beta2 ?? 0), epsilon: recipe.epsilon ?? 0)
          ], steps: 60, snapshotSteps: run.trajectory.map(\.step))
        for (snapshot, expected) in zip(trained(batch).snapshots, run.trajectory) {
          let scale = expected.theta.map { abs($0) }.max() ?? 0
          let error = zip(snapshot.theta, expected.theta).map { abs($0 - $1) }.max() ?? .infinity
          #expect(error <= 1e-10 * scale, "\(recipe.kind) \(expected.step): \(error / scale)")
          compared[recipe.kind, default: 0] += 1
        }
      }
    }
    #expect(compared == ["muon": 10, "shampoo": 10, "shampoo-one-sided": 10])
  }

  private static let optimizers = [
    Optimizer.muon, Optimizer(Muon(momentum: 0.5, isNesterov: false, iterations: 2)), .shampoo,
    Optimizer(Shampoo(sides: .left)), Optimizer(Shampoo(sides: .right, updateEvery: 3)),
    Optimizer(Muon(momentum: 0.5, isExact: true)), Optimizer(Shampoo(hasExponent: true)),
    Optimizer(Muon(vectors: AdamOfVectors())),
  ]

  /// Every width, other company, and a suspension between two roots: the same bits.
  @Test(arguments: [Precision.float64, .float32])
  func aRunDependsOnItselfAlone(precision: Precision) {
    for optimizer in Self.optimizers {
      for model in Model.products.dropFirst() {
        let all = configuration(
          design: .gaussian, model: model, optimizer: optimizer, precision: precision,
          lanes: variedLanes(16), steps: 9, snapshotSteps: [9])
        #expect(all.largestCountOfLoneRuns == 0)
        let side = makeLaneGroups(all)[0]
        side.advance(9)
        for width in [1, 2, 4, 8] {
          let part = selecting(Array(all.lanes[5..<5 + width]), of: all)
          let group = makeLaneGroups(part)[0]
          group.advance(4)
          let resumed = makeLaneGroups(part)[0]
          resumed.resume((0..<width).map(group.state), 4)
          group.advance(9)
          resumed.advance(9)
          for k in 0..<width {
            #expect(group.state(k) == side.state(5 + k), "\(optimizer) \(width)")
            #expect(resumed.state(k) == side.state(5 + k), "\(optimizer) \(width)")
          }
        }
      }
    }
  }

  /// Vectors that Adam moves go as under Adam itself, and matrices as under muon.
  @Test func vectorsMayBeLeftToAdam() throws {
    var adam = AdamOfVectors()
    (adam.factor, adam.beta2) = (0.5, 0.9)
    let text = ModelText(
      blocks: [
        ModelText.Block(name: "W", extents: ["4", "3"]), ModelText.Block(name: "c"),
        ModelText.Block(name: "a", extents: ["4"]),
      ], prediction: "c + a @ tanh(W @ x)")
    let problem = RegressionProblem(
      design: uniform(15, in: -1...1, seed: 3), targets: uniform(5, in: -1...1, seed: 4),
      truth: nil)
    func theta(_ optimizer: Optimizer, _ stepSize: Double) throws -> [Double] {
      let batch = TrainingConfiguration(
        problem: problem, model: try .formula(text, input: .vector(3), samples: 5),
        optimizer: optimizer, precision: .float64, noise: .none,
        initialParameters: uniform(17, in: -1...1, seed: 5),
        lanes: [
          LaneParameters(stepSize: stepSize, beta1: 0.9, oneMinusBeta2: 1 - 0.9, epsilon: 1e-8)
        ], steps: 1, snapshotSteps: [1])
      return try #require(trained(batch).snapshots.first).theta
    }
    let both = try theta(Optimizer(Muon(vectors: adam)), 0.02)
    let (muon, alone) = (try theta(.muon, 0.02), try theta(.adam(correctsBias: true), 0.01))
    #expect(both[..<12] == muon[..<12])
    #expect(both[12...] == alone[12...])
    #expect(both[12...] != muon[12...])
  }

  private func random(_ count: Int, seed: UInt64) -> LaneStorage<SIMD4<Double>> {
    var generator = SplitMix64(seed: seed)
    return LaneStorage(
      (0..<count).map { _ in
        SIMD4((0..<4).map { _ in Double.random(in: -1...1, using: &generator) })
      })
  }

  /// O Oᵀ is near the identity, of tall and of wide matrices.
  @Test(arguments: [(3, 5), (5, 3), (4, 4), (1, 6)])
  func newtonSchulzMakesRowsOrColumnsNearlyOrthonormal(rows: Int, columns: Int) {
    let view = MatrixView(at: 2, rows, columns)
    let array = random(rows * columns + 4, seed: UInt64(rows))
    let before = (array[0], array[1], array[array.count - 1])
    NewtonSchulz<SIMD4<Double>>(for: [view], iterations: 8, 4).orthogonalize(array, view)
    #expect(before == (array[0], array[1], array[array.count - 1]), "the rest stays")
    let side = min(rows, columns)
    let (first, second) = rows <= columns ? (view, view.transposed) : (view.transposed, view)
    let square = LaneStorage<SIMD4<Double>>(repeating: .zero, count: side * side)
    multiply(array, first, array, second, into: square, MatrixView(at: 0, side, side))
    for i in 0..<side {
      for j in 0..<side {
        for k in 0..<4 { #expect(abs(square[i * side + j][k] - (i == j ? 1 : 0)) < 0.6) }
      }
    }
  }

  /// O Oᵀ is the identity, O Mᵀ is symmetric and positive; what M has not, O has not.
  @Test(arguments: [(3, 5), (5, 3), (4, 4), (1, 6)])
  func thePolarFactorIsOrthogonal(rows: Int, columns: Int) {
    let view = MatrixView(at: 2, rows, columns)
    let array = random(rows * columns + 4, seed: UInt64(rows))
    let given = LaneStorage<SIMD4<Double>>((0..<array.count).map { array[$0] })
    let runs = (0..<3).map { _ in LaneParameters(stepSize: 1) }
    PolarFactor<SIMD4<Double>>(LaneValues(runs: runs)).orthogonalize(array, view)
    #expect(array[0] == given[0] && array[array.count - 1] == given[array.count - 1])
    let side = min(rows, columns)
    let (first, second) = rows <= columns ? (view, view.transposed) : (view.transposed, view)
    let square = LaneStorage<SIMD4<Double>>(repeating: .zero, count: side * side)
    let symmetric = LaneStorage<SIMD4<Double>>(repeating: .zero, count: side * side)
    let place = MatrixView(at: 0, side, side)
    multiply(array, first, array, second, into: square, place)
    multiply(array, first, given, second, into: symmetric, place)
    for i in 0..<side {
      for j in 0..<side {
        for k in 0..<3 {
          #expect(abs(square[i * side + j][k] - (i == j ? 1 : 0)) < 1e-12)
          #expect(abs(symmetric[i * side + j][k] - symmetric[j * side + i][k]) < 1e-12)
          if i == j { #expect(symmetric[i * side + i][k] > 0) }
        }
      }
    }
    let zero = LaneStorage<SIMD4<Double>>(repeating: .zero, count: array.count)
    PolarFactor<SIMD4<Double>>(LaneValues(runs: runs)).orthogonalize(zero, view)
    #expect((0..<zero.count).allSatisfy { zero[$0] == .zero })
  }

  /// Of rank one the factor is that of the one direction there is.
  @Test func thePolarFactorOfRankOne() {
    let (u, v) = ([3.0, 4], [1.0, 2, 2])
    let array = LaneStorage<SIMD2<Double>>(
      u.flatMap { a in v.map { SIMD2(repeating: a * $0) } })
    PolarFactor<SIMD2<Double>>(LaneValues(runs: [LaneParameters(stepSize: 1)])).orthogonalize(
      array, MatrixView(at: 0, 2, 3))
    for i in 0..<2 {
      for j in 0..<3 { #expect(abs(array[3 * i + j][0] - u[i] / 5 * v[j] / 3) < 1e-12) }
    }
  }

  /// An exponent of a quarter is that of both sides.
  @Test func shampooHasExponents() {
    func theta(_ shampoo: Shampoo, _ exponent: Double) -> [Double] {
      trained(
        configuration(
          design: .gaussian, model: .matrixFactorization(dimension: 4, width: 3, depth: 2),
          optimizer: Optimizer(shampoo), noise: .none,
          lanes: variedLanes(1, exponents: [exponent]), steps: 6, snapshotSteps: [6])
      ).snapshots[0].theta
    }
    let own = Shampoo(hasExponent: true)
    #expect(theta(own, 0.25) == theta(Shampoo(), 0.8))
    #expect(theta(own, 0.3) != theta(own, 0.25))
    #expect(
      theta(Shampoo(sides: .left, hasExponent: true), 0.5) == theta(Shampoo(sides: .left), 0.1))
  }

  /// The fourth power of a root times what it is the root of is the identity.
  @Test func rootsAreRoots() {
    let (n, epsilon) = (4, 1e-3)
    let matrix = MatrixView(at: 0, n, 7)
    let runs = (0..<4).map { _ in LaneParameters(stepSize: 1, epsilon: epsilon) }
    let values = LaneValues<SIMD4<Double>>(runs: runs)
    let roots = InverseRoots<SIMD4<Double>>(
      of: [matrix], .both, values, hasExponent: false)
    let gradient = random(7 * n, seed: 9)
    let rate = MomentRate(
      complement: SIMD4<Double>(repeating: 1), decay: SIMD4<Double>(repeating: 0))
    roots.takeIn(gradient, matrix, 0, rate)
    roots.update(0)
    let view = MatrixView(at: 0, n, n)
    let square = LaneStorage<SIMD4<Double>>(repeating: .zero, count: n * n)
    let fourth = LaneStorage<SIMD4<Double>>(repeating: .zero, count: n * n)
    multiply(roots.roots, view, roots.roots, view, into: square, view)
    multiply(square, view, square, view, into: fourth, view)
    let shifted = LaneStorage<SIMD4<Double>>(
      (0..<n * n).map { roots.squares[$0] + ($0 % (n + 1) == 0 ? epsilon : 0) })
    multiply(fourth, view, shifted, view, into: square, view)
    for i in 0..<n * n {
      for k in 0..<4 { #expect(abs(square[i][k] - (i % (n + 1) == 0 ? 1 : 0)) < 1e-11) }
    }
  }

  /// Roots stay between two updates.
  @Test func rootsAreTakenWhenTheyAreDue() {
    func theta(_ every: Int, steps: Int) -> [Double] {
      trained(
        configuration(
          design: .gaussian, model: .matrixFactorization(dimension: 4, width: 3, depth: 2),
          optimizer: Optimizer(Shampoo(updateEvery: every)), noise: .none,
          lanes: variedLanes(1), steps: steps, snapshotSteps: [steps])
      ).snapshots[0].theta
    }
    #expect(theta(3, steps: 1) == theta(1, steps: 1))
    #expect(theta(3, steps: 3) == theta(4, steps: 3))
    #expect(theta(3, steps: 4) != theta(4, steps: 4))
    #expect(theta(3, steps: 2) != theta(1, steps: 2))
  }
}
