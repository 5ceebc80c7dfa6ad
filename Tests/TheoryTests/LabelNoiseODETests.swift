import DenseAlgebra
import ElementaryFunctions
import TestSupport
import Testing
import Training

@testable import Theory

@Suite struct LabelNoiseODETests {
  /// The error against a fine solution falls as the number of steps to the power −5.
  @Test(arguments: [SmallProblem.diagonalSign, .depthThree])
  func errorFallsWithTheFifthPowerOfTheSteps(small: SmallProblem) throws {
    let equation = equation(small, .adam, rate: 5)
    let start = try #require(equation.start(from: small.theta).state)
    let reference = final(equation, start, 0.05, tolerance: 1e-13)
    let coarse = final(equation, start, 0.05, tolerance: 1e-8)
    let fine = final(equation, start, 0.05, tolerance: 1e-11)
    let (errors, steps) = (
      (
        relativeError(coarse.theta, reference.theta), relativeError(fine.theta, reference.theta)
      ),
      Double(fine.steps) / Double(coarse.steps)
    )
    let order = Elementary.log2(errors.0 / errors.1) / Elementary.log2(steps)
    #expect(order > 4 && order < 6.5)
    // A tolerance is the error of a step; the global one stays near it.
    #expect(errors.0 < 1e-7 && errors.1 < 1e-10)
  }

