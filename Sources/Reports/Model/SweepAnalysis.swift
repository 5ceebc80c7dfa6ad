internal import Shards

/// The runs of a table in groups, and the problem that figures of a single one show.
///
/// Table, answer and figures are made from it, so that the runs are grouped once.
public struct SweepAnalysis: Sendable {
  let table: RunTable
  let grouping: Grouping
  /// The groups of the problem that figures of a single one show.
  let problemGroups: [RunGroup]
  /// That problem, as `d = 100, n = 36`; empty where there is but one.
  public let problem: String

  /// Runs behind a curve over time at most: their series are in memory.
  static let mostTracedRuns = 1000

  /// Groups the runs of a table.
  ///
  /// Figures of one problem take the middle one: the lower middle of each varied parameter of the
  /// problem in turn, among the problems that the most methods were tried on.
  public init(_ table: RunTable) {
    let grouping = Grouping(table)
    let places = grouping.places(.problem)
    let key = Self.middleProblem(grouping)
    self.table = table
    self.grouping = grouping
    problemGroups = grouping.groups.filter { $0.key(at: places) == key }
    problem = problemGroups.first.map { grouping.label(of: $0, at: places) } ?? ""
  }

  static func middleProblem(_ grouping: Grouping) -> [Int] {
    let places = grouping.places(.problem)
    var methods: [[Int]: Set<[Int]>] = [:]
    for group in grouping.groups where group.computedCount > 0 {
      methods[group.key(at: places), default: []].insert(group.key(at: grouping.places(.method)))
    }
    let most = methods.values.map(\.count).max() ?? 0
    var candidates = methods.filter { $0.value.count == most }.map(\.key)
    for place in places.indices {
      let levels = Set(candidates.map { $0[place] }).sorted()
      guard !levels.isEmpty else { break }
      let middle = levels[(levels.count - 1) / 2]
      candidates.removeAll { $0[place] != middle }
    }
    return candidates.first ?? []
  }

  /// The best group of each method on the problem of figures, ordered by key.
  var bestOfMethods: [RunGroup] {
    grouping.best(
      of: problemGroups.filter { $0.computedCount > 0 }, foreach: grouping.places(.method))
  }

  /// The runs whose series figures need, ascending.
  public var tracedRuns: [Int] {
    let groups = bestOfMethods + theoryPairs.flatMap { [$0.training] + $0.theory }
    return Set(groups.flatMap { $0.okRows.prefix(Self.mostTracedRuns) }).sorted()
  }
}
