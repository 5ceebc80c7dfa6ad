internal import Parameters
internal import Shards

/// The runs of a table by their varied parameters, seeds apart.
struct Grouping {
  /// The runs.
  let table: RunTable
  /// Every parameter of the runs.
  let axes: [ParameterAxis]
  /// The varied parameters that tell groups apart, in the order of a table's columns.
  let keyAxes: [ParameterAxis]
  /// Varied parameters that follow from the key, as 1 − β₂ from η.
  let followingAxes: [ParameterAxis]
  /// One group for each assignment that has runs, ordered by key.
  let groups: [RunGroup]
  /// The axes of the key that are users' labels of blocks, and those that their labels stand for.
  private let labels: (places: Set<Int>, meant: Set<Int>)
  /// The loss that groups are chosen by.
  let selection: Quantity.Use

  init(_ table: RunTable) {
    let rows = (table.rows + table.choosingRows).sorted()
    let axes = table.parameters
      .sorted { $0.kind.rank < $1.kind.rank }
      .map {
        ParameterAxis($0, rows: rows, role: table.tunedNames.contains($0.name) ? .tuned : nil)
      }
    let varied = axes.filter { $0.isVaried && $0.kind.role != .seed }
    var kept: [ParameterAxis] = []
    var following: [ParameterAxis] = []
    var partition = RowPartition(rows)
    // Problems and methods first: λ is no less a method's because each λ has step sizes of its own.
    for roles: [ParameterKind.Role] in [[.problem, .method], [.studied, .tuned]] {
      let ofRole = varied.filter { roles.contains($0.kind.role) }
      for axis in ofRole where !axis.kind.mayFollow {
        kept.append(axis)
        partition.refine(by: axis)
      }
      // What the sweep's file gives comes first. Where that is not known, the one with the fewest
      // values is what was varied: of δ and α = δ²/n, the one that does not follow n. Among equals
      // the table's order decides.
      func rank(_ place: Int, _ axis: ParameterAxis) -> (Int, Int, Int) {
        (table.askedNames.contains(axis.kind.name) ? 0 : 1, axis.levels.count, place)
      }
      let candidates = ofRole.filter(\.kind.mayFollow).enumerated().sorted {
        rank($0.offset, $0.element) < rank($1.offset, $1.element)
      }
      for (_, axis) in candidates {
        if partition.determines(axis) {
          following.append(axis)
        } else {
          kept.append(axis)
          partition.refine(by: axis)
        }
      }
    }
    kept.sort { $0.kind.rank < $1.kind.rank }
    let members = partition.members
    let selection = Self.selection(table, members)
    self.table = table
    self.axes = axes
    self.selection = selection
    keyAxes = kept
    labels = Self.labels(among: kept, rows)
    followingAxes = following
    let choosing = table.choosingRows.isEmpty ? nil : Set(table.choosingRows)
    groups =
      members
      .map { rows in
        RunGroup(
          key: kept.map { $0.code(ofRun: rows[0]) },
          rows: choosing.map { choosing in rows.filter { !choosing.contains($0) } } ?? rows,
          choosing: choosing.map { choosing in rows.filter(choosing.contains) }, of: table,
          selectedBy: selection)
      }
      .filter { !$0.rows.isEmpty }
      .sorted { $0.key.lexicographicallyPrecedes($1.key) }
  }

  /// The population loss after projection where it was asked for in every group and most runs could
  /// be projected, as the noise floor hides the bias that is being studied; else as it is; else the
  /// training loss.
  private static func selection(_ table: RunTable, _ groups: [[Int]]) -> Quantity.Use {
    let okGroups = groups.map { $0.filter { table.states[$0] == .ok } }.filter { !$0.isEmpty }
    let isAsked = okGroups.allSatisfy { rows in
      rows.contains { !table.final(.projectedLoss, ofRun: $0).isNaN }
    }
    let (projected, all) = (table.projectedCount, okGroups.reduce(0) { $0 + $1.count })
    if isAsked && projected > 0 && 2 * projected >= all { return .projectedLoss }
    return table.has(.populationLoss) ? .populationLoss : .trainLoss
  }

  /// `population loss`, or what else groups are chosen by.
  var selectionName: String {
    switch selection {
    case .projectedLoss: "population loss after projection"
    case .populationLoss: "population loss"
    default: "training loss"
    }
  }

  /// Whether runs that found the truth can be told.
  var knowsRecovery: Bool { selection != .trainLoss }

  /// Places in the key of the axes with one of these roles.
  func places(_ roles: ParameterKind.Role...) -> [Int] {
    keyAxes.indices.filter { roles.contains(keyAxes[$0].kind.role) }
  }

  /// The place of a parameter in the key; nil where it does not vary.
  func place(of part: Part) -> Int? { keyAxes.firstIndex { $0.kind.part == part } }

  /// A parameter's axis, also where it does not vary; nil where the runs do not have it.
  func axis(of part: Part) -> ParameterAxis? { axes.first { $0.kind.part == part } }

  /// Of the groups that agree in the given places of the key, the best; ordered by key.
  func best(
    of groups: [RunGroup], foreach places: [Int], by criterion: RunGroup.Criterion = .loss
  ) -> [RunGroup] {
    var best: [[Int]: RunGroup] = [:]
    for group in groups {
      let key = group.key(at: places)
      if let rival = best[key], !group.isBetter(than: rival, by: criterion) { continue }
      best[key] = group
    }
    return best.values.sorted { $0.key.lexicographicallyPrecedes($1.key) }
  }

  /// Whether the parameter at a place of the key means something to a group.
  func hasMeaning(_ group: RunGroup, at place: Int) -> Bool {
    !keyAxes[place].levels[group.key[place]].isEmpty
  }

  /// The labels among some axes, and what is the same in all runs of equal labels.
  private static func labels(
    among axes: [ParameterAxis], _ rows: [Int]
  ) -> (places: Set<Int>, meant: Set<Int>) {
    let places = axes.indices.filter { axes[$0].kind.part == .label }
    guard !places.isEmpty else { return ([], []) }
    var partition = RowPartition(rows)
    for place in places { partition.refine(by: axes[place]) }
    let meant = axes.indices.filter { !places.contains($0) && partition.determines(axes[$0]) }
    return (Set(places), Set(meant))
  }

  /// `d = 100, adam-e, λ = 0.25`: a group's values in these places; the meaningless left out, and what a
  /// label of the user's stands for.
  func label(of group: RunGroup, at places: [Int]) -> String {
    let isLabelled = places.contains { labels.places.contains($0) && hasMeaning(group, at: $0) }
    let places = isLabelled ? places.filter { !labels.meant.contains($0) } : places
    return places.compactMap { keyAxes[$0].label(ofLevel: group.key[$0]) }.joined(separator: ", ")
  }

  /// The name of a group's method; where methods do not vary, the one optimizer's.
  func methodLabel(of group: RunGroup, at places: [Int]) -> String {
    let label = label(of: group, at: places)
    guard label.isEmpty else { return label }
    return axis(of: .optimizer)?.levels.first ?? "runs"
  }
}

extension RunGroup {
  /// The levels in these places of the key.
  func key(at places: [Int]) -> [Int] { places.map { key[$0] } }
}
