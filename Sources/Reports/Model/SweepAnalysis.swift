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
  /// Whether some run is no solution of the slow equations.
  private let hasTraining: Bool

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
    hasTraining =
      grouping.place(of: "dynamics").map { place in
        grouping.groups.contains {
          $0.computedCount > 0 && !Self.isSlow(grouping.keyAxes[place].levels[$0.key[place]])
        }
      } ?? true
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

  /// Whether a group was trained; where nothing was, the slow equations are what is compared.
  func isExperiment(_ group: RunGroup) -> Bool {
    guard let place = grouping.place(of: "dynamics"), hasTraining else { return true }
    return !Self.isSlow(grouping.keyAxes[place].levels[group.key[place]])
  }

  /// Places in the key that tell compared methods apart; the dynamics only where several of them
  /// are compared.
  var methodPlaces: [Int] {
    let places = grouping.places(.method)
    guard let dynamics = grouping.place(of: "dynamics"), hasTraining else { return places }
    let levels = grouping.keyAxes[dynamics].levels
    return levels.count { !Self.isSlow($0) } > 1 ? places : places.filter { $0 != dynamics }
  }

  /// The name of a group's method among those compared.
  func methodLabel(of group: RunGroup) -> String {
    grouping.methodLabel(of: group, at: methodPlaces)
  }

  /// The groups that are compared: computed, and not a solution of the slow equations beside
  /// training.
  var comparedGroups: [RunGroup] {
    grouping.groups.filter { $0.computedCount > 0 && isExperiment($0) }
  }

  /// The solutions of the slow equations beside training.
  var solvedGroups: [RunGroup] {
    grouping.groups.filter { $0.computedCount > 0 && !isExperiment($0) }
  }

  /// The best group of each method on the problem of figures, ordered by key.
  var bestOfMethods: [RunGroup] {
    grouping.best(
      of: problemGroups.filter { $0.computedCount > 0 && isExperiment($0) },
      foreach: methodPlaces)
  }

  /// The runs whose series figures need, ascending.
  public var tracedRuns: [Int] {
    let groups = bestOfMethods + theoryPairs.flatMap { [$0.training] + $0.theory }
    return Set(groups.flatMap { $0.okRows.prefix(Self.mostTracedRuns) }).sorted()
  }
}
