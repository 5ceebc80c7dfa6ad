internal import FileSystem
internal import Parameters
internal import Sweeps

extension Specification {
  /// What changed, one line a difference, from this specification to another.
  func differences(from other: Specification) -> [String] {
    var lines: [String] = []
    func compare(_ what: String, _ old: String, _ new: String) {
      if old != new { lines.append("\(what): it was \(old), and is now \(new)") }
    }
    compare("name", name, other.name)
    compare("question", question ?? "none", other.question ?? "none")
    compare("description", description ?? "none", other.description ?? "none")
    compare("exclude", "\(exclusions)", "\(other.exclusions)")
    compare("record", "\(record)", "\(other.record)")
    compare("number of sub-grids", "\(subgrids.count)", "\(other.subgrids.count)")
    for (index, (old, new)) in zip(subgrids, other.subgrids).enumerated() {
      let place = subgrids.count > 1 ? " of sub-grid \(index)" : ""
      let (oldAxes, newAxes) = (old.valuesByPath, new.valuesByPath)
      for path in Set(oldAxes.keys).union(newAxes.keys).sorted() {
        compare(path + place, oldAxes[path] ?? "absent", newAxes[path] ?? "absent")
      }
    }
    return lines.isEmpty ? ["the order of the axes changed"] : lines
  }
}

extension Subgrid {
  /// All parameters with their values in words.
  fileprivate var valuesByPath: [String: String] {
    Dictionary(
      parameters.map { parameter in
        let values = parameter.values
        let shown = (0..<min(values.count, 4)).map { values[$0].description }
        let more = values.count > 4 ? ", … (\(counted(values.count, "value")))" : ""
        return (parameter.path, shown.joined(separator: ", ") + more)
      }, uniquingKeysWith: { first, _ in first })
  }
}
