/// A time t of the slow equations, which step k reaches at t = k · η².
struct SlowTime {
  let time: Double

  init(_ time: Double) { self.time = time }

  /// t/η² rounded to a whole number, halves up; infinite where it is beyond the doubles.
  func roundedStep(stepSize: Double) -> Double {
    time == 0 ? 0 : (time / (stepSize * stepSize)).rounded()
  }

  /// The step nearest to the time.
  ///
  /// - Precondition: It is at most 2⁵³, as a checked specification makes sure.
  func step(stepSize: Double) -> Int {
    let step = roundedStep(stepSize: stepSize)
    precondition(step <= Double(SweepSchema.maximumSteps), "a slow time beyond 2⁵³ steps")
    return Int(step)
  }
}
