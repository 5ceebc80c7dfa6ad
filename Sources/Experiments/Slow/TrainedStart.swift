internal import Training

/// Where training reaches the valley floor: the start of the slow equations when none is given.
///
/// The train loss without noise is averaged over windows of ⌈10/η⌉ steps, at 64 steps of each; the
/// run has arrived at the first end of a window whose average is not more than 1 % below that of
/// the window before, or after 100 windows.
struct TrainedStart {
  /// K₀.
  var step: Int
  /// θ after K₀ steps, shape `[P]`.
  var theta: [Double]
  /// v after K₀ steps, shape `[P]`; empty for sgd.
  var secondMoment: [Double]

  private static let windowLimit = 100
  private static let samplesPerWindow = 64

  /// Trains a run until it has arrived; nil when it diverged first, or was abandoned.
  init?(
    of run: RunParameters, on problem: Problem, shouldContinue: () -> Bool
  ) {
    let window = Int((10 / run.stepSize).rounded(.up))
    let samples = min(Self.samplesPerWindow, window)
    let steps = (0..<Self.windowLimit).flatMap { index in
      (1...samples).map { index * window + $0 * window / samples }
    }
    var configuration = TrainingConfiguration([run], problem: problem, snapshotSteps: steps)
    configuration.steps = Self.windowLimit * window
    var windowLoss = WindowLoss(samples: samples)
    var arrival: TrainedStart?
    _ = train(
      configuration,
      recording: { snapshot in
        guard arrival == nil else { return }
        let observed = observables(
          of: snapshot, problem: problem.data, model: run.model,
          settings: ObservableSettings(
            exponent: run.effectiveExponent, supportThreshold: .infinity))
        let hasArrived = windowLoss.add(observed.trainLoss)
        guard hasArrived || snapshot.step == steps.last else { return }
        arrival = TrainedStart(
          step: snapshot.step, theta: snapshot.theta, secondMoment: snapshot.secondMoment)
      },
      shouldContinue: { _ in arrival == nil && shouldContinue() })
    guard let arrival else { return nil }
    self = arrival
  }

  private init(step: Int, theta: [Double], secondMoment: [Double]) {
    self.step = step
    self.theta = theta
    self.secondMoment = secondMoment
  }
}

/// The average loss of one window after the other.
private struct WindowLoss {
  let samples: Int
  private var sum = 0.0
  private var count = 0
  private var previous = Double.infinity

  init(samples: Int) { self.samples = samples }

  /// Takes in a loss; true at the end of a window that brought less than 1 %.
  mutating func add(_ loss: Double) -> Bool {
    sum += loss
    count += 1
    guard count == samples else { return false }
    let average = sum / Double(samples)
    defer { (sum, count, previous) = (0, 0, average) }
    return average >= 0.99 * previous
  }
}
