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
  /// It is what the sweep file says, defaults filled in: what follows from others, as the steps of a
  /// slow time or a seed that is not given, is nil.
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
      let (quotient, digit) = index.quotientAndRemainder(dividingBy: axis.count)
      if let component = axis.component(at: path) { return component.values[digit] }
      index = quotient
    }
    return nil
  }
}

extension Subgrid {
  /// The points that differ in some of the uniform axes, the others at their first values.
  ///
  /// - Parameters:
  ///   - limit: How many at most.
  ///   - varies: Whether an axis is one of them, by a parameter of it.
  /// - Returns: The points; nil where they are too many.
  public func points(
    atMost limit: Int, varying varies: (Parameter) -> Bool
  ) -> [Point]? {
    let own = uniformAxes.filter { $0.components.contains(where: varies) }
    let others = axes.filter { axis in !own.contains(axis) }.flatMap(\.components).map {
      Parameter(path: $0.path, values: .constant($0.values[0]))
    }
    let subgrid = Subgrid(constants: constants + others, uniformAxes: own, varyingAxes: [])
    var count = 1
    for axis in own {
      guard axis.count <= limit / count else { return nil }
      count *= axis.count
    }
    return (0..<count).map { Point(subgrid: subgrid, uniformIndex: $0, varyingIndex: 0) }
  }
}
