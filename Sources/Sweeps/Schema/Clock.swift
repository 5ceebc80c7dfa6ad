public import Parameters

extension Schema {
  /// The parameters that say at which times a run is looked at: its steps, how far one goes, and the slow
  /// time that may give the steps.
  ///
  /// Step k is at t = k · e², e being the effective step: η times a gain, which is 1 where nothing but η
  /// says how far a step goes.
  public struct Clock: Sendable {
    /// Path of the number of steps.
    public let steps: String
    /// Path of the slow time of the last step.
    public let slowTime: String
    /// Path of η.
    public let stepSize: String
    /// Paths of what the gain follows from; a run may lack them.
    public let gainPaths: [String]
    /// The gain.
    public let gain: @Sendable (_ value: Values.Lookup) -> Double

    /// The paths of the three, and the gain, which follows from what is at further paths.
    public init(
      steps: String, slowTime: String, stepSize: String, gainPaths: [String] = [],
      gain: @escaping @Sendable (_ value: Values.Lookup) -> Double = { _ in 1 }
    ) {
      self.steps = steps
      self.slowTime = slowTime
      self.stepSize = stepSize
      self.gainPaths = gainPaths
      self.gain = gain
    }

    var paths: [String] { [steps, slowTime, stepSize] + gainPaths }

    /// The effective step e; nil where there is no η.
    public func effectiveStep(_ value: Values.Lookup) -> Double? {
      value(stepSize)?.asReal.map { $0 * gain(value) }
    }
  }
}