  /// Fixed steps: halving them divides the error by 2⁵.
  @Test func stepIsOfFifthOrder() throws {
    let small = SmallProblem.depthTwo
    let equation = equation(small, .adam, rate: 20)
    let start = try #require(equation.start(from: small.theta).state)
    let reference = try fixedSteps(equation, start, count: 256, horizon: 0.1)
    let errors = try [8, 16, 32].map {
      relativeError(try fixedSteps(equation, start, count: $0, horizon: 0.1), reference)
    }
    let orders = zip(errors, errors.dropFirst()).map { Elementary.log2($0 / $1) }
    for order in orders { #expect(abs(order - 5) < 0.5, "\(errors)") }
  }

  /// With c a million times the rate of ζ, v sits on α V(H) and the steps are those of ζ.
  @Test func relaxationHoweverFastCostsNoSteps() throws {
    let small = SmallProblem.diagonalSign
    let slow = equation(small, .adam, rate: 1e3)
    let start = try #require(slow.start(from: small.theta).state)
    let reference = final(slow, start, 0.02, tolerance: 1e-6)
    for rate in [1e5, 1e8, 1e11] {
      let fast = final(equation(small, .adam, rate: rate), start, 0.02, tolerance: 1e-6)
      // The first step is 1/c and grows fivefold: up to 17 more. Stability would take 10³ … 10⁹
      // steps.
      #expect(fast.steps < reference.steps + 18)
      let h = small.landscape.point(fast.theta).diagonalHessian().map { alpha * $0 }
      #expect(relativeError(fast.v, h) < 1e4 / rate + 1e-5)
    }
  }

  /// v = αV(H) + (v₀ − αV(H)) e^{−ct} where ζ rests: a vertex of the diagonal net.
  @Test func secondMomentRelaxesExponentiallyAtAVertex() throws {
    let problem = RegressionProblem(design: [1, 2], targets: [1], truth: nil)
    let equation = LabelNoiseODE(
      problem: problem, model: .diagonalNet(dimension: 2), optimizer: .adam, exponent: 0.5,
      epsilon: 1e-6, alpha: alpha, relaxationRate: 3)
    let vertex = [0, 0.5.squareRoot(), 0, 0]
    let start = SlowState(theta: vertex, secondMoment: [1, 1, 1, 1], time: 0)
    let solution = equation.solve(
      from: start, at: [0.5, 2], tolerance: 1e-8, shouldContinue: { _ in true })
    #expect(solution.status == .completed)
    for state in solution.states {
      let decay = decayFactor(3 * state.time)
      let exact = [decay, 8 * alpha + (1 - 8 * alpha) * decay, decay, decay]
      #expect(relativeError(state.theta, vertex) < 1e-14)
      #expect(relativeError(state.secondMoment, exact) < 1e-6)
    }
  }

  /// Adam on u₁² + u₂² = 1 from (0.6, 0.8), v tracking: the smaller coordinate is gone in finite
  /// time.
  @Test(arguments: [1e-4, 1e-6, 1e-8])
  func coordinateAtItsKinkIsLockedAtZero(tolerance: Double) throws {
    let problem = RegressionProblem(design: [1, 1], targets: [1], truth: nil)
    let equation = LabelNoiseODE(
      problem: problem, model: .diagonalNet(dimension: 2), optimizer: .adam, exponent: 0.5,
      epsilon: 1e-6, alpha: alpha, relaxationRate: 1e6)
    let start = try #require(equation.start(from: [0.6, 0.8, 0, 0]).state)
    let solution = equation.solve(
      from: start, at: [0.01, 10, 1e4], tolerance: tolerance, shouldContinue: { $0 < 6000 })
    #expect(solution.status == .completed)
    try #require(solution.states.count == 3)
    #expect(solution.states.allSatisfy { $0.theta[2] == 0 && $0.theta[3] == 0 })
    #expect(solution.states[0].theta[0] > 0)
    #expect(abs(solution.states[2].theta[0]) == 0)
    #expect(abs(solution.states[2].theta[1] - 1) < 1e-12)
  }

  /// The truth has fewer entries than there are samples, so that J loses rank on the way to it.
  @Test(arguments: [Optimizer.sgd, .adalayer])
  func flowGoesOnWhereTheTruthIsRecovered(optimizer: Optimizer) throws {
    let problem = RegressionProblem.generated(
      design: .sign, samples: 16, truth: .sparse(dimension: 30, sparsity: 2), dataSeed: 9)
    let model = Model.diagonalNet(dimension: 30)
    let equation = LabelNoiseODE(
      problem: problem, model: model, optimizer: optimizer, exponent: 0.5, epsilon: 1e-6,
      alpha: alpha, relaxationRate: 100)
    let start = try #require(
      equation.start(from: model.initialParameters(seed: 1)).state)
    let solution = equation.solve(
      from: start, at: [5000], tolerance: 1e-5, shouldContinue: { $0 < 20_000 })
    #expect(solution.status == .completed)
    let theta = try #require(solution.states.last?.theta)
    let error = zip(model.signal(of: theta), try #require(problem.truth)).map { $0 - $1 }
    #expect(maximumMagnitude(error) < 1e-6)
  }

  /// Under sgd there is no kink; a step that goes through 0 all the same ends there.
  @Test func coordinatesOfADiagonalNetKeepTheirSigns() throws {
    let small = SmallProblem.diagonalGaussian
    let equation = equation(small, .sgd, rate: 0)
    let start = try #require(equation.start(from: small.theta).state)
    var integration = equation.integration(from: SlowProgress(at: start), tolerance: 1e-4)
    while integration.progress.state.time < 3000 {
      try #require(integration.advance() == nil)
      let theta = integration.progress.state.theta
      #expect(zip(theta, start.theta).allSatisfy { $0 * $1 >= 0 })
    }
    #expect(integration.progress.state.theta.contains(0))
  }

  /// The change of dζ/dt from the last stage of a step to the state after it is looked at, too.
  @Test(arguments: [SmallProblem.diagonalSign, .depthFour])
  func theDriftAfterAStepIsThatOfItsLastStage(small: SmallProblem) throws {
    let equation = equation(small, .sgd, rate: 0)
    let field = equation.field
    let start = try #require(equation.start(from: small.theta).state)
    var integration = equation.integration(from: SlowProgress(at: start), tolerance: 1e-2)
    for _ in 0..<60 {
      let before = integration.progress.state
      try #require(integration.advance() == nil)
      let after = integration.progress.state
      // A coordinate that is set to 0 changes the drift by decree.
      guard zip(before.theta, after.theta).allSatisfy({ $0 == 0 || $1 != 0 }) else { continue }
      let (point, end) = (field.landscape.point(before.theta), field.landscape.point(after.theta))
      let ones = Metric.identity(before.theta.count)
      let (h, drift) = (
        after.time - before.time, try #require(field.drift(at: point, metric: ones, time: 0))
      )
      let step = try #require(
        SlowStep(
          field, from: point, [], time: before.time, firstDrift: drift, h: h, tolerance: 1e-2))
      let newDrift = try #require(field.drift(at: end, metric: ones, time: 0))
      let change = maximumMagnitude(zip(newDrift, step.lastDrift).map { $0 - $1 })
      #expect(0.01 * h * change <= 1.0001e-2 * maximumMagnitude(step.theta))
    }
  }

