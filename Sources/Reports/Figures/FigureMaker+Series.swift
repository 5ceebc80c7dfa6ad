internal import Parameters
internal import Shards

/// Figures over time, at the problem of figures.
extension FigureMaker {
  /// The sharpnesses against slow time, a curve for each method at its best.
  func trajectories() -> Figure? {
    let panels = traces.quantities(.sharpness).compactMap(seriesPanel)
    return figure(
      "trajectories", "Sharpness along training", seriesCaption + lostText(panels), .band, panels,
      at: analysis.problem)
  }

  /// Population loss against slow time, a curve for each method at its best.
  func populationLoss() -> Figure? {
    let panels = traces.quantities(.populationLoss).compactMap(seriesPanel)
    return figure(
      "population-loss", "Population loss along training", seriesCaption + lostText(panels), .band,
      panels, at: analysis.problem)
  }

  /// The first sharpness against the second: the path of each method at its best, and where its runs
  /// ended.
  func sharpnessPlane() -> Figure? {
    let sharpnesses = traces.quantities(.sharpness)
    guard sharpnesses.count >= 2 else { return nil }
    let (x, y) = (sharpnesses[1], sharpnesses[0])
    let groups = drawnGroups
    let paths = groups.map { group in
      Curve(
        label: tunedLabel(of: group), style: style(of: group),
        points: traces.path(x, y, of: group))
    }
    let ends = groups.map { group in
      let points = analysis.tracedRows(of: group).compactMap { endPoint(x, y, ofRun: $0) }
      return Curve(label: "", style: style(of: group), points: points, isScattered: true)
    }
    let panels = [
      Figure.Panel(
        curves: paths + ends, x: (x.label, .logarithmic(fromRatio: 5)),
        y: (y.label, .logarithmic(fromRatio: 5)))
    ].compactMap { $0 }
    return figure(
      "sharpness-plane", "Two sharpnesses along training",
      "paths of medians over seeds, the large mark at the end; small marks: the ends of single runs"
        + lostText(panels), .path, panels, at: analysis.problem)
  }

  /// The sharpness that each method reduces, trained and as the slow equations have it.
  func theory() -> Figure? {
    guard let place = grouping.place(of: .dynamics),
      let sharpness = traces.quantities(.ownSharpness).first
    else { return nil }
    let dynamics = grouping.keyAxes[place]
    let others = methodPlaces.filter { $0 != place }
    let panels = analysis.theoryPairs.compactMap { pair -> Figure.Panel? in
      let groups = [pair.training] + pair.theory
      let isSlow = traces.knowsSlowTime(of: groups)
      let curves = groups.map { group in
        let name = dynamics.levels[group.key[place]]
        // Training looks the same in all panels, and so does each equation.
        let style = name == "slow-ode" ? 6 : name == "slow-sde" ? 1 : 0
        return Curve(
          label: name.split(separator: "-").joined(separator: " "), style: style,
          points: traces.points(sharpness, of: group, isSlow: isSlow)
            .map { delayed($0, of: group, isSlow: isSlow) })
      }
      let tuned = grouping.label(of: pair.training, at: others + grouping.places(.tuned))
      return Figure.Panel(
        title: tuned, curves: curves, x: timeAxis(curves, isSlow: isSlow),
        y: (sharpness.label, .logarithmic(fromRatio: 5)))
    }
    var figure = figure(
      "theory", "Slow equations and training",
      "median and quartiles over seeds; λ is 0 for sgd, ½ for adam" + lostText(panels), .band,
      panels, at: analysis.problem)
    let isDelayed = analysis.theoryPairs.flatMap(\.theory).contains { group in
      group.okRows.contains { table.slowStart(ofRun: $0) != nil }
    }
    if isDelayed {
      figure?.notes.append(
        "The times of solutions that begin at a step K₀ are those of their training: K₀ steps on.")
    }
    return figure
  }

  /// A point of the slow equations at the time of the training that they describe: theirs is
  /// counted from K₀, the middle one of the seeds.
  private func delayed(_ point: Curve.Point, of group: RunGroup, isSlow: Bool) -> Curve.Point {
    let starts = group.okRows.compactMap { table.slowStart(ofRun: $0) }.map(Double.init)
    guard let start = Quartiles(starts)?.median else { return point }
    var point = point
    point.x += isSlow ? start * (traces.slowTimeOfStep(of: group) ?? .nan) : start
    return point
  }

  // MARK: Parts

  private var seriesCaption: String {
    let most = analysis.bestOfMethods.map(\.computedCount).max() ?? 0
    return "median and quartiles over seeds" + (hasTuned ? ", each method at its best" : "")
      + (most > SweepAnalysis.mostTracedRuns
        ? ", of the first \(SweepAnalysis.mostTracedRuns) runs" : "")
  }

  private var drawnGroups: [RunGroup] {
    analysis.bestOfMethods.filter { style(of: $0) < FigureSet.mostCurves }
  }

  private func seriesPanel(_ quantity: Quantity) -> Figure.Panel? {
    let isSlow = traces.knowsSlowTime(of: drawnGroups)
    let curves = drawnGroups.map { group in
      Curve(
        label: tunedLabel(of: group), style: style(of: group),
        points: traces.points(quantity, of: group, isSlow: isSlow))
    }
    return Figure.Panel(
      curves: curves, x: timeAxis(curves, isSlow: isSlow),
      y: (quantity.label, .logarithmic(fromRatio: 5)))
  }

  private func timeAxis(
    _ curves: [Curve], isSlow: Bool
  ) -> (label: String, scaling: Axis.Scaling) {
    let times = curves.flatMap(\.points).map(\.x).filter { $0 > 0 }
    // Evenly spaced snapshots leave a logarithmic axis empty on its left.
    let isSpread = (Quartiles(times)?.median ?? 0) < (times.max() ?? 0) / 4
    return (
      isSlow ? "slow time t" : "step k",
      isSpread ? .logarithmic(fromRatio: 10) : .linear
    )
  }

  private func endPoint(
    _ horizontal: Quantity, _ vertical: Quantity, ofRun row: Int
  ) -> Curve.Point? {
    let x = table.final(horizontal, ofRun: row)
    let y = table.final(vertical, ofRun: row)
    guard table.states[row] == .ok, x.isFinite, y.isFinite else { return nil }
    return Curve.Point(x: x, lower: y, middle: y, upper: y, runCount: 1, lostCount: 0)
  }
}
