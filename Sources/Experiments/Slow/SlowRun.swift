internal import ElementaryFunctions
internal import Shards
internal import Theory
internal import Training

/// One run of the theory's slow equations in place of training.
///
/// Step k of the sweep stands for the slow time t = k η², counted from the start K₀.
struct SlowRun {
  let parameters: RunParameters
  let problem: Problem
  let recorder: Recorder

  /// Largest local error of a step of the ordinary equation.
  private static let tolerance = 1e-6
  /// A solution that needs more steps than this is given up.
  private static let stepLimit = 50_000

  /// Solves the equations and records them; false when it was abandoned.
  func record(
    run: Int, in block: inout RecordBlock, shouldContinue: () -> Bool
  ) -> Bool {
    var isAbandoned = false
    func goOn() -> Bool {
      if !shouldContinue() { isAbandoned = true }
      return !isAbandoned
    }
    let solution = solve(run: run, in: &block, goOn)
    if isAbandoned { return false }
    for (snapshot, state) in solution.states.enumerated() {
      recorder.record(
        theta: state.theta, secondMoment: state.secondMoment, snapshot: snapshot, of: parameters,
        run: run, in: &block)
    }
    block.setState(solution.isComplete ? .ok : .failed, ofRun: run)
    return true
  }

  /// What came out: a failure keeps the states before it.
  private struct Solution {
    var states: [SlowState] = []
    var isComplete = false
  }

  private func solve(
    run: Int, in block: inout RecordBlock, _ shouldContinue: () -> Bool
  ) -> Solution {
    var (theta, secondMoment) = (problem.initialParameters, problem.secondMoment)
    var startStep = 0
    if theta == nil {
      guard let start = TrainedStart(of: parameters, on: problem, shouldContinue: shouldContinue)
      else { return Solution() }
      (theta, secondMoment) = (start.theta, start.secondMoment)
      startStep = start.step
      block.setSlowStart(step: start.step, ofRun: run)
    }
    guard let theta else { return Solution() }
    let unit = parameters.stepSize * parameters.stepSize
    let times = recorder.steps.map { Double($0) * unit }
    let horizon = Double(parameters.steps) * unit
    let missing = missingAverage(after: startStep)
    return parameters.noise == .gradient
      ? stochastic(theta, secondMoment, times, horizon, missing, shouldContinue)
      : ordinary(theta, secondMoment, times, missing, shouldContinue)
  }

  /// c = (1 − β₂)/η².
  private var relaxationRate: Double {
    parameters.oneMinusBeta2.isNaN
      ? 0 : parameters.oneMinusBeta2 / (parameters.stepSize * parameters.stepSize)
  }

  /// β₂^K₀: what v lacks of an average where the optimizer corrects its bias.
  private func missingAverage(after step: Int) -> Double {
    guard parameters.correctsBias else { return 0 }
    return Elementary.power(parameters.beta2, Double(step))
  }

  /// The label-noise equation; `slow-sde` is no other under label noise, which has no diffusion.
  private func ordinary(
    _ theta: [Double], _ secondMoment: [Double]?, _ times: [Double], _ missingAverage: Double,
    _ shouldContinue: () -> Bool
  ) -> Solution {
    let equation = LabelNoiseODE(
      problem: problem.data, model: parameters.model, optimizer: parameters.optimizer,
      exponent: parameters.exponent, epsilon: parameters.epsilon, alpha: parameters.alpha,
      relaxationRate: relaxationRate, missingAverage: missingAverage)
    guard let start = equation.start(from: theta, secondMoment: secondMoment).state else {
      return Solution()
    }
    var solver = equation.integration(
      from: SlowProgress(at: start), tolerance: Self.tolerance)
    return solved(&solver, at: times, shouldContinue)
  }

  /// One path of the equation under gradient noise.
  private func stochastic(
    _ theta: [Double], _ secondMoment: [Double]?, _ times: [Double], _ horizon: Double,
    _ missingAverage: Double, _ shouldContinue: () -> Bool
  ) -> Solution {
    let equation = SlowSDE(
      problem: problem.data, model: parameters.model, optimizer: parameters.optimizer,
      exponent: parameters.exponent, epsilon: parameters.epsilon,
      standardDeviations: noiseScales, relaxationRate: relaxationRate,
      missingAverage: missingAverage)
    guard let start = equation.start(from: theta, secondMoment: secondMoment).state else {
      return Solution()
    }
    let count = equation.stepCount(from: start, over: horizon)
    var progress = SlowProgress(at: start)
    progress.stepSize = horizon / Double(count)
    var solver = equation.path(0, seed: parameters.noiseSeed, from: progress)
    return solved(&solver, at: times, shouldContinue)
  }

  private func solved(
    _ solver: inout some SlowSolver, at times: [Double], _ shouldContinue: () -> Bool
  ) -> Solution {
    let solution = solver.solve(at: times) { steps in
      shouldContinue() && steps < Self.stepLimit
    }
    return Solution(states: solution.states, isComplete: solution.status == .completed)
  }

  /// σ of every parameter.
  private var noiseScales: [Double] {
    problem.noiseScales
      ?? Array(repeating: parameters.gradientNoiseScale, count: parameters.model.parameterCount)
  }
}
