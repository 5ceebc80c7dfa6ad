extension Schema {
  /// The parameters that say at which times a run is looked at: its steps, their size, and the slow time
  /// t = k η² that may give the steps.
  public struct Clock: Hashable, Sendable {
    /// Path of the number of steps.
    public let steps: String
    /// Path of the slow time of the last step.
    public let slowTime: String
    /// Path of η.
    public let stepSize: String

    /// The paths of the three.
    public init(steps: String, slowTime: String, stepSize: String) {
      self.steps = steps
      self.slowTime = slowTime
      self.stepSize = stepSize
    }

    var paths: [String] { [steps, slowTime, stepSize] }
  }
}
