internal import Shards

/// The runs of a table by their varied parameters, seeds apart.
struct Grouping {
  /// Every parameter of the runs.
  let axes: [ParameterAxis]
  /// The varied parameters that tell groups apart, in the order of a table's columns.
  let keyAxes: [ParameterAxis]
  /// Varied parameters that follow from the key, as 1 − β₂ from η.
  let followingAxes: [ParameterAxis]
  /// One group for each assignment that has runs, ordered by key.
  let groups: [RunGroup]
  /// The loss that groups are chosen by.
  let selection: RecordVariable

  init(_ table: RunTable) {
    let axes = table.parameters
      .sorted { ParameterKind.rank(of: $0.name) < ParameterKind.rank(of: $1.name) }
      .map { ParameterAxis(name: $0.name, values: $0.values, rows: table.rows) }
    let varied = axes.filter { $0.isVaried && $0.kind.role != .seed }
    var kept = varied.filter { !$0.kind.mayFollow }
    var following: [ParameterAxis] = []
    for axis in varied where axis.kind.mayFollow {
      if Self.follows(axis, from: kept, rows: table.rows) {
        following.append(axis)
      } else {
        kept.append(axis)
      }
    }
    kept.sort { ParameterKind.rank(of: $0.kind.name) < ParameterKind.rank(of: $1.kind.name) }
    let selection: RecordVariable = table.has(.populationLoss) ? .populationLoss : .trainLoss
    var rowsOfKey: [[Int]: [Int]] = [:]
    for row in table.rows { rowsOfKey[kept.map { $0.codes[row] }, default: []].append(row) }
    self.axes = axes
    self.selection = selection
    keyAxes = kept
    followingAxes = following
    groups =
      rowsOfKey
      .map { RunGroup(key: $0.key, rows: $0.value, of: table, selectedBy: selection) }
      .sorted { $0.key.lexicographicallyPrecedes($1.key) }
  }

  /// Whether runs that agree in `others` agree in `axis`.
  private static func follows(
    _ axis: ParameterAxis, from others: [ParameterAxis], rows: [Int]
  ) -> Bool {
    var codeOfKey: [[Int]: Int] = [:]
    for row in rows {
      let key = others.map { $0.codes[row] }
      let code = axis.codes[row]
      if codeOfKey.updateValue(code, forKey: key) ?? code != code { return false }
    }
    return true
  }

  /// Places in the key of the axes with one of these roles.
  func places(_ roles: ParameterKind.Role...) -> [Int] {
    keyAxes.indices.filter { roles.contains(keyAxes[$0].kind.role) }
  }

  /// The place of a parameter in the key; nil where it does not vary.
  func place(of name: String) -> Int? { keyAxes.firstIndex { $0.kind.name == name } }

  /// Of the groups that agree in the given places of the key, the best; ordered by key.
  func best(of groups: [RunGroup], foreach places: [Int]) -> [RunGroup] {
    var best: [[Int]: RunGroup] = [:]
    for group in groups {
      let key = group.key(at: places)
      if let rival = best[key], !group.isBetter(than: rival) { continue }
      best[key] = group
    }
    return best.values.sorted { $0.key.lexicographicallyPrecedes($1.key) }
  }

  /// `d = 100, adam-e, λ = 0.25`: a group's values in these places; the meaningless left out.
  func label(of group: RunGroup, at places: [Int]) -> String {
    places.compactMap { keyAxes[$0].label(ofLevel: group.key[$0]) }.joined(separator: ", ")
  }

  /// The name of a group's method; where methods do not vary, the one optimizer's.
  func methodLabel(of group: RunGroup) -> String {
    let label = label(of: group, at: places(.method))
    guard label.isEmpty else { return label }
    return axes.first { $0.kind.name == "optimizer" }?.levels.first ?? "runs"
  }
}

extension RunGroup {
  /// The levels in these places of the key.
  func key(at places: [Int]) -> [Int] { places.map { key[$0] } }
}
