internal import Shards

/// Turns groups of runs into figures.
struct FigureMaker {
  let table: RunTable
  let grouping: Grouping
  let traces: Traces
  /// The problem that figures of a single one show.
  let problem: String
  /// The groups of that problem.
  let problemGroups: [RunGroup]

  private let methodPlaces: [Int]
  /// A method has one style in all figures.
  private let styleOfMethod: [[Int]: Int]

  init(
    table: RunTable, grouping: Grouping, traces: Traces, problem: String,
    problemGroups: [RunGroup]
  ) {
    self.table = table
    self.grouping = grouping
    self.traces = traces
    self.problem = problem
    self.problemGroups = problemGroups
    let places = grouping.places(.method)
    let methods = Set(grouping.groups.map { $0.key(at: places) })
      .sorted { $0.lexicographicallyPrecedes($1) }
    methodPlaces = places
    styleOfMethod = Dictionary(
      uniqueKeysWithValues: methods.enumerated().map { ($0.element, $0.offset) })
  }

  /// tr(H) and tr(Diag(H)^½) against the step, a curve for each method at its best.
  func trajectories() -> Figure? {
    let panels = [
      tracePanel(.traceHessian, "tr(H)"),
      tracePanel(.traceSqrtDiagHessian, "tr(Diag(H)^{1/2})"),
    ].compactMap { $0 }
    return figure(
      "trajectories", "Sharpness along training", traceCaption, .band, panels, at: problem)
  }

  /// Population loss against the step, a curve for each method at its best.
  func populationLoss() -> Figure? {
    let panels = [tracePanel(.populationLoss, Self.populationLossLabel)].compactMap { $0 }
    return figure(
      "population-loss", "Population loss along training", traceCaption, .band, panels,
      at: problem)
  }

  /// The share of runs that found the truth against the samples, a curve for each method and a
  /// panel for each other problem; nil unless the samples vary.
  func recovery() -> Figure? {
    guard let samples = grouping.place(of: "samples"), table.has(.populationLoss) else {
      return nil
    }
    let others = grouping.places(.problem).filter { $0 != samples }
    let best = grouping.best(
      of: grouping.groups.filter { $0.computedCount > 0 },
      foreach: grouping.places(.problem, .method))
    var panels: [Figure.Panel] = []
    let problems = Set(best.map { $0.key(at: others) })
      .sorted { $0.lexicographicallyPrecedes($1) }
    for key in problems.prefix(FigureSet.mostPanels) {
      let groups = best.filter { $0.key(at: others) == key }
      guard let first = groups.first else { continue }
      let title = grouping.label(of: first, at: others)
      let marks = Set(groups.compactMap { number(at: samples, of: $0) }).sorted()
      let panel = Figure.Panel(
        title: title, curves: curves(groups, x: samples) { share(of: $0, x: $1) },
        x: ("samples n", .linear), y: ("share recovered", .linear),
        marking: marks.count <= 9 ? marks : [])
      if var panel {
        (panel.y.lower, panel.y.upper) = (-0.04, 1.04)
        panels.append(panel)
      }
    }
    return figure(
      "recovery", "Recovery of the truth",
      "runs with population loss below "
        + "\(significant(RunGroup.recoveryThreshold, trimmed: true)) (Wilson 95 %)"
        + (hasTuned ? ", each point at its best tuned parameters" : "")
        + (problems.count > FigureSet.mostPanels
          ? "; the first \(FigureSet.mostPanels) of \(problems.count) problems" : ""),
      .bars, panels, at: "")
  }

  /// Final population loss against η, a curve for each method; nil with fewer than three η.
  func stepSizes() -> Figure? {
    guard let place = grouping.place(of: "step_size"),
      grouping.keyAxes[place].meaningfulLevelCount >= 3
    else { return nil }
    let best = grouping.best(of: problemGroups, foreach: methodPlaces + [place])
    let panel = Figure.Panel(
      curves: curves(best, x: place) { final(.populationLoss, of: $0, x: $1) },
      x: ("step size η", .logarithmic(fromRatio: 5)),
      y: ("final \(Self.populationLossLabel)", .logarithmic(fromRatio: 10)))
    return figure(
      "step-size", "Final population loss by step size",
      "median and quartiles of runs that took all steps", .bars,
      [panel].compactMap { $0 }, at: problem)
  }

