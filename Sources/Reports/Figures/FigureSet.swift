internal import Shards

/// The figures that a table's runs allow; each one that has nothing to show is left out.
public struct FigureSet {
  /// The figures.
  public let figures: [Figure]
  /// The problem that figures of a single one show, as `d = 100, n = 36`; empty if there is but one.
  public let problem: String
  /// Curves that were left out because there were too many.
  public let hiddenCurveCount: Int

  /// Curves in a panel at most; more cannot be told apart.
  static let mostCurves = 10
  /// Panels in a figure at most.
  static let mostPanels = 4

  /// Makes the figures of the runs of a table.
  ///
  /// Figures of one problem take the middle one: the lower middle of each varied parameter of the
  /// problem in turn, among the problems that the most methods were tried on. Tuned parameters
  /// are the best for each curve, as in ``SummaryTable``.
  public init(_ table: RunTable, traces: Traces) {
    let grouping = Grouping(table)
    let key = Self.middleProblem(grouping)
    let problemPlaces = grouping.places(.problem)
    let inProblem = grouping.groups.filter { $0.key(at: problemPlaces) == key }
    problem = inProblem.first.map { grouping.label(of: $0, at: problemPlaces) } ?? ""
    let maker = FigureMaker(
      table: table, grouping: grouping, traces: traces, problem: problem,
      problemGroups: inProblem)
    figures = [
      maker.trajectories(), maker.populationLoss(), maker.recovery(), maker.stepSizes(),
    ].compactMap { $0 }
    let methods = Set(grouping.groups.map { $0.key(at: grouping.places(.method)) })
    hiddenCurveCount = max(0, methods.count - Self.mostCurves)
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
}
