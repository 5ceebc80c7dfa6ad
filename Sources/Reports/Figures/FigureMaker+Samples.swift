internal import Parameters
internal import Shards

/// Figures over samples and step sizes.
extension FigureMaker {
  /// The share of runs that found the truth against the samples, a curve for each method and a
  /// panel for each other problem; nil unless the samples vary.
  ///
  /// Solutions of the slow equations have curves of their own: what a method would find if it did
  /// nothing but drift.
  func recovery() -> Figure? {
    guard let samples = grouping.place(of: .samples), grouping.knowsRecovery else { return nil }
    let (problems, count) = bestByOtherProblem(samples)
    var panels: [Figure.Panel] = []
    for (title, groups) in problems {
      let trained = curves(groups.trained, x: samples) { share(of: $0, x: $1) }
      var panel = Figure.Panel(
        title: title, curves: trained + driftCurves(groups.solved, x: samples),
        x: (Self.samplesLabel, .linear), y: ("share recovered", .linear),
        marking: marks(groups.trained, at: samples))
      panel?.y.lower = -0.04
      panel?.y.upper = 1.04
      if let panel { panels.append(panel) }
    }
    let threshold = significant(RunGroup.recoveryThreshold, trimmed: true)
    return figure(
      "recovery", "Recovery of the truth",
      "runs with \(grouping.selectionName) below \(threshold) (Wilson 95 %)"
        + bestText(problemCount: count)
        + (hasLost(panels) ? "; lost runs, which diverged, did not recover it" : ""), .bars, panels,
      at: analysis.middle.label(except: grouping.places(.problem)))
  }

  /// Relative error and spectrum of a factorization against the samples; nil
  /// unless the samples vary and there is a factorization.
  ///
  /// Generated truths have ‖W*‖_F = √p, so that ‖W − W*‖_F / ‖W*‖_F = √(2L/p), L being the
  /// population loss ½‖W − W*‖²_F.
  func factorization() -> Figure? {
    guard let samples = grouping.place(of: .samples),
      let model = grouping.axis(of: .model),
      model.levels.contains("matrix-factorization")
    else { return nil }
    let groups = groupsOfAllProblems(analysis.comparedGroups).filter { group in
      model.levels[model.code(ofRun: group.rows[0])] == "matrix-factorization"
    }
    // One problem apart from the samples: the one whose groups come first.
    let others = grouping.places(.problem).filter { $0 != samples }
    let middle = analysis.problemGroups.first.map { $0.key(at: others) }
    let keys = Set(groups.map { $0.key(at: others) })
      .sorted { $0.lexicographicallyPrecedes($1) }
    guard let key = keys.first(where: { $0 == middle }) ?? keys.first else { return nil }
    let best = grouping.best(
      of: groups.filter { $0.key(at: others) == key },
      foreach: [samples] + methodPlaces)
    let marking = marks(best, at: samples)
    let spectrum = table.quantities.filter { $0.use == .spectrum }.map { quantity in
      Figure.Panel(
        curves: curves(best, x: samples) { final(quantity, of: $0, x: $1) },
        x: (Self.samplesLabel, .linear), y: (quantity.label, .linear), marking: marking)
    }
    let panels = ([relativeErrors(best, x: samples, marking)] + spectrum).compactMap { $0 }
    let place = [
      best.first.map { grouping.label(of: $0, at: others) } ?? "",
      analysis.middle.label(except: grouping.places(.problem)),
    ].filter { !$0.isEmpty }.joined(separator: ", ")
    return figure(
      "factorization", "The factorized matrix",
      "median and quartiles of all runs" + tunedText + lostText(panels), .bars, panels, at: place)
  }

  /// Final loss against η, a curve for each method; nil with fewer than three η.
  func stepSizes() -> Figure? {
    guard let place = grouping.place(of: .stepSize),
      grouping.keyAxes[place].meaningfulLevelCount >= 3
    else { return nil }
    let best = grouping.best(
      of: analysis.problemGroups.filter { analysis.isExperiment($0) && $0.computedCount > 0 },
      foreach: methodPlaces + [place])
    let panels = [
      Figure.Panel(
        curves: curves(best, x: place) { final(table.quantity(grouping.selection), of: $0, x: $1) },
        x: ("step size η", .logarithmic(fromRatio: 5)),
        y: ("final \(selectionLabel)", .logarithmic(fromRatio: 10)))
    ].compactMap { $0 }
    return figure(
      "step-size", "Final \(grouping.selectionName) by step size",
      "median and quartiles of all runs" + lostText(panels), .bars, panels, at: analysis.problem)
  }

