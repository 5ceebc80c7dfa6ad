internal import Parameters
internal import Shards

/// The runs of a table in groups, and the problem that figures of a single one show.
///
/// Table, answer and figures are made from it, so that the runs are grouped once.
public struct SweepAnalysis: Sendable {
  let table: RunTable
  let grouping: Grouping
  /// The problem that figures of a single one show.
  let middle: MiddleProblem
  /// The groups of the problem that figures of a single one show.
  let problemGroups: [RunGroup]
  /// That problem, as `d = 100, n = 36, α = 0.1`; empty where there is but one.
  public let problem: String
  /// Whether some run is no solution of the slow equations.
  private let hasTraining: Bool

  /// Runs behind a curve over time at most: their series are in memory.
  static let mostTracedRuns = 1000

  /// Groups the runs of a table.
  public init(_ table: RunTable) {
    let grouping = Grouping(table)
    let middle = MiddleProblem(grouping)
    self.table = table
    self.grouping = grouping
    self.middle = middle
    problemGroups = grouping.groups.filter { middle.holds($0) }
    hasTraining =
      grouping.place(of: .dynamics).map { place in
        grouping.groups.contains {
          $0.computedCount > 0 && !Self.isSlow(grouping.keyAxes[place].levels[$0.key[place]])
        }
      } ?? true
    problem = middle.label()
  }

  /// Whether a group was trained; where nothing was, the slow equations are what is compared.
  func isExperiment(_ group: RunGroup) -> Bool {
    guard let place = grouping.place(of: .dynamics), hasTraining else { return true }
    return !Self.isSlow(grouping.keyAxes[place].levels[group.key[place]])
  }

  /// Places in the key that tell compared methods apart; the dynamics only where several of them
  /// are compared.
  var methodPlaces: [Int] {
    let places = grouping.places(.method)
    guard let dynamics = grouping.place(of: .dynamics), hasTraining else { return places }
    let levels = grouping.keyAxes[dynamics].levels
    return levels.count { !Self.isSlow($0) } > 1 ? places : places.filter { $0 != dynamics }
  }

  /// The name of a group's method among those compared.
  func methodLabel(of group: RunGroup) -> String {
    grouping.methodLabel(of: group, at: methodPlaces)
  }

  /// Places in the key of what some method has several values of on the problem of figures, so that
  /// the best one is chosen.
  var tunedPlaces: [Int] {
    middle.chosenPlaces.filter { place in
      let methods = Dictionary(grouping: problemGroups) { $0.key(at: methodPlaces) }
      return methods.values.contains { groups in
        groups.contains { $0.key[place] != groups[0].key[place] }
      }
    }
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
  var bestOfMethods: [RunGroup] { bestOfMethods(by: .loss) }

  /// The same by another criterion.
  func bestOfMethods(by criterion: RunGroup.Criterion) -> [RunGroup] {
    grouping.best(
      of: problemGroups.filter { $0.computedCount > 0 && isExperiment($0) },
      foreach: methodPlaces, by: criterion)
  }

  /// The runs behind a group's curves over time.
  func tracedRows(of group: RunGroup) -> [Int] {
    Array(group.rows.filter { table.isComputed($0) }.prefix(Self.mostTracedRuns))
  }

  /// The runs whose series figures need, ascending.
  public var tracedRuns: [Int] {
    let groups = bestOfMethods + theoryPairs.flatMap { [$0.training] + $0.theory }
    return Set(groups.flatMap { tracedRows(of: $0) }).sorted()
  }
}
