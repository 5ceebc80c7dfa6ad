internal import Training

/// Where training reaches the valley floor: the start of the slow equations when none is given.
///
/// The train loss without noise is averaged over windows of ⌈10/e⌉ steps, e the effective step, at 64
/// steps of each; the run has arrived at the first end of a window whose average is not more than 1 %
/// below that of the window before, or after 100 windows.
struct TrainedStart {
  /// K₀.
  var step: Int
  /// θ after K₀ steps, shape `[P]`.
  var theta: [Double]
  /// v after K₀ steps, shape `[P]`, or L and R of every matrix; empty for sgd.
  var secondMoment: [Double]

  /// How a search for it ended.
  enum Outcome {
    case arrived(TrainedStart)
    /// The run diverged first.
    case diverged
    /// It was asked to stop, and goes on from there.
    case suspended(TrainingState, WindowLoss)
  }

  private static let windowLimit = 100
  private static let samplesPerWindow = 64

  /// Trains a run until it has arrived, from its beginning or from where it was suspended.
  ///
  /// - Precondition: What it was suspended with fits the run; see ``fits(_:_:of:on:)``.
  static func search(
    of run: Run, on problem: Problem,
    from suspended: (state: TrainingState, loss: WindowLoss)? = nil, shouldContinue: () -> Bool
  ) -> Outcome {
    let samples = samples(of: run)
    let configuration = configuration(of: run, on: problem)
    var windowLoss = suspended?.loss ?? WindowLoss()
    var arrival: TrainedStart?
    let outcome = train(
      configuration, from: suspended?.state,
      recording: { snapshot in
        guard arrival == nil else { return }
        let state = Observation(
          of: snapshot,
          problem: run.noise.averaging(problem.data, strength: run.noiseStrength),
          model: run.model, loss: run.loss,
          settings: ObservableSettings(
            exponent: run.effectiveExponent, supportThreshold: .infinity))
        let hasArrived = windowLoss.add(TrainLoss().values(of: state)[0], samples: samples)
        guard hasArrived || snapshot.step == configuration.steps else { return }
        arrival = TrainedStart(
          step: snapshot.step, theta: snapshot.theta,
          secondMoment: snapshot.secondMoment + snapshot.squares)
      },
      shouldContinue: { _ in arrival == nil && shouldContinue() })
    if let arrival { return .arrived(arrival) }
    if case .suspended(let state) = outcome { return .suspended(state, windowLoss) }
    return .diverged
  }

  /// Whether a search for the start of this run can go on from a state.
  static func fits(
    _ state: TrainingState, _ loss: WindowLoss, of run: Run, on problem: Problem
  ) -> Bool {
    (0..<samples(of: run)).contains(loss.count) && state.fits(configuration(of: run, on: problem))
  }

  private static func window(of run: Run) -> Int {
    Int((10 / run.effectiveStep).rounded(.up))
  }

  /// Losses of a window.
  private static func samples(of run: Run) -> Int {
    min(samplesPerWindow, window(of: run))
  }

  private static func configuration(
    of run: Run, on problem: Problem
  ) -> TrainingConfiguration {
    let (window, samples) = (window(of: run), samples(of: run))
    let steps = (0..<windowLimit).flatMap { index in
      (1...samples).map { index * window + $0 * window / samples }
    }
    var configuration = TrainingConfiguration([run], problem: problem, snapshotSteps: steps)
    configuration.steps = windowLimit * window
    return configuration
  }
}
