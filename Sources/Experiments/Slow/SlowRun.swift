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
  /// Euler–Maruyama steps over the whole horizon.
  private static let diffusionSteps = 400.0

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
    if theta == nil {
      guard let start = TrainedStart(of: parameters, on: problem, shouldContinue: shouldContinue)
      else { return Solution() }
      (theta, secondMoment) = (start.theta, start.secondMoment)
      block.setSlowStart(step: start.step, ofRun: run)
    }
    guard let theta else { return Solution() }
    let unit = parameters.stepSize * parameters.stepSize
    let times = recorder.steps.map { Double($0) * unit }
    return parameters.dynamics == .slowODE
      ? ordinary(theta, secondMoment, times, shouldContinue)
      : stochastic(theta, secondMoment, times, shouldContinue)
  }

  /// c = (1 − β₂)/η².
  private var relaxationRate: Double {
    parameters.oneMinusBeta2.isNaN
      ? 0 : parameters.oneMinusBeta2 / (parameters.stepSize * parameters.stepSize)
  }

  private func ordinary(
    _ theta: [Double], _ secondMoment: [Double]?, _ times: [Double],
    _ shouldContinue: () -> Bool
  ) -> Solution {
    let equation = LabelNoiseODE(
      problem: problem.data, model: parameters.model, optimizer: parameters.optimizer,
      exponent: parameters.exponent, epsilon: parameters.epsilon, alpha: parameters.alpha,
      relaxationRate: relaxationRate)
    guard let start = equation.start(from: theta, secondMoment: secondMoment).state else {
      return Solution()
    }
    let solution = equation.solve(from: start, at: times, tolerance: Self.tolerance) { steps in
      shouldContinue() && steps < Self.stepLimit
    }
    return Solution(states: solution.states, isComplete: solution.status == .completed)
  }

  /// One path, the interval before each snapshot in equal steps; intervals are paths of their own
  /// as far as random numbers go.
  private func stochastic(
    _ theta: [Double], _ secondMoment: [Double]?, _ times: [Double],
    _ shouldContinue: () -> Bool
  ) -> Solution {
    let equation = SlowSDE(
      problem: problem.data, model: parameters.model, optimizer: parameters.optimizer,
      exponent: parameters.exponent, epsilon: parameters.epsilon, noise: noise,
      relaxationRate: relaxationRate)
    guard var state = equation.start(from: theta, secondMoment: secondMoment).state,
      let horizon = times.last
    else { return Solution() }
    var states: [SlowState] = []
    for (index, time) in times.enumerated() {
      let interval = time - state.time
      if interval > 0 {
        let steps = Int((interval / horizon * Self.diffusionSteps).rounded(.up))
        let part = equation.path(
          index, seed: parameters.noiseSeed, from: state, steps: steps, horizon: interval,
          recordingAt: [steps], shouldContinue: { _ in shouldContinue() })
        guard part.status == .completed, let last = part.states.last else {
          return Solution(states: states)
        }
        state = last
        state.time = time
      }
      states.append(state)
    }
    return Solution(states: states, isComplete: true)
  }

  private var noise: SlowNoise {
    guard parameters.noise == .gradient else { return .label(alpha: parameters.alpha) }
    let count = parameters.model.parameterCount
    return .gradient(
      standardDeviations: problem.noiseScales
        ?? Array(repeating: parameters.gradientNoiseScale, count: count))
  }
}
