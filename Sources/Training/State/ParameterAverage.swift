/// An average θ̄ of θ along a run, which quantities are recorded at beside θ itself.
///
///     θ̄ ← fma(w, θ − θ̄, θ̄) after step k     w in double precision, rounded to the lanes; θ̄ ← θ for w = 1
///
/// It has no effect on the run.
public enum ParameterAverage: Hashable, Sendable {
  /// An exponential average of decay d in 0 ..< 1 that begins at θ₀: w = 1 − d.
  case decay(Double)
  /// The mean over the last steps, of which this is the fraction in (0, 1]: of the last m = round(p · steps) steps, at
  /// least one, w = 1/(number of those so far).
  ///
  /// Source: B. Polyak, A. Juditsky, "Acceleration of Stochastic Approximation by Averaging", SIAM J. Control Optim. 30,
  /// 1992, over a suffix as in A. Rakhlin, O. Shamir, K. Sridharan, ICML 2012.
  case tail(Double)

  /// Whether there is an average after so many of all steps.
  func hasBegun(atStep step: Int, of steps: Int) -> Bool {
    switch self {
    case .decay: true
    case .tail: weight(atStep: step, of: steps) != nil
    }
  }

  /// w after step k = 1, 2, …; nil where the step does not count.
  func weight(atStep step: Int, of steps: Int) -> Double? {
    switch self {
    case .decay(let decay): return 1 - decay
    case .tail(let fraction):
      let count = max(1, Int((fraction * Double(steps)).rounded()))
      let place = step - (steps - count)
      return place >= 1 ? 1 / Double(place) : nil
    }
  }

  /// Whether it depends on the number of all steps.
  var usesSteps: Bool { if case .tail = self { true } else { false } }
}

/// A step that keeps an average of θ behind what its rule remembers.
final class AveragingStep<Lanes: LaneVector> {
  private let step: Step<Lanes>
  private let average: ParameterAverage
  /// The number of all steps.
  private let steps: Int
  /// θ̄, `[P]`.
  private let means: LaneStorage<Lanes>

  init(_ step: Step<Lanes>, _ average: ParameterAverage, steps: Int) {
    (self.step, self.average, self.steps) = (step, average, steps)
    means = LaneStorage(repeating: .zero, count: step.theta.count)
  }

  func advance(_ number: Int) -> Lanes {
    let probe = step.advance(number)
    guard let weight = average.weight(atStep: number, of: steps) else { return probe }
    let weights = Lanes(repeating: Lanes.Scalar(weight))
    let theta = step.theta
    for p in 0..<means.count {
      let (new, old) = (theta.get(p), means[p])
      means[p] = weight == 1 ? new : old.addingProduct(weights, new - old)
    }
    return probe
  }

  private var ownStart: Int { step.memory.count }

  var memory: StateAccess<Lanes> {
    StateAccess(
      count: ownStart + means.count,
      get: { $0 < self.ownStart ? self.step.memory.get($0) : self.means[$0 - self.ownStart] },
      set: { index, value in
        if index < self.ownStart {
          self.step.memory.set(index, value)
        } else {
          self.means[index - self.ownStart] = value
        }
      })
  }
}

extension Step {
  /// The same step, which keeps an average of θ behind what its rule remembers.
  func averaging(by average: ParameterAverage, of steps: Int) -> Step {
    let step = AveragingStep(self, average, steps: steps)
    return Step(
      start: start, advance: { step.advance($0) }, theta: theta, memory: step.memory)
  }
}
