import DenseAlgebra
import RandomStreams
import TestSupport
import Testing
import Training

@testable import Theory

@Suite struct LyapunovDriftTests {
  /// Against the P × P matrices written out, their eigenpairs by two-sided Jacobi.
  @Test(arguments: SmallProblem.allCases)
  func curvatureIsThatOfTheFullLyapunovSum(small: SmallProblem) throws {
    let point = small.landscape.point(small.theta)
    let (n, count) = (small.problem.sampleCount, small.model.parameterCount)
    let roots = small.metric.map { $0.squareRoot() }
    let rows = point.gradientRows(scaledBy: roots).map { numbers(of: $0, count: count) }
    let hessian = (0..<count).map { p in
      (0..<count).map { q in rows.reduce(0) { $0 + $1[p] * $1[q] } / Double(n) }
    }
    let variances = uniform(count, in: 0.1...2, seed: 21)
    let eigen = symmetricEigenpairs(hessian)
    // The P − n smallest count as 0.
    let order = eigen.values.indices.sorted { eigen.values[$0] > eigen.values[$1] }
    let values = order.enumerated().map { $0.offset < n ? eigen.values[$0.element] : 0 }
    let vectors = order.map { eigen.vectors[$0] }
    var weights = Array(repeating: Array(repeating: 0.0, count: count), count: count)
    for i in 0..<count {
      for j in 0..<count where values[i] + values[j] > 0 {
        let overlap = (0..<count).reduce(0) {
          $0 + vectors[i][$1] * variances[$1] * vectors[j][$1]
        }
        let factor = overlap / (values[i] + values[j])
        for p in 0..<count {
          for q in 0..<count { weights[p][q] += factor * vectors[i][p] * vectors[j][q] }
        }
      }
    }
    let directions = SampleBlocks(rowCount: n, columnCount: count) { i, p in
      roots[p] * inner(weights[p], rows[i])
    }
    let lyapunov = try #require(LyapunovDrift(point, metric: small.metric))
    // The condition number of H' is up to 10⁴.
    #expect(
      relativeError(lyapunov.curvature(variances: variances), point.curvature(along: directions))
        < 1e-10)
    #expect(relativeError(lyapunov.eigenvalues.sorted(by: >), Array(values[..<n])) < 1e-12)
    let x = uniform(count, in: -1...1, seed: 22)
    let tangent = numbers(of: lyapunov.tangent(lanes(of: x)), count: count)
    let expected = (0..<count).map { p in
      (n..<count).reduce(0) { $0 + vectors[$1][p] * inner(vectors[$1], x) }
    }
    #expect(maximumMagnitude(zip(tangent, expected).map { $0 - $1 }) < 1e-11)
  }

  /// With Σ = αH, X = (α/2) times the projector on the range, and the drift is that of label noise.
  @Test func labelNoiseIsTheSpecialCaseWithFactorOneQuarter() throws {
    let small = SmallProblem.depthTwo
    let point = small.landscape.point(small.theta)
    let field = SlowVectorField(
      landscape: small.landscape,
      rule: AdaptiveRule(.adam, small.model, exponent: 0.5, epsilon: 1e-6), alpha: 0.3)
    let v = uniform(small.theta.count, in: 0.1...1, seed: 1)
    let metric = field.moment.metric(at: point, v, time: 0)
    let rows = point.gradientRows(scaledBy: metric.diagonal)
    let half = SampleBlocks(rowCount: rows.count, columnCount: v.count) {
      0.15 * rows[$0][$1 / 8][$1 % 8]
    }
    let equations = try #require(NormalEquations(point, metric: metric))
    let ito = zip(metric.diagonal, point.curvature(along: half)).map { -0.5 * $0 * $1 }
    let expected = equations.tangent(ito, at: point, metric: metric)
    let drift = try #require(field.drift(at: point, metric: metric, time: 0))
    #expect(relativeError(drift, expected) < 1e-12)
  }

  /// Cyclic Jacobi on the full matrix: eigenvectors are rows.
  private func symmetricEigenpairs(
    _ matrix: [[Double]]
  ) -> (values: [Double], vectors: [[Double]]) {
    let count = matrix.count
    var a = matrix
    var vectors = (0..<count).map { i in (0..<count).map { $0 == i ? 1.0 : 0 } }
    for _ in 0..<30 {
      for p in 0..<count {
        for q in (p + 1)..<max(count, p + 1) where a[p][q] != 0 {
          let theta = (a[q][q] - a[p][p]) / (2 * a[p][q])
          let t = (theta < 0 ? -1 : 1) / (abs(theta) + (1 + theta * theta).squareRoot())
          let c = 1 / (1 + t * t).squareRoot()
          let s = c * t
          for k in 0..<count {
            (a[k][p], a[k][q]) = (c * a[k][p] - s * a[k][q], s * a[k][p] + c * a[k][q])
          }
          for k in 0..<count {
            (a[p][k], a[q][k]) = (c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k])
            (vectors[p][k], vectors[q][k]) = (
              c * vectors[p][k] - s * vectors[q][k], s * vectors[p][k] + c * vectors[q][k]
            )
          }
        }
      }
    }
    return (a.indices.map { a[$0][$0] }, vectors)
  }
}

