internal import Parameters
internal import Shards

/// How the slow equations' error falls with the step size.
extension FigureMaker {
  /// |E g(training) − E g(slow equations)| at the end against η, with fitted exponents, for
  /// every sharpness g; a panel for each and each problem, a curve for each assignment but
  /// for η.
  ///
  /// Nil with fewer than three η that were both trained, by two runs or more, and solved. The
  /// equations must begin where training does: where they wait for it (`slow_start_step`), times differ.
  /// The mean of runs that survived is no mean of all: where one was lost there is no point, and that
  /// is said.
  func weakError() -> Figure? {
    guard let place = grouping.place(of: .stepSize),
      grouping.keyAxes[place].meaningfulLevelCount >= 3
    else { return nil }
    let pairs = analysis.pairs(of: grouping.groups) { training, theory in
      training.computedCount > 1
        && theory.okRows.allSatisfy { table.slowStart(ofRun: $0) == nil }
    }
    let problems = grouping.places(.problem)
    let others = grouping.places(.method, .studied, .tuned).filter {
      $0 != place && grouping.keyAxes[$0].kind.part != .dynamics
    }
    let curveKeys = Set(pairs.map { $0.training.key(at: others) })
      .sorted { $0.lexicographicallyPrecedes($1) }.prefix(FigureSet.mostCurves)
    let problemKeys = Set(pairs.map { $0.training.key(at: problems) })
      .sorted { $0.lexicographicallyPrecedes($1) }
    var panels: [Figure.Panel] = []
    var notes: [String] = []
    for key in problemKeys.prefix(FigureSet.mostPanels / 2) {
      for quantity in table.quantities where quantity.use == .sharpness {
        let name = quantity.label
        let rivals = pairs.filter { $0.training.key(at: problems) == key }
        let title =
          rivals.first.map { grouping.label(of: $0.training, at: problems) } ?? ""
        var curves: [Curve] = []
        for (style, curveKey) in curveKeys.enumerated() {
          let members = rivals.filter { $0.training.key(at: others) == curveKey }
          guard let first = members.first else { continue }
          let label = grouping.methodLabel(of: first.training, at: others)
          let errors = members.compactMap { pair in
            number(at: place, of: pair.training).flatMap { error(of: pair, quantity, x: $0) }
          }
          notes += lostNotes(members, quantity, at: place, [title, plain(name), label])
          guard errors.count >= 3 else { continue }
          curves.append(
            Curve(label: label, style: style, points: errors.map(\.point).sorted { $0.x < $1.x }))
          guard let fit = PowerLawFit(errors.map(\.measured)) else { continue }
          let exponent = (fit.exponent < 0 ? "−" : "") + significant(abs(fit.exponent))
          let halfWidth = significant(fit.halfWidth, digits: 2)
          notes.append(
            [title, plain(name), label].filter { !$0.isEmpty }.joined(separator: ", ")
              + ": error ∝ η^p, p = \(exponent) ± \(halfWidth)")
        }
        let panel = Figure.Panel(
          title: title, curves: curves, x: ("step size η", .logarithmic(fromRatio: 2)),
          y: ("error of E \(name)", .logarithmic(fromRatio: 2)))
        if let panel { panels.append(panel) }
      }
    }
    var figure = figure(
      "weak-error", "Error of the slow equations",
      "|E trained − E solved| at the end (95 %)"
        + (problemKeys.count > FigureSet.mostPanels / 2
          ? "; the first \(FigureSet.mostPanels / 2) of \(problemKeys.count) problems" : ""),
      .bars, panels, at: "")
    figure?.notes = notes
    return figure
  }

  private func plain(_ label: String) -> String {
    Axis(label: label, isLogarithmic: false, lower: 0, upper: 1, ticks: []).plainLabel
  }

  /// At which η there is no point, as runs were lost.
  private func lostNotes(
    _ pairs: [TheoryPair], _ quantity: Quantity, at place: Int, _ names: [String]
  ) -> [String] {
    let lost = pairs.compactMap { pair -> String? in
      let groups = [pair.training] + pair.theory.prefix(1)
      let summaries = groups.map { grouping.summary(of: quantity, in: $0) }
      let count = summaries.reduce(0) { $0 + $1.lostCount }
      guard count > 0, summaries.contains(where: { $0.quartiles != nil }) else { return nil }
      let of = summaries.reduce(0) { $0 + $1.runCount }
      return (grouping.keyAxes[place].label(ofLevel: pair.training.key[place]) ?? "")
        + " (\(count) of \(of) runs lost)"
    }
    guard !lost.isEmpty else { return [] }
    return [
      names.filter { !$0.isEmpty }.joined(separator: ", ")
        + ": no point at \(lost.joined(separator: ", "))"
    ]
  }

  private func error(
    of pair: TheoryPair, _ quantity: Quantity, x: Double
  ) -> (point: Curve.Point, measured: PowerLawFit.Point)? {
    func estimate(_ group: RunGroup) -> MeanEstimate? {
      guard group.divergedCount == 0 else { return nil }
      return MeanEstimate(group.okRows.map { table.final(quantity, ofRun: $0) })
    }
    guard let trained = estimate(pair.training), let theory = pair.theory.first,
      let solved = estimate(theory)
    else { return nil }
    let error = abs(trained.mean - solved.mean)
    let variance =
      trained.standardError * trained.standardError + solved.standardError * solved.standardError
    let half = 1.959_963_984_540_054 * variance.squareRoot()
    let point = Curve.Point(
      x: x, lower: error - half, middle: error, upper: error + half,
      runCount: pair.training.okRows.count, lostCount: 0)
    return (point, .init(x: x, y: error, standardError: variance.squareRoot()))
  }
}
