/// One assignment of all parameters: the parameters of one run, looked up by path.
public struct Point: Sendable {
  let subgrid: Subgrid
  /// Mixed-radix index over the uniform axes, slowest first.
  let uniformIndex: Int
  /// Mixed-radix index over the varying axes, slowest first.
  let varyingIndex: Int

  /// The value at a path such as `optimizer.step_size`; nil where the sub-grid has no such
  /// parameter.
  public subscript(path: String) -> Value? {
    if let constant = subgrid.constants.first(where: { $0.path == path }) {
      return constant.values[0]
    }
    return Self.value(at: path, of: subgrid.uniformAxes, index: uniformIndex)
      ?? Self.value(at: path, of: subgrid.varyingAxes, index: varyingIndex)
  }

  private static func value(at path: String, of axes: [Subgrid.Axis], index: Int) -> Value? {
    var index = index
    for axis in axes.reversed() {
      let (quotient, digit) = index.quotientAndRemainder(dividingBy: axis.values.count)
      if axis.path == path { return axis.values[digit] }
      index = quotient
    }
    return nil
  }
}