  // MARK: Parts

  private static let populationLossLabel = "population loss ½‖w − w*‖^2"

  private var hasTuned: Bool { !grouping.places(.tuned).isEmpty }

  private var traceCaption: String {
    "median and quartiles over seeds" + (hasTuned ? ", each method at its best" : "")
  }

  private func figure(
    _ name: String, _ title: String, _ caption: String, _ style: Figure.Style,
    _ panels: [Figure.Panel], at problem: String
  ) -> Figure? {
    guard !panels.isEmpty else { return nil }
    let place = problem.isEmpty ? "" : " (\(problem))"
    return Figure(
      name: name, title: title + place, caption: "\(table.title): \(caption)", style: style,
      panels: panels)
  }

  private func tracePanel(_ variable: RecordVariable, _ label: String) -> Figure.Panel? {
    let best = grouping.best(of: problemGroups, foreach: methodPlaces)
    let curves = best.map { group in
      Curve(
        label: tunedLabel(of: group), style: style(of: group),
        points: traces.points(variable, of: group))
    }
    let drawn = curves.filter { $0.style < FigureSet.mostCurves }
    let steps = drawn.flatMap(\.points).map(\.x).filter { $0 > 0 }
    // Evenly spaced snapshots leave a logarithmic axis empty on its left.
    let isSpread = (Quartiles(steps)?.median ?? 0) < (steps.max() ?? 0) / 4
    return Figure.Panel(
      curves: drawn, x: ("step k", isSpread ? .logarithmic(fromRatio: 10) : .linear),
      y: (label, .logarithmic(fromRatio: 5)))
  }

  /// Method, tuned parameters, and how many runs diverged.
  private func tunedLabel(of group: RunGroup) -> String {
    let tuned = grouping.label(of: group, at: grouping.places(.tuned))
    let diverged =
      group.divergedCount == 0 ? "" : " (\(group.divergedCount) of \(group.computedCount) diverged)"
    return grouping.methodLabel(of: group) + (tuned.isEmpty ? "" : ", \(tuned)") + diverged
  }

  private func style(of group: RunGroup) -> Int {
    styleOfMethod[group.key(at: methodPlaces)] ?? 0
  }

  private func number(at place: Int, of group: RunGroup) -> Double? {
    Double(grouping.keyAxes[place].levels[group.key[place]])
  }

  /// A curve for each method, its points at the values in one place of the key.
  private func curves(
    _ groups: [RunGroup], x place: Int, point: (RunGroup, Double) -> Curve.Point?
  ) -> [Curve] {
    let methods = Dictionary(grouping: groups) { style(of: $0) }
    return methods.sorted { $0.key < $1.key }.compactMap { style, groups in
      guard style < FigureSet.mostCurves, let first = groups.first else { return nil }
      let points = groups.compactMap { group in
        number(at: place, of: group).flatMap { point(group, $0) }
      }
      return Curve(
        label: grouping.methodLabel(of: first), style: style,
        points: points.sorted { $0.x < $1.x })
    }
  }

  private func share(of group: RunGroup, x: Double) -> Curve.Point? {
    guard group.computedCount > 0 else { return nil }
    let interval = WilsonInterval(successes: group.recoveredCount, trials: group.computedCount)
    return Curve.Point(
      x: x, lower: interval.lower,
      middle: Double(group.recoveredCount) / Double(group.computedCount), upper: interval.upper,
      runCount: group.computedCount, divergedCount: group.divergedCount)
  }

  private func final(_ variable: RecordVariable, of group: RunGroup, x: Double) -> Curve.Point? {
    let values = group.okRows.map { table.final(variable, ofRun: $0) }
    guard let quartiles = Quartiles(values) else { return nil }
    return Curve.Point(
      x: x, lower: quartiles.lower, middle: quartiles.median, upper: quartiles.upper,
      runCount: values.count { !$0.isNaN }, divergedCount: group.divergedCount)
  }
}