  // MARK: Parts

  private func relativeErrors(
    _ groups: [RunGroup], x samples: Int, _ marking: [Double]
  ) -> Figure.Panel? {
    guard let dimension = grouping.axis(of: .dimension),
      let design = grouping.axis(of: .design)
    else { return nil }
    let generated = groups.filter { group in
      ["sign", "gaussian"].contains(design.levels[design.code(ofRun: group.rows[0])])
    }
    let all = curves(generated, x: samples) { group, x in
      let level = dimension.levels[dimension.code(ofRun: group.rows[0])]
      guard let size = Double(level), size > 0 else { return nil }
      let loss: Quantity.Use =
        grouping.selection == .trainLoss ? .populationLoss : grouping.selection
      return final(table.quantity(loss), of: group, x: x) { (2 * $0 / size).squareRoot() }
    }
    return Figure.Panel(
      curves: all, x: (Self.samplesLabel, .linear),
      y: ("relative error ‖W − W*‖_F / ‖W*‖_F", .logarithmic(fromRatio: 10)), marking: marking)
  }

  /// The best groups of each problem and method, by what else than the samples tells problems
  /// apart, trained and solved; at most as many as there may be panels, and how many there are.
  private func bestByOtherProblem(
    _ samples: Int
  ) -> (problems: [(title: String, groups: (trained: [RunGroup], solved: [RunGroup]))], count: Int)
  {
    let others = grouping.places(.problem).filter { $0 != samples }
    let best = grouping.best(
      of: groupsOfAllProblems(analysis.comparedGroups),
      foreach: grouping.places(.problem) + methodPlaces, by: .recovery)
    let drifts = grouping.best(
      of: groupsOfAllProblems(analysis.solvedGroups), foreach: grouping.places(.problem, .method),
      by: .recovery)
    let keys = Set(best.map { $0.key(at: others) }).sorted { $0.lexicographicallyPrecedes($1) }
    let problems = keys.prefix(FigureSet.mostPanels).map { key in
      let trained = best.filter { $0.key(at: others) == key }
      let solved = drifts.filter { $0.key(at: others) == key }
      return (trained.first.map { grouping.label(of: $0, at: others) } ?? "", (trained, solved))
    }
    return (problems, keys.count)
  }

  /// Those of some groups that have the middle value of what is studied.
  private func groupsOfAllProblems(_ groups: [RunGroup]) -> [RunGroup] {
    let problems = grouping.places(.problem)
    return groups.filter { analysis.middle.holds($0, except: problems) }
  }

  /// Curves of the slow equations, in styles that no trained method has.
  private func driftCurves(_ groups: [RunGroup], x samples: Int) -> [Curve] {
    let places = grouping.places(.method)
    let methods = Dictionary(grouping: groups) { $0.key(at: places) }
      .sorted { $0.key.lexicographicallyPrecedes($1.key) }
    let free = max(0, FigureSet.mostCurves - methodCount)
    return methods.prefix(free).enumerated().compactMap { place, method in
      let points = method.value.compactMap { group in
        number(at: samples, of: group).flatMap { share(of: group, x: $0) }
      }
      guard let first = method.value.first else { return nil }
      return Curve(
        label: grouping.methodLabel(of: first, at: places), style: methodCount + place,
        points: points.sorted { $0.x < $1.x })
    }
  }

  var tunedText: String {
    guard hasTuned else { return "" }
    let voters = table.choosingRows.isEmpty ? "" : ", chosen by other runs"
    return ", each point at its best tuned parameters\(voters)"
  }

  private func bestText(problemCount count: Int) -> String {
    tunedText
      + (count > FigureSet.mostPanels
        ? "; the first \(FigureSet.mostPanels) of \(count) problems" : "")
  }

  private func marks(_ groups: [RunGroup], at place: Int) -> [Double] {
    let marks = Set(groups.compactMap { number(at: place, of: $0) }).sorted()
    return marks.count <= 9 ? marks : []
  }

  private func share(of group: RunGroup, x: Double) -> Curve.Point? {
    guard group.computedCount > 0 else { return nil }
    let interval = WilsonInterval(successes: group.recoveredCount, trials: group.computedCount)
    return Curve.Point(
      x: x, lower: interval.lower,
      middle: Double(group.recoveredCount) / Double(group.computedCount), upper: interval.upper,
      runCount: group.computedCount,
      lostCount: group.divergedCount)
  }
}
