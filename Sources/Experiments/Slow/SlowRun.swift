internal import Digests
internal import ElementaryFunctions
internal import Shards
internal import Sweeps
internal import Theory
internal import Training

/// One run of the theory's slow equations in place of training, or of the gradient flow.
///
/// Step k of the sweep stands for the time kη of the flow. Of the equations it stands for the nominal time
/// k e², counted from the start K₀, e being the effective step; a schedule bends slow time against it, see
/// `SlowForces`.
struct SlowRun {
  let run: Int
  let parameters: Run
  let problem: Problem
  let recorder: Recorder

  /// Largest local error of a step of the ordinary equation: solutions are then right to about
  /// 10⁻⁶, see `Tests/CommandTests/slow_equations.py`.
  private static let tolerance = 5e-8
  /// A solution that needs more steps than this, or than the sweep gives, is given up.
  private var stepLimit: Int { max(50_000, parameters.slowSteps ?? 0) }

  /// How a call of ``record(in:from:shouldContinue:)`` ended.
  enum Outcome {
    /// The run is recorded, also where it failed: what was reached before is kept.
    case finished
    /// It was asked to stop; the state goes on from there, bit for bit.
    case suspended(SlowRunState)
  }

  /// Solves the equations and records them.
  ///
  /// - Parameters:
  ///   - block: Where the snapshots go; those before a suspended state are there.
  ///   - suspended: What an earlier call returned; nil begins anew.
  ///   - shouldContinue: Called every few milliseconds of training, after every step of an equation and
  ///     after every snapshot, with the share of the slow time that is done; false suspends.
  /// - Returns: Whether it is done, or what to go on from.
  func record(
    in block: inout RecordBlock, from suspended: SlowRunState? = nil,
    shouldContinue: (_ share: Double) -> Bool
  ) -> Outcome {
    var suspendedSearch: (state: TrainingState, loss: WindowLoss)?
    switch suspended?.stage {
    case .solving(let progress, let recorded):
      return solve(from: progress, recorded: recorded, in: &block, shouldContinue)
    case .training(let state, let loss): suspendedSearch = (state, loss)
    case nil: break
    }
    if parameters.dynamics == .gradientFlow {
      return solve(from: flowStart, recorded: 0, in: &block, shouldContinue)
    }
    // Labels of a file may be certain.
    if parameters.noise.drawsLabels, !equations.meanProblem.hasOpenLabels {
      return fail(in: &block)
    }
    var start = (
      theta: problem.initialParameters, secondMoment: equations.secondMomentAtStart
    )
    if start.theta == nil {
      let outcome = TrainedStart.search(
        of: parameters, on: problem, from: suspendedSearch, shouldContinue: { shouldContinue(0) })
      switch outcome {
      case .suspended(let state, let loss): return .suspended(self.state(.training(state, loss)))
      case .diverged: return fail(in: &block)
      case .arrived(let arrival):
        start = (arrival.theta, arrival.secondMoment)
        block.setSlowStart(step: arrival.step, ofRun: run)
      }
    }
    guard let theta = start.theta,
      let progress = beginning(at: theta, start.secondMoment, in: block)
    else { return fail(in: &block) }
    return solve(from: progress, recorded: 0, in: &block, shouldContinue)
  }

  /// Whether a suspended run is this one.
  func fits(_ suspended: SlowRunState) -> Bool {
    guard suspended.run == run, suspended.identity == identity else { return false }
    switch suspended.stage {
    case .training(let state, let loss):
      return problem.initialParameters == nil && parameters.dynamics.isSlow
        && TrainedStart.fits(state, loss, of: parameters, on: problem)
    case .solving(let progress, let recorded):
      let count = parameters.model.parameterCount
      let state = progress.state
      return (0...recorder.steps.count).contains(recorded) && state.theta.count == count
        && state.secondMoment.count
          == parameters.optimizer.secondMomentCount(in: parameters.model.layout)
        && (parameters.noise.isOnGradient && parameters.dynamics.isSlow
          ? progress.stepSize > 0 : progress.stepSize >= 0)
    }
  }

  /// What the run is computed from, as text.
  private var identity: String {
    RunIdentity(parameters, plan: recorder.plan).digest.description
  }

  private func state(_ stage: SlowRunState.Stage) -> SlowRunState {
    SlowRunState(run: run, identity: identity, stage: stage)
  }

