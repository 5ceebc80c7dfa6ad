import TestSupport
import Testing
import Training

@testable import Theory

/// Weight decay, ascents and schedules in the label-noise equation.
@Suite struct SlowForcesTests {
  /// Against an independent program, on a factorization, a tanh net and a diagonal net.
  @Test func everyForcedCaseAgreesToOneInAMillion() throws {
    let cases = try golden(GoldenForces.self, "forced-slow-ode.json").cases
    #expect(cases.count == 13)
    for reference in cases {
      let rule = reference.optimizer
      let model = try reference.model.model(samples: reference.targets.count)
      let equation = LabelNoiseODE(
        problem: reference.problem, model: model, optimizer: rule.isAdaptive ? .adam : .sgd,
        exponent: 0.5, epsilon: reference.epsilon, alpha: reference.alpha,
        relaxationRate: reference.c,
        forces: SlowForces(
          decay: rule.w ?? 0, isDecayPreconditioned: rule.kind == "adam-l2", ascent: rule.r ?? 0))
      let start = SlowState(
        theta: reference.theta0, secondMoment: rule.isAdaptive ? reference.v0 ?? [] : [], time: 0)
      let solution = equation.solve(
        from: start, at: reference.solution.map(\.time), tolerance: 1e-9
      ) { _ in true }
      #expect(solution.status == .completed, "\(reference.name)")
      #expect(solution.states.count == reference.solution.count)
      for (state, point) in zip(solution.states, reference.solution) {
        #expect(relativeError(state.theta, point.theta) < 1e-6, "\(reference.name)")
        if let v = point.v, rule.isAdaptive {
          #expect(relativeError(state.secondMoment, v) < 1e-6, "\(reference.name)")
        }
      }
    }
  }

  /// The program knows slow time and a smooth η(k); here are nominal time and the factors of steps.
  @Test func everyScheduledCaseAgreesToOneInAMillion() throws {
    let cases = try golden(GoldenSchedule.self, "scheduled-slow-ode.json").cases
    #expect(cases.count == 4)
    for reference in cases {
      let isAdaptive = reference.optimizer.kind == "adam"
      let (unit, schedule) = (
        reference.stepSize * reference.stepSize, Schedule.cosine(final: reference.final)
      )
      let equation = LabelNoiseODE(
        problem: reference.problem, model: reference.model.model,
        optimizer: isAdaptive ? .adam : .sgd, exponent: 0.5, epsilon: reference.epsilon,
        alpha: reference.alpha, relaxationRate: reference.oneMinusBeta2 / unit,
        forces: SlowForces(
          decay: reference.weightDecay / reference.stepSize,
          isDecayPreconditioned: reference.coupled,
          ascent: reference.radius / reference.stepSize,
          schedule: SlowSchedule(schedule, steps: reference.steps, unit: unit)))
      let start = SlowState(theta: reference.theta0, secondMoment: reference.v0, time: 0)
      let solution = equation.solve(
        from: start, at: reference.solution.map { Double($0.step) * unit }, tolerance: 1e-9
      ) { _ in true }
      #expect(solution.states.count == reference.solution.count, "\(reference.name)")
      let squares = schedule.squares(
        upTo: reference.solution.map(\.step), of: reference.steps)
      for (index, (state, point)) in zip(solution.states, reference.solution).enumerated() {
        #expect(abs(squares[index] * unit / point.slowTime - 1) < 1e-6)
        #expect(relativeError(state.theta, point.theta) < 1e-6, "\(reference.name)")
        if isAdaptive {
          #expect(relativeError(state.secondMoment, point.v) < 1e-6, "\(reference.name)")
        }
      }
    }
  }

  /// Without v nothing but the clock changes: after Σ η_k² the point is that of a constant step size, also
  /// where the step size falls at once.
  @Test(arguments: [Schedule.step(at: [300, 700], factor: 0.5), .linear(warmup: 100)])
  func aScheduleOfSGDIsAnotherClock(schedule: Schedule) throws {
    let small = SmallProblem.depthThree
    let (unit, steps) = (2e-4, 1000)
    func solution(_ forces: SlowForces, _ time: Double) throws -> [Double] {
      let equation = LabelNoiseODE(
        problem: small.problem, model: small.model, optimizer: .sgd, exponent: 0, epsilon: 0,
        alpha: 0.1, relaxationRate: 0, forces: forces)
      let start = try #require(equation.start(from: small.theta).state)
      let solution = equation.solve(from: start, at: [time], tolerance: 1e-9) { _ in true }
      return try #require(solution.states.first).theta
    }
    for step in [500, 1000] {
      let time = schedule.squares(upTo: [step], of: steps)[0] * unit
      let bent = SlowForces(schedule: SlowSchedule(schedule, steps: steps, unit: unit))
      let plain = try solution(SlowForces(), time)
      #expect(try relativeError(solution(bent, Double(step) * unit), plain) < 1e-6)
      #expect(try relativeError(solution(SlowForces(), Double(step) * unit), plain) > 1e-3)
    }
  }

  /// Weight decay moves along Γ: a decay that points off it does nothing, whatever S is.
  @Test func decayAcrossTheManifoldIsRemoved() throws {
    // One sample u² = 1 of one entry: Γ is a point.
    let problem = RegressionProblem(design: [1], targets: [1], truth: nil)
    let equation = LabelNoiseODE(
      problem: problem, model: .diagonalNet(dimension: 1), optimizer: .sgd, exponent: 0,
      epsilon: 0, alpha: 0, relaxationRate: 0, forces: SlowForces(decay: 3))
    let start = try #require(equation.start(from: [1, 0]).state)
    let end = equation.solve(from: start, at: [5], tolerance: 1e-8) { _ in true }
    #expect(end.states.first?.theta == [1, 0])
  }

  /// v of a sum of squares grows by αV(H) c and forgets nothing; S has its scale.
  @Test func aSumOfSquaresOnlyGrows() throws {
    let problem = RegressionProblem(design: [1, 2], targets: [1], truth: nil)
    let (alpha, rate) = (0.01, 7.0)
    let equation = LabelNoiseODE(
      problem: problem, model: .diagonalNet(dimension: 2), optimizer: .adagrad, exponent: 0.5,
      epsilon: 1e-10, alpha: alpha, relaxationRate: rate, metricScale: 4)
    // A vertex of the net, where ζ rests: diag(H) = (0, 8, 0, 0).
    let vertex = [0, 0.5.squareRoot(), 0, 0]
    let start = SlowState(theta: vertex, secondMoment: [16, 16, 16, 16], time: 0)
    let metric = equation.field.moment.metric(
      at: equation.field.landscape.point(vertex), start.secondMoment, time: 0
    ).diagonal
    #expect(metric.allSatisfy { abs($0 - 1) < 1e-9 })
    let end = equation.solve(from: start, at: [3], tolerance: 1e-8) { _ in true }
    let v = try #require(end.states.first).secondMoment
    #expect(relativeError(v, [16, 16 + 3 * rate * 8 * alpha, 16, 16]) < 1e-9)
  }
}
