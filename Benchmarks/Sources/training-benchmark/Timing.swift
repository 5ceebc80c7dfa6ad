import Training

/// The time of a step, from the moments at which the training loop asks whether to go on.
struct Timing {
  /// Microseconds of one run and step, in the middle interval between two questions.
  let median: Double

  /// Trains until at least three intervals and the given time are over.
  init(_ configuration: TrainingConfiguration, seconds: Double) {
    let clock = ContinuousClock()
    var last: (moment: ContinuousClock.Instant, step: Int)?
    var samples: [Double] = []
    var total = 0.0
    _ = train(
      configuration, recording: { _ in },
      shouldContinue: { step in
        let now = clock.now
        // The first interval warms the caches up.
        if let last {
          let elapsed = Double((now - last.moment).attoseconds) * 1e-12
          samples.append(elapsed / Double((step - last.step) * configuration.lanes.count))
          total += elapsed
        }
        last = (clock.now, step)
        return total < seconds * 1e6 || samples.count < 3
      })
    median = samples.sorted()[samples.count / 2]
  }
}
