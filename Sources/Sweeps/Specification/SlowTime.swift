/// A time t of the slow equations, which step k reaches at t = k · e², e being the effective step; see
/// ``Schema/Clock``.
public struct SlowTime: Hashable, Sendable {
  /// t.
  public let time: Double

  /// A slow time.
  public init(_ time: Double) { self.time = time }

  /// t/e² rounded to a whole number, halves up; infinite where it is beyond the doubles.
  func roundedStep(effectiveStep step: Double) -> Double {
    time == 0 ? 0 : (time / (step * step)).rounded()
  }

  /// The step nearest to the time.
  ///
  /// - Precondition: It is at most 2⁵³, as a checked specification makes sure.
  public func step(effectiveStep: Double) -> Int {
    let step = roundedStep(effectiveStep: effectiveStep)
    precondition(step <= Double(Schema.maximumSteps), "a slow time beyond 2⁵³ steps")
    return Int(step)
  }
}
