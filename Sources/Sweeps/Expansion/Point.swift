public import Parameters

/// One assignment of all parameters: the parameters of one run, looked up by path.
public struct Point: Sendable {
  let subgrid: Subgrid
  /// Mixed-radix index over the uniform axes, slowest first.
  let uniformIndex: Int
  /// Mixed-radix index over the varying axes, slowest first.
  let varyingIndex: Int

  /// The value at a path such as `optimizer.step_size`; nil where the sub-grid has no such
  /// parameter.
  ///
  /// `steps` is the number of steps also where the sweep gives a slow time. What stands for another
  /// parameter by default is nil: `model.width` for the dimension, and `data_seed`, `init_seed` and
  /// `noise_seed` for `seed`.
  public subscript(path: String) -> Value? {
    if let value = given(path) { return value }
    guard path == "steps", let time = given(SweepSchema.slowTime.path)?.asReal,
      let stepSize = given("optimizer.step_size")?.asReal
    else { return nil }
    return .integer(SlowTime(time).step(stepSize: stepSize))
  }

  /// The number of optimizer steps, whichever way the sweep gives it.
  ///
  /// - Precondition: The point is one of a decoded specification.
  public var steps: Int {
    guard case .integer(let steps) = self["steps"] else {
      preconditionFailure("a checked specification gives the steps")
    }
    return steps
  }

  private func given(_ path: String) -> Value? {
    if let constant = subgrid.constants.first(where: { $0.path == path }) {
      return constant.values[0]
    }
    return Self.value(at: path, of: subgrid.uniformAxes, index: uniformIndex)
      ?? Self.value(at: path, of: subgrid.varyingAxes, index: varyingIndex)
  }

  private static func value(at path: String, of axes: [Subgrid.Axis], index: Int) -> Value? {
    var index = index
    for axis in axes.reversed() {
      let (quotient, digit) = index.quotientAndRemainder(dividingBy: axis.count)
      if let component = axis.component(at: path) { return component.values[digit] }
      index = quotient
    }
    return nil
  }
}
