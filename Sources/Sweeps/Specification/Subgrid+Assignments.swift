internal import Parameters

extension Subgrid {
  /// The grid of what the blocks of a sweep file assign; the axes of a zip become one.
  ///
  /// - Precondition: The parameters of each zip that applies have as many values each.
  init(assignments: [Assignment], zips: [Zip]) {
    var groups = assignments.filter { $0.values.count > 1 }
      .sorted { ($0.order, $0.key.path) < ($1.order, $1.key.path) }.map { [$0] }
    // Files of data bring the sizes of their designs along.
    for key in assignments.map(\.key) {
      for brought in key.pathsBrought { Self.join([key.path, brought], in: &groups) }
    }
    for zip in zips where zip.applies(to: assignments) { Self.join(zip.paths, in: &groups) }
    func axes(_ binding: Binding) -> [Axis] {
      groups.filter { group in
        (group.contains { $0.key.binding == .uniform } ? .uniform : .varying) == binding
      }
      .map { Axis(components: $0.map(Parameter.init)) }
    }
    self.init(
      constants: assignments.filter { $0.values.count == 1 }.map(Parameter.init)
        .sorted { $0.path < $1.path },
      uniformAxes: axes(.uniform), varyingAxes: axes(.varying))
  }

  /// Makes one group of those that hold these paths, at the place of the first path.
  private static func join(_ paths: [String], in groups: inout [[Assignment]]) {
    var indices: [Int] = []
    for path in paths {
      guard let index = groups.firstIndex(where: { $0.contains { $0.key.path == path } }) else {
        return
      }
      if !indices.contains(index) { indices.append(index) }
    }
    groups[indices[0]] = indices.flatMap { groups[$0] }
    for index in indices.dropFirst().sorted(by: >) { groups.remove(at: index) }
  }
}

extension Subgrid.Parameter {
  fileprivate init(_ assignment: Assignment) {
    let values = assignment.values
    self.init(
      path: assignment.key.path, values: values.count == 1 ? .constant(values[0]) : values)
  }
}