  private func fail(in block: inout RecordBlock) -> Outcome {
    block.setState(.failed, ofRun: run)
    return .finished
  }

  // MARK: Solving

  /// The time of a step: e², of the flow η.
  private var unit: Double {
    parameters.dynamics == .gradientFlow
      ? parameters.stepSize : parameters.slowUnit
  }
  private var times: [Double] { recorder.steps.map { Double($0) * unit } }
  private var horizon: Double { Double(parameters.steps) * unit }

  /// β₂^K₀: what v lacks of an average where the optimizer corrects its bias.
  private func missingAverage(in block: RecordBlock) -> Double {
    guard parameters.optimizer.correctsBias else { return 0 }
    let start = max(block.slowStartStep[run - block.runs.lowerBound], 0)
    return Elementary.power(1 - parameters.oneMinusBeta2, Double(start))
  }

  /// The solution on Γ that begins at a point beside it; nil where there is none.
  private func beginning(
    at theta: [Double], _ secondMoment: [Double]?, in block: RecordBlock
  ) -> SlowProgress? {
    if parameters.noise.isOnGradient {
      let equation = equations.stochastic(missingAverage(in: block))
      guard let start = equation.start(from: theta, secondMoment: secondMoment).state else {
        return nil
      }
      var progress = SlowProgress(at: start)
      let count = parameters.slowSteps ?? equation.stepCount(from: start, over: horizon)
      progress.stepSize = horizon / Double(count)
      return progress
    }
    let equation = equations.ordinary(missingAverage(in: block))
    return equation.start(from: theta, secondMoment: secondMoment).state
      .map(SlowProgress.init(at:))
  }

  private func solve(
    from progress: SlowProgress, recorded: Int, in block: inout RecordBlock,
    _ shouldContinue: (_ share: Double) -> Bool
  ) -> Outcome {
    if let tolerance = parameters.flowTolerance {
      return follow(
        flow.integration(from: progress, tolerance: tolerance), recorded: recorded, in: &block,
        shouldContinue)
    }
    let missing = missingAverage(in: block)
    if parameters.noise.isOnGradient {
      return follow(
        equations.stochastic(missing).path(0, seed: parameters.noiseSeed, from: progress),
        recorded: recorded, in: &block, shouldContinue)
    }
    return follow(
      equations.ordinary(missing).integration(from: progress, tolerance: Self.tolerance),
      recorded: recorded, in: &block, shouldContinue)
  }

  /// Steps, and records the snapshots that are reached.
  private func follow(
    _ solver: some SlowSolver, recorded: Int, in block: inout RecordBlock,
    _ shouldContinue: (_ share: Double) -> Bool
  ) -> Outcome {
    var solver = solver
    let times = times
    func suspended(_ recorded: Int) -> Outcome {
      .suspended(state(.solving(solver.progress, recorded: recorded)))
    }
    func goesOn() -> Bool {
      shouldContinue(horizon > 0 ? min(solver.progress.state.time / horizon, 1) : 1)
    }
    for index in recorded..<times.count {
      while !solver.reaches(times[index]) {
        guard solver.progress.acceptedSteps < stepLimit, solver.advance() == nil else {
          return fail(in: &block)
        }
        guard goesOn() else { return suspended(index) }
      }
      guard let state = solver.state(at: times[index]).state else { return fail(in: &block) }
      recorder.record(
        theta: state.theta, secondMoment: equations.keepsSides ? [] : state.secondMoment,
        preconditioner: recorder.findsCurvature ? solver.preconditioner(at: state) : nil,
        snapshot: index, of: parameters, run: run, in: &block)
      if block.hasStopped(run: run) { return .finished }
      guard index == times.count - 1 || goesOn() else { return suspended(index + 1) }
    }
    block.setState(.ok, ofRun: run)
    return .finished
  }

  /// The flow of the mean loss, which no noise moves.
  private var flow: GradientFlow {
    GradientFlow(
      problem: equations.meanProblem, model: parameters.model, loss: parameters.loss)
  }

  /// θ₀, where training begins.
  private var flowStart: SlowProgress {
    let theta =
      problem.initialParameters
      ?? parameters.model.initialParameters(seed: parameters.initSeed)
    return SlowProgress(at: SlowState(theta: theta, secondMoment: [], time: 0))
  }

  private var equations: SlowEquations { SlowEquations(of: parameters, on: problem) }
}
