internal import Parameters
public import Sweeps

extension Point {
  /// The number of optimizer steps, whichever way the sweep gives it.
  ///
  /// - Precondition: The point is one of a decoded specification.
  public var steps: Int {
    let steps = Resolution { self[$0] }.lookup(Schema.Clock.ofRuns.steps)
    guard let steps = steps?.asInteger else {
      preconditionFailure("a checked specification gives the steps")
    }
    return steps
  }
}