@Suite struct SlowSDETests {
  private static let small = RegressionProblem(
    design: [1, 1, -1, 1, -1, 1], targets: [0.8, -0.3], truth: nil)

  /// The difference of means between a step size and its half falls by two with the step.
  ///
  /// Both are driven by the same increments. The bound is four standard errors of the combination:
  /// over seeds it is exceeded with probability 6·10⁻⁵, the second order of the step left aside.
  @Test func meansConvergeWithTheFirstPowerOfTheStep() throws {
    let problem = Self.small
    let model = Model.diagonalNet(dimension: 3)
    let equation = SlowSDE(
      problem: problem, model: model, optimizer: .adam, exponent: 0.5, epsilon: 1e-6,
      standardDeviations: [0.3, 0.4, 0.2, 0.3, 0.5, 0.4], relaxationRate: 4)
    let start = try #require(
      equation.start(
        from: [0.9, 0.5, 0.6, 0.4, 0.8, 0.3], secondMoment: Array(repeating: 0.3, count: 6)
      )
      .state)
    var differences: [[Double]] = [[], []]
    for path in 0..<3000 {
      let fine = (1...16).map { equation.increments(path: path, seed: 5, step: $0) }
      let traces = try [4, 8, 16].map { steps in
        try trace(equation, start, horizon: 0.2, pooled(fine, into: steps))
      }
      differences[0].append(traces[1] - traces[0])
      differences[1].append(traces[2] - traces[1])
    }
    let (coarse, fine) = (Sample(differences[0]), Sample(differences[1]))
    let error =
      (coarse.standardError * coarse.standardError + 4 * fine.standardError * fine.standardError)
      .squareRoot()
    #expect(abs(coarse.mean - 2 * fine.mean) < 4 * error)
    #expect(abs(fine.mean) > 8 * fine.standardError)
  }

  @Test func statesStayOnTheManifold() throws {
    for small in SmallProblem.allCases {
      let equation = equation(small, .adam)
      let start = try #require(equation.start(from: small.theta).state)
      let solution = solve(
        equation, 3, seed: 1, start, steps: 10, horizon: 0.01, [0, 0.0042, 0.01])
      #expect(solution.status == .completed)
      #expect(solution.states.map(\.time) == [0, 0.0042, 0.01])
      for state in solution.states {
        #expect(small.landscape.contains(small.landscape.point(state.theta)))
      }
      #expect(relativeError(solution.states[2].theta, start.theta) > 1e-3)
    }
  }

  /// Increment j of path p in step k is normal p · P + j at step k, on its own and among others.
  @Test func incrementsHaveTheirAddress() {
    for small in [SmallProblem.depthThree, .diagonalSign] {
      let equation = equation(small, .sgd)
      let count = small.model.parameterCount
      for (path, step) in [(0, 1), (1, 1), (5, 3)] {
        let stream = RandomStream(seed: 9, purpose: .slowDynamics, step: UInt64(step))
        let expected = (0..<count).map { stream.normal(at: UInt64(path * count + $0)) }
        #expect(equation.increments(path: path, seed: 9, step: step) == expected)
      }
    }
  }

  @Test func pathDependsOnItsIndexAndSeedAlone() throws {
    let small = SmallProblem.depthTwo
    let equation = equation(small, .adam)
    let start = try #require(equation.start(from: small.theta).state)
    func end(_ index: Int, seed: UInt64) -> [Double] {
      solve(equation, index, seed: seed, start, steps: 4, horizon: 0.01, [0.01])
        .states.last?.theta ?? []
    }
    #expect(end(2, seed: 1) == end(2, seed: 1))
    #expect(end(2, seed: 1) != end(3, seed: 1))
    #expect(end(2, seed: 1) != end(2, seed: 2))
  }

  /// Snapshots between two steps are bridged, and leave no trace in the path.
  @Test func stateDoesNotDependOnWhatElseIsAskedFor() throws {
    let small = SmallProblem.depthTwo
    let equation = equation(small, .adam)
    let start = try #require(equation.start(from: small.theta).state)
    func states(_ times: [Double]) -> [SlowState] {
      solve(equation, 1, seed: 4, start, steps: 7, horizon: 0.01, times).states
    }
    let all = states([0.001, 0.0015, 0.0042, 0.01])
    #expect(all.count == 4)
    #expect(states([0.01]) == [all[3]])
    #expect(states([0.0015, 0.0042]) == [all[1], all[2]])
  }

  @Test func pathGoesOnFromItsProgressBitForBit() throws {
    let small = SmallProblem.depthTwo
    let equation = equation(small, .adam)
    var begun = SlowProgress(at: try #require(equation.start(from: small.theta).state))
    begun.stepSize = 0.001
    var whole = equation.path(2, seed: 3, from: begun)
    var broken = whole
    for _ in 0..<6 {
      #expect(whole.advance() == nil)
      broken = equation.path(2, seed: 3, from: broken.progress)
      #expect(broken.advance() == nil)
    }
    #expect(broken.progress == whole.progress)
  }

  /// The steps that the stiffness asks for follow the path; a hundred times longer ones are found out.
  @Test func stepsBeyondStabilityAreAStatus() throws {
    let small = SmallProblem.depthThree
    let equation = equation(small, .adam)
    let start = try #require(equation.start(from: small.theta).state)
    let horizon = 1000.0
    let count = equation.stepCount(from: start, over: horizon)
    #expect(count > 400)
    let short = solve(equation, 0, seed: 1, start, steps: count, horizon: horizon, [horizon / 200])
    #expect(short.status == .completed)
    let long = solve(
      equation, 0, seed: 1, start, steps: max(1, count / 100), horizon: horizon, [horizon])
    #expect(long.status != .completed)
  }

  /// Euler's method survives steps up to 2 over the rate at which the drift changes.
  @Test func aStepIsStableUpToTwiceTheTimeOfItsMode() throws {
    let small = SmallProblem.depthThree
    let equation = equation(small, .sgd)
    let start = try #require(equation.start(from: small.theta).state)
    let here = try #require(equation.step(at: start))
    let direction = here.tangent(uniform(start.theta.count, in: -1...1, seed: 6))
    var moved = start
    for p in direction.indices { moved.theta[p] += 1e-4 * direction[p] }
    let there = try #require(equation.step(at: moved))
    let rate =
      here.length(zip(there.drift, here.drift).map { $0 - $1 })
      / here.length(zip(moved.theta, start.theta).map { $0 - $1 })
    #expect(here.isStable(h: 1.99 / rate, to: there))
    #expect(!here.isStable(h: 2.01 / rate, to: there))
  }

  /// The fastest mode is that of the drift's derivative along Γ, by the power method to its end.
  @Test func aStepIsAnEighthOfTheTimeOfTheFastestMode() throws {
    let small = SmallProblem.depthThree
    let equation = equation(small, .adam)
    let start = try #require(equation.start(from: small.theta).state)
    let here = try #require(equation.step(at: start))
    let equations = try #require(NormalEquations(here.point, metric: .diagonal(here.metric)))
    var x = uniform(start.theta.count, in: -1...1, seed: 6)
    var rate = 0.0
    for _ in 0..<100 {
      let along = equations.tangent(x, at: here.point, metric: .diagonal(here.metric))
      let size = 1e-5 / maximumMagnitude(along)
      var moved = start
      for p in along.indices { moved.theta[p] += size * along[p] }
      let there = try #require(equation.step(at: moved))
      x = zip(there.drift, here.drift).map { ($0 - $1) / size }
      rate = here.length(x) / here.length(along)
    }
    let count = Double(equation.stepCount(from: start, over: 1000))
    #expect(count > 400)
    // Sixteen steps of the method end near it, or have seen a little more on the way.
    #expect((0.8...2).contains(count / (8 * rate * 1000)), "\(count) for \(rate)")
  }

  /// Where v is large at first, and S small, the steps are those of the S that v relaxes to.
  @Test func stepsAreThoseOfTheSecondMomentInTheEnd() throws {
    let small = SmallProblem.depthThree
    let equation = equation(small, .adam)
    let start = try #require(equation.start(from: small.theta).state)
    var loaded = start
    loaded.secondMoment = start.secondMoment.map { 1e4 * $0 }
    let count = equation.stepCount(from: start, over: 1000)
    #expect(count > 400)
    #expect(equation.stepCount(from: loaded, over: 1000) == count)
  }

  @Test func pathCanBeAbandoned() throws {
    let small = SmallProblem.diagonalGaussian
    let equation = equation(small, .adam)
    let start = try #require(equation.start(from: small.theta).state)
    let solution = solve(
      equation, 0, seed: 1, start, steps: 10, horizon: 0.01, [0.001, 0.009], stepLimit: 3)
    #expect(solution.status == .abandoned && solution.acceptedSteps == 3)
    #expect(solution.states.count == 1)
  }

  @Test func dependentGradientsEndThePath() {
    let problem = RegressionProblem(design: [1, 0, 0, 1], targets: [1, 0], truth: nil)
    let equation = SlowSDE(
      problem: problem, model: .diagonalNet(dimension: 2), optimizer: .sgd, exponent: 0,
      epsilon: 0, standardDeviations: [1, 1, 1, 1], relaxationRate: 0)
    let start = SlowState(theta: [1, 0, 0, 0], secondMoment: [], time: 0)
    let solution = solve(equation, 0, seed: 1, start, steps: 10, horizon: 0.01, [0.01])
    #expect(solution.status == .rankDeficient(time: 0))
    #expect(solution.states.isEmpty)
  }

  private func equation(_ small: SmallProblem, _ optimizer: Optimizer) -> SlowSDE {
    SlowSDE(
      problem: small.problem, model: small.model, optimizer: optimizer, exponent: 0.5,
      epsilon: 1e-6,
      standardDeviations: uniform(small.model.parameterCount, in: 0.1...0.3, seed: 3),
      relaxationRate: 10)
  }

  /// Sums of consecutive increments, scaled to unit variance.
  private func pooled(_ increments: [[Double]], into steps: Int) -> [[Double]] {
    let length = increments.count / steps
    return (0..<steps).map { k in
      increments[0].indices.map { p in
        (0..<length).reduce(0) { $0 + increments[k * length + $1][p] }
          / Double(length).squareRoot()
      }
    }
  }

  private func trace(
    _ equation: SlowSDE, _ start: SlowState, horizon: Double, _ increments: [[Double]]
  ) throws -> Double {
    let h = horizon / Double(increments.count)
    var state = start
    for (k, xi) in increments.enumerated() {
      let moved = try #require(equation.step(at: state)).advanced(by: h, xi: xi)
      state = SlowState(
        theta: try #require(moved.point).theta, secondMoment: moved.secondMoment,
        time: Double(k + 1) * h)
    }
    return Model.diagonalNet(dimension: 3).diagonalHessian(at: state.theta, of: Self.small)
      .reduce(0, +)
  }

  private func solve(
    _ equation: SlowSDE, _ index: Int, seed: UInt64, _ start: SlowState, steps: Int,
    horizon: Double, _ times: [Double], stepLimit: Int = .max
  ) -> SlowSolution {
    var progress = SlowProgress(at: start)
    progress.stepSize = horizon / Double(steps)
    var path = equation.path(index, seed: seed, from: progress)
    return path.solve(at: times) { $0 < stepLimit }
  }
}