  @Test func hiddenUnitsOfAFactorizationAreGroups() {
    let model = Model.matrixFactorization(dimension: 2, width: 2, depth: 3)
    let rule = AdaptiveRule(.adam, model, exponent: 0.5, epsilon: 1e-6)
    let units = model.perSample(
      on: RegressionProblem(design: [1, 2, 3, 4], targets: [0], truth: nil))
    #expect(
      rule.kinkGroups(of: units) == [[0, 1, 4, 6], [2, 3, 5, 7], [4, 5, 8, 10], [6, 7, 9, 11]])
    #expect(AdaptiveRule(.sgd, model, exponent: 0, epsilon: 0).kinkGroups(of: units).isEmpty)
  }

  @Test func parametersThatShareASecondMomentVanishTogether() {
    let model = Model.diagonalNet(dimension: 3)
    let net = model.perSample(
      on: RegressionProblem(design: [1, 2, 3], targets: [0], truth: nil))
    func groups(_ optimizer: Optimizer) -> [[Int]] {
      AdaptiveRule(optimizer, model, exponent: 0.5, epsilon: 1e-6).kinkGroups(of: net)
    }
    #expect(groups(.adam) == [[0], [1], [2], [3], [4], [5]])
    #expect(groups(.adamMini(blockSize: 2)) == [[0, 1], [2], [3, 4], [5]])
    #expect(groups(.adalayer) == [[0, 1, 2], [3, 4, 5]])
  }

  /// What is set to 0 stays there because its velocity and the retraction's steps are 0, not by
  /// decree.
  @Test func zerosOfAGroupStayZeros() throws {
    for model in [
      Model.matrixFactorization(dimension: 3, width: 4, depth: 3), .diagonalNet(dimension: 9),
    ] {
      let problem = RegressionProblem.generated(
        design: .gaussian, samples: 4, truth: .sparse(dimension: 9, sparsity: 3), dataSeed: 5)
      let rule = AdaptiveRule(.adam, model, exponent: 0.5, epsilon: 1e-6)
      let group = rule.kinkGroups(of: model.perSample(on: problem))[1]
      var theta = uniform(model.parameterCount, in: 0.5...1.5, seed: 1)
      for p in group { theta[p] = 0 }
      let equation = LabelNoiseODE(
        problem: problem, model: model, optimizer: .adam, exponent: 0.5, epsilon: 1e-6,
        alpha: alpha, relaxationRate: 10)
      let start = try #require(equation.start(from: theta).state)
      let state = final(equation, start, 0.01, tolerance: 1e-5)
      for p in group { #expect(state.theta[p] == 0) }
      #expect(relativeError(state.theta, start.theta) > 1e-4)
    }
  }

  @Test func everyRequestedTimeIsSteppedToExactly() throws {
    let small = SmallProblem.depthTwo
    let equation = equation(small, .rmsprop, rate: 10)
    let start = try #require(equation.start(from: small.theta).state)
    let times = [0, 0, 0.003, 0.0031, 0.02]
    let solution = equation.solve(
      from: start, at: times, tolerance: 1e-7, shouldContinue: { _ in true })
    #expect(solution.states.map(\.time) == times)
    #expect(solution.states[0].theta == start.theta && solution.states[1].theta == start.theta)
    #expect(
      solution.states.allSatisfy { state in
        small.landscape.contains(small.landscape.point(state.theta))
      })
    let direct = final(equation, start, 0.0031, tolerance: 1e-7)
    #expect(relativeError(solution.states[3].theta, direct.theta) < 1e-6)
  }

  /// The steps are those of the equation; what is asked for is solved for on the side.
  @Test(arguments: [SmallProblem.depthThree, .diagonalSign])
  func stateDoesNotDependOnWhatElseIsAskedFor(small: SmallProblem) throws {
    let equation = equation(small, .adalayer, rate: 30)
    let start = try #require(equation.start(from: small.theta).state)
    let times = (1...20).map { 0.003 * Double($0) }
    let all = equation.solve(from: start, at: times, tolerance: 1e-7) { _ in true }
    for k in [0, 7, 19] {
      let alone = equation.solve(from: start, at: [times[k]], tolerance: 1e-7) { _ in true }
      #expect(alone.states == [all.states[k]])
    }
  }

  /// All that a step depends on is in the progress, so that one can stop between any two of them.
  @Test func integrationGoesOnFromItsProgressBitForBit() throws {
    let small = SmallProblem.depthThree
    let equation = equation(small, .adam, rate: 30)
    let start = try #require(equation.start(from: small.theta).state)
    var whole = equation.integration(from: SlowProgress(at: start), tolerance: 1e-7)
    var broken = whole
    for _ in 0..<12 {
      #expect(whole.advance() == nil)
      broken = equation.integration(from: broken.progress, tolerance: 1e-7)
      #expect(broken.advance() == nil)
    }
    #expect(broken.progress == whole.progress)
    #expect(whole.progress.acceptedSteps == 12)
  }

  /// One value of v a block, whatever is given, as in training.
  @Test func secondMomentGivenIsAveragedOverBlocks() throws {
    let small = SmallProblem.depthTwo
    for optimizer in [Optimizer.adalayer, .adamMini(blockSize: nil)] {
      let equation = equation(small, optimizer, rate: 1)
      let averaged = equation.field.moment.rule.averaged(small.metric)
      #expect(averaged != small.metric)
      let given = equation.start(from: small.theta, secondMoment: small.metric).state
      #expect(given?.secondMoment == averaged)
      let metric = equation.field.moment.rule.metric(averaged).diagonal
      let projected = project(small.theta, onto: small.problem, model: small.model, metric: metric)
      #expect(given?.theta == projected.theta)
    }
  }

  /// What is divided by what v holds of an average obeys v̂' = c (αV(H) − v̂)/(1 − β₂^K₀ e^{−ct}): where ζ
  /// rests, αV(H) − v̂ falls like e^{−ct}/(1 − β₂^K₀ e^{−ct}), and from K₀ = 0 on it is 0.
  @Test(arguments: [0.3, 1])
  func biasCorrectionIsThatOfTraining(missing: Double) throws {
    let problem = RegressionProblem(design: [1, 2], targets: [1], truth: nil)
    let equation = LabelNoiseODE(
      problem: problem, model: .diagonalNet(dimension: 2), optimizer: .adam, exponent: 0.5,
      epsilon: 1e-6, alpha: alpha, relaxationRate: 3, missingAverage: missing)
    let vertex = [0, 0.5.squareRoot(), 0, 0]
    let start = try #require(equation.start(from: vertex).state)
    // αV(H) = (0, 8α, 0, 0), of which v holds a share.
    #expect(abs(start.secondMoment[1] - 8 * alpha * (1 - missing)) < 1e-15)
    let solution = equation.solve(from: start, at: [0.1, 1], tolerance: 1e-8) { _ in true }
    #expect(solution.status == .completed)
    for state in solution.states {
      let held = 1 - missing * decayFactor(3 * state.time)
      #expect(abs(state.secondMoment[1] / (8 * alpha * held) - 1) < 1e-6)
      let metric = equation.field.moment.metric(
        at: equation.field.landscape.point(vertex), state.secondMoment, time: state.time
      ).diagonal
      #expect(abs(metric[1] * ((8 * alpha).squareRoot() + 1e-6) - 1) < 1e-6)
    }
  }

  @Test func integrationCanBeAbandoned() throws {
    let small = SmallProblem.depthTwo
    let equation = equation(small, .rmsprop, rate: 10)
    let start = try #require(equation.start(from: small.theta).state)
    let solution = equation.solve(
      from: start, at: [0, 1], tolerance: 1e-7, shouldContinue: { $0 < 3 })
    #expect(solution.status == .abandoned)
    #expect(solution.acceptedSteps == 3)
    #expect(solution.states.count == 1)
  }

  /// αV(H) of the projected start, or the second moment given with the S it makes.
  @Test func startFollowsTheConvention() throws {
    let small = SmallProblem.diagonalSign
    let equation = equation(small, .adam, rate: 10)
    let alone = try #require(equation.start(from: small.theta).state)
    let projected = project(small.theta, onto: small.problem, model: small.model, metric: nil)
    #expect(alone.theta == projected.theta)
    #expect(
      alone.secondMoment == small.landscape.point(alone.theta).diagonalHessian().map { alpha * $0 })
    let given = try #require(equation.start(from: small.theta, secondMoment: small.metric).state)
    let scaled = project(
      small.theta, onto: small.problem, model: small.model,
      metric: small.metric.map { 1 / ($0.squareRoot() + 1e-6) })
    #expect(given.theta == scaled.theta && given.secondMoment == small.metric)
  }

  @Test func startThatCannotBeProjectedIsRefused() {
    let problem = RegressionProblem(design: [1, 2, 2, 4], targets: [1, 3], truth: nil)
    let equation = LabelNoiseODE(
      problem: problem, model: .diagonalNet(dimension: 2), optimizer: .sgd, exponent: 0,
      epsilon: 0, alpha: 1, relaxationRate: 0)
    let (state, status) = equation.start(from: [1, 1, 1, 2])
    #expect(state == nil && status == .rankDeficient)
  }

  private let alpha = 0.01

  private func equation(_ small: SmallProblem, _ optimizer: Optimizer, rate: Double)
    -> LabelNoiseODE
  {
    LabelNoiseODE(
      problem: small.problem, model: small.model, optimizer: optimizer, exponent: 0.5,
      epsilon: 1e-6, alpha: alpha, relaxationRate: rate)
  }

  private func final(
    _ equation: LabelNoiseODE, _ start: SlowState, _ horizon: Double, tolerance: Double
  ) -> (theta: [Double], v: [Double], steps: Int) {
    let solution = equation.solve(
      from: start, at: [horizon], tolerance: tolerance, shouldContinue: { _ in true })
    guard let state = solution.states.last else {
      Issue.record("\(solution.status)")
      return ([], [], 0)
    }
    return (state.theta, state.secondMoment, solution.acceptedSteps)
  }

  private func fixedSteps(
    _ equation: LabelNoiseODE, _ start: SlowState, count: Int, horizon: Double
  ) throws -> [Double] {
    let field = equation.field
    var (point, v) = (field.landscape.point(start.theta), start.secondMoment)
    for k in 0..<count {
      let time = horizon * (Double(k) / Double(count))
      let metric = field.moment.metric(at: point, v, time: time)
      let drift = try #require(field.drift(at: point, metric: metric, time: 0))
      let step = try #require(
        SlowStep(
          field, from: point, v, time: time, firstDrift: drift, h: horizon / Double(count),
          tolerance: 1))
      point = field.landscape.retract(step.theta, metric: metric).point
      v = step.secondMoment
    }
    return point.theta
  }
}
