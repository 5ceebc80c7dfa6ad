internal import Parameters
internal import Shards

/// Turns groups of runs into figures; here what they have in common.
struct FigureMaker {
  let analysis: SweepAnalysis
  let traces: Traces
  /// Places in the key that tell methods apart.
  let methodPlaces: [Int]
  /// A method has one style in all figures.
  private let styleOfMethod: [[Int]: Int]

  var table: RunTable { analysis.table }
  var grouping: Grouping { analysis.grouping }

  init(_ analysis: SweepAnalysis, traces: Traces) {
    self.analysis = analysis
    self.traces = traces
    let places = analysis.methodPlaces
    let methods = Set(analysis.comparedGroups.map { $0.key(at: places) })
      .sorted { $0.lexicographicallyPrecedes($1) }
    methodPlaces = places
    styleOfMethod = Dictionary(
      uniqueKeysWithValues: methods.enumerated().map { ($0.element, $0.offset) })
  }

  static let samplesLabel = "samples n"

  /// Methods that have a style.
  var methodCount: Int { styleOfMethod.count }

  /// Whether something is chosen for each method.
  var hasTuned: Bool { !analysis.tunedPlaces.isEmpty }

  /// The label of the loss that groups are chosen by.
  var selectionLabel: String {
    table.quantity(grouping.selection)?.label ?? grouping.selectionName
  }

  func figure(
    _ name: String, _ title: String, _ caption: String, _ style: Figure.Style,
    _ panels: [Figure.Panel], at problem: String
  ) -> Figure? {
    guard !panels.isEmpty else { return nil }
    let place = problem.isEmpty ? "" : " (\(problem))"
    return Figure(
      name: name, title: title + place, caption: "\(table.title): \(caption)", style: style,
      panels: panels)
  }

  func style(of group: RunGroup) -> Int { styleOfMethod[group.key(at: methodPlaces)] ?? 0 }

  func number(at place: Int, of group: RunGroup) -> Double? {
    Double(grouping.keyAxes[place].levels[group.key[place]])
  }

  /// Method, tuned parameters, and how many runs diverged.
  func tunedLabel(of group: RunGroup) -> String {
    let tuned = grouping.label(of: group, at: analysis.middle.chosenPlaces)
    let diverged =
      group.divergedCount == 0 ? "" : " (\(group.divergedCount) of \(group.computedCount) diverged)"
    return analysis.methodLabel(of: group) + (tuned.isEmpty ? "" : ", \(tuned)") + diverged
  }

  /// A curve for each method, its points at the values in one place of the key.
  func curves(
    _ groups: [RunGroup], x place: Int, point: (RunGroup, Double) -> Curve.Point?
  ) -> [Curve] {
    let methods = Dictionary(grouping: groups) { style(of: $0) }
    return methods.sorted { $0.key < $1.key }.compactMap { style, groups in
      guard style < FigureSet.mostCurves, let first = groups.first else { return nil }
      let points = groups.compactMap { group in
        number(at: place, of: group).flatMap { point(group, $0) }
      }
      return Curve(
        label: analysis.methodLabel(of: first), style: style,
        points: points.sorted { $0.x < $1.x })
    }
  }

  /// Median and quartiles of the last values of a group's runs.
  func final(
    _ quantity: Quantity?, of group: RunGroup, x: Double,
    mapped: (Double) -> Double = { $0 }
  ) -> Curve.Point? {
    let summary = grouping.summary(of: quantity, in: group, mapped: mapped)
    guard let quartiles = summary.quartiles else { return nil }
    return Curve.Point(
      x: x, lower: quartiles.lower, middle: quartiles.median, upper: quartiles.upper,
      runCount: summary.runCount, lostCount: summary.lostCount)
  }

  /// What the marks of lost runs mean, where there are any.
  func lostText(_ panels: [Figure.Panel]) -> String {
    guard hasLost(panels) else { return "" }
    let points = panels.flatMap(\.curves).flatMap(\.points)
    return "; lost runs, which diverged or could not be projected, count as infinite"
      + (points.contains { $0.middle == .infinity } ? ", × at the top: most were lost" : "")
  }

  /// Whether points have lost runs.
  func hasLost(_ panels: [Figure.Panel]) -> Bool {
    panels.flatMap(\.curves).flatMap(\.points).contains { $0.lostCount > 0 }
  }
}
