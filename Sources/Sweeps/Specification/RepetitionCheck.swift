internal import Parameters

/// Looks for runs that would be computed twice.
///
/// An axis of its own lists each value once. Axes that move together may each repeat values, as long
/// as no two places along them agree in all.
struct RepetitionCheck {
  let collector: DiagnosticCollector
  let zips: [Zip]

  /// Reports what one sub-grid lists twice.
  func check(_ grid: [Assignment]) {
    // Sample counts come along with their files, and files may have as many each.
    var moving = Set(grid.flatMap { $0.key.pathsBrought })
    for zip in zips where zip.applies(to: grid) {
      moving.formUnion(zip.paths)
      checkZipped(zip.paths.compactMap { path in grid.first { $0.key.path == path } }, zip)
    }
    for assignment in grid where !moving.contains(assignment.key.path) { check(assignment) }
  }

  private func check(_ axis: Assignment) {
    // Ranges have no repetitions.
    guard case .list(let values) = axis.values, values.count > 1 else { return }
    var first: [Value: Int] = [:]
    for (index, value) in values.enumerated() {
      guard let earlier = first[value] else {
        first[value] = index
        continue
      }
      let (name, other) = (axis.name(ofValue: index), axis.name(ofValue: earlier))
      report(
        name == other
          ? "'\(axis.key.name)' lists \(name) twice"
          : "'\(name)' has the same content as '\(other)'", axis, at: index)
    }
  }

  private func checkZipped(_ axes: [Assignment], _ zip: Zip) {
    let lists = axes.compactMap { axis in
      if case .list(let values) = axis.values { values } else { nil }
    }
    // With a range among them no two places agree; axes of different lengths are reported elsewhere.
    guard lists.count == zip.paths.count, let count = lists.map(\.count).max(), count > 1,
      lists.allSatisfy({ $0.count == count })
    else { return }
    var seen: Set<[Value]> = []
    for index in 0..<count where !seen.insert(lists.map { $0[index] }).inserted {
      let names = axes.map { $0.name(ofValue: index) }.joined(separator: ", ")
      report("the zipped axes have (\(names)) twice", axes[0], at: index)
    }
  }

  private func report(_ message: String, _ axis: Assignment, at index: Int) {
    let places = axis.valuePlaces
    collector.report(
      message, at: places.indices.contains(index) ? places[index] : axis.place,
      hint: "every run is computed once")
  }
}

extension Assignment {
  /// A value as the user spells it.
  fileprivate func name(ofValue index: Int) -> String {
    valueNames.indices.contains(index) ? valueNames[index] : values[index].description
  }
}
