import Glibc
import Training

/// The time of a step, from the moments at which the training loop asks whether to go on.
struct Timing {
  /// Microseconds of one run and step, one value for each interval between two questions, sorted.
  let microseconds: [Double]
  /// Steps that were timed.
  let stepCount: Int

  var median: Double { microseconds[microseconds.count / 2] }

  /// Trains until at least eleven intervals and the given time are over.
  init(_ configuration: TrainingConfiguration, seconds: Double) {
    let clock = ContinuousClock()
    var last: (moment: ContinuousClock.Instant, step: Int)?
    var samples: [Double] = []
    var (total, steps) = (0.0, 0)
    _ = train(
      configuration, recording: { _ in },
      shouldContinue: { step in
        let now = clock.now
        // The first interval warms the caches up.
        if let last {
          let elapsed = Double((now - last.moment).attoseconds) * 1e-12
          let count = step - last.step
          samples.append(elapsed / Double(count * configuration.lanes.count))
          total += elapsed
          steps += count
        }
        last = (clock.now, step)
        return total < seconds * 1e6 || samples.count < 11
      })
    microseconds = samples.sorted()
    stepCount = steps
  }
}

/// The largest resident memory of this process so far, in megabytes of 2²⁰ bytes.
func peakMegabytes() -> Double {
  var usage = rusage()
  _ = unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  return Double(usage.ru_maxrss) / 1024
}
