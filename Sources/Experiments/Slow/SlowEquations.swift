internal import Theory
internal import Training

/// The slow equations of one run on its problem.
struct SlowEquations {
  private let parameters: Run
  private let problem: Problem

  /// Those of a run.
  init(of run: Run, on problem: Problem) { (parameters, self.problem) = (run, problem) }

  /// The problem whose loss is the mean of what a step sees.
  var meanProblem: RegressionProblem {
    parameters.noise.averaging(problem.data, strength: parameters.noiseStrength)
  }

  /// Whether L and R of every matrix take the place of v.
  var keepsSides: Bool { parameters.optimizer.exponent == .ofMatrices }

  /// v where a `theta0` begins: that of the file, or a sum of squares as training starts it; nil elsewhere.
  var secondMomentAtStart: [Double]? {
    if keepsSides { return nil }
    if let given = problem.secondMoment { return given }
    guard parameters.accumulates else { return nil }
    return Array(
      repeating: parameters.initialAccumulator, count: parameters.model.parameterCount)
  }

  /// The label-noise equation; `slow-sde` is no other under label noise, which has no diffusion.
  ///
  /// - Parameter missingAverage: β₂^K₀, see ``LabelNoiseODE``.
  /// - Returns: The equation.
  func ordinary(_ missingAverage: Double) -> LabelNoiseODE {
    LabelNoiseODE(
      problem: meanProblem, model: parameters.model, optimizer: parameters.optimizer,
      exponent: parameters.exponent, epsilon: parameters.epsilon,
      alpha: isNoisy ? parameters.slowAlpha : 0, relaxationRate: relaxationRate,
      missingAverage: missingAverage,
      written: parameters.preconditioner, metricScale: parameters.metricScale, forces: forces)
  }

  /// The equation under gradient noise.
  func stochastic(_ missingAverage: Double) -> SlowSDE {
    SlowSDE(
      problem: problem.data, model: parameters.model, optimizer: parameters.optimizer,
      exponent: parameters.exponent, epsilon: parameters.epsilon,
      standardDeviations: noiseScales, relaxationRate: relaxationRate,
      missingAverage: missingAverage, written: parameters.preconditioner)
  }

  /// c = (1 − β₂)/e², or 1/e² where v adds up.
  private var relaxationRate: Double {
    if parameters.accumulates { return 1 / parameters.slowUnit }
    return parameters.oneMinusBeta2.isNaN ? 0 : parameters.oneMinusBeta2 / parameters.slowUnit
  }

  /// Whether labels are perturbed or drawn.
  private var isNoisy: Bool { parameters.noise.isOnLabels || parameters.noise.drawsLabels }

  private var forces: SlowForces {
    let radius = parameters.ascentRadius
    var forces = SlowForces(
      decay: parameters.slowDecay,
      isDecayPreconditioned: !parameters.optimizer.decouplesWeightDecay,
      schedule: parameters.schedule.isConstant
        ? nil
        : SlowSchedule(
          parameters.schedule, steps: parameters.steps, unit: parameters.slowUnit))
    if !parameters.normalizesAscent {
      forces.ascent = radius / parameters.effectiveStep
    } else if radius > 0, let law = parameters.noise.perturbation {
      forces.noiseAscent = SlowForces.NoiseAscent(
        radius: radius / parameters.effectiveStep,
        noise: NoiseLength(
          law, delta: parameters.delta, sampleCount: parameters.sampleCount,
          batch: parameters.noise.batch ?? parameters.batches?.batch))
    } else if parameters.descendsSharpness {
      forces.sharpnessDescent = radius * radius / (2 * parameters.stepSize)
    }
    return forces
  }

  /// σ of every parameter.
  private var noiseScales: [Double] {
    problem.noiseScales
      ?? Array(repeating: parameters.gradientNoiseScale, count: parameters.model.parameterCount)
  }

  /// ``NormalCurvature`` where the equation begins, as far as that is known before training: at a `theta0`,
  /// else where the initial parameters project to, with v = αV(H) there; nil where there is no such point.
  var curvatureAtStart: [Double]? {
    guard parameters.hasManifold(for: meanProblem) else { return nil }
    let theta =
      problem.initialParameters
      ?? parameters.model.initialParameters(seed: parameters.initSeed)
    let v = problem.initialParameters == nil ? nil : secondMomentAtStart
    // Before the first step v̂ holds nothing yet.
    let missing = parameters.optimizer.correctsBias ? 1.0 : 0
    let start: SlowState
    let preconditioner: StatePreconditioner
    if parameters.noise.isOnGradient {
      let equation = stochastic(missing)
      guard let state = equation.start(from: theta, secondMoment: v).state else { return nil }
      (start, preconditioner) = (state, equation.preconditioner(at: state))
    } else {
      let equation = ordinary(missing)
      guard let state = equation.start(from: theta, secondMoment: v).state else { return nil }
      (start, preconditioner) = (state, equation.preconditioner(at: state))
    }
    let squares = parameters.schedule.squares(upTo: [parameters.steps], of: parameters.steps)[0]
    return NormalCurvature(
      of: start.theta, problem: meanProblem, model: parameters.model,
      preconditioner: preconditioner
    ).map { parameters.values(of: $0, factor: 1, horizon: squares) }
  }
}
