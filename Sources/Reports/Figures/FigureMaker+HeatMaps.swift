internal import Parameters
internal import Shards

/// Heat maps over two varied parameters.
extension FigureMaker {
  /// Maps over the pairs of numeric parameters with at least three values each, at most three:
  /// pairs of tuned and studied parameters first (the phase diagram η × β₂), then pairs of problem
  /// parameters (n × d), then mixed ones.
  ///
  /// A map shows the share recovered; a phase diagram the median final loss, where none of
  /// its assignments recovers the truth in half of its runs.
  func heatMaps() -> [Figure] { mapPairs.compactMap(map).prefix(3).map { $0 } }

  private var mapPairs: [(x: Int, y: Int)] {
    let numeric = grouping.keyAxes.indices.filter { place in
      let axis = grouping.keyAxes[place]
      return axis.isNumeric && axis.meaningfulLevelCount >= 3
        && [.problem, .studied, .tuned].contains(axis.kind.role)
    }
    let pairs = numeric.flatMap { a in numeric.filter { $0 > a }.map { (x: a, y: $0) } }
    return pairs.sorted { rank($0) < rank($1) }
  }

  /// Where on the first phase diagram each method recovers the truth more often than sgd
  /// at its best, and where less often; nil without sgd.
  func advantage() -> Figure? {
    guard grouping.knowsRecovery, let optimizer = grouping.place(of: .optimizer),
      let pair = mapPairs.first(where: isPhase)
    else { return nil }
    let free = [pair.x, pair.y]
    let groups = analysis.comparedGroups.filter { analysis.middle.holds($0, except: free) }
    let isReference = { (group: RunGroup) in
      grouping.keyAxes[optimizer].levels[group.key[optimizer]] == "sgd"
    }
    guard
      let reference = grouping.best(of: groups.filter(isReference), foreach: [], by: .recovery)
        .first
    else { return nil }
    let rivals = grouping.best(
      of: groups.filter { !isReference($0) }, foreach: methodPlaces + [pair.x, pair.y],
      by: .recovery)
    let maps = maps(rivals, pair) { shareOrLost($0) - shareOrLost(reference) }
    let (x, y) = (grouping.keyAxes[pair.x].kind, grouping.keyAxes[pair.y].kind)
    var figure = figure(
      "advantage-\(fileName(x.name))-\(fileName(y.name))",
      "Advantage over sgd: \(x.symbol) and \(y.symbol)",
      "share of runs recovered, minus the \(reference.recoveredCount)/\(reference.computedCount) "
        + "of \(analysis.methodLabel(of: reference)), "
        + "\(grouping.label(of: reference, at: grouping.places(.studied, .tuned)))", .cells,
      Array(maps.prefix(FigureSet.mostPanels)), at: analysis.middle.label(except: free))
    figure?.colours = Axis(
      label: "share recovered, minus that of sgd at its best", isLogarithmic: false, lower: -1,
      upper: 1, ticks: [-1, -0.5, 0, 0.5, 1].map { Axis.Tick(value: $0, label: "\($0)") })
    figure?.isDiverging = true
    return figure
  }

  /// A map for each method.
  private func maps(
    _ groups: [RunGroup], _ pair: (x: Int, y: Int), value: (RunGroup) -> Double
  ) -> [Figure.Panel] {
    let methods = Dictionary(grouping: groups) { style(of: $0) }.sorted { $0.key < $1.key }
    return methods.compactMap { _, groups in
      groups.first.flatMap {
        panel(groups, pair, title: analysis.methodLabel(of: $0), value: value)
      }
    }
  }

  /// Whether a pair is of parameters that are no part of the problem.
  private func isPhase(_ pair: (x: Int, y: Int)) -> Bool {
    !isProblem(pair.x) && !isProblem(pair.y)
  }

  private func isProblem(_ place: Int) -> Bool { grouping.keyAxes[place].kind.role == .problem }

  /// Sorting is stable only by this: the pair's kind, then its places.
  private func rank(_ pair: (x: Int, y: Int)) -> Int {
    let kind = isPhase(pair) ? 0 : isProblem(pair.x) && isProblem(pair.y) ? 1 : 2
    return (kind * 1000 + pair.x) * 1000 + pair.y
  }

  private func map(_ pair: (x: Int, y: Int)) -> Figure? {
    let isPhase = isPhase(pair)
    guard isPhase || grouping.knowsRecovery else { return nil }
    let free = [pair.x, pair.y]
    let compared = analysis.comparedGroups.filter { analysis.middle.holds($0, except: free) }
    // Losses spread over many decades where some runs find the truth exactly.
    let showsShares =
      !isPhase
      || grouping.knowsRecovery && compared.contains { $0.recoveredCount * 2 >= $0.computedCount }
    let groups = grouping.best(
      of: compared, foreach: methodPlaces + [pair.x, pair.y], by: showsShares ? .recovery : .loss)
    let maps = maps(groups, pair) { showsShares ? shareOrLost($0) : $0.loss }
    let panels = Array(maps.prefix(FigureSet.mostPanels))
    let cells = panels.flatMap(\.cells)
    guard let colours = colourAxis(cells.map(\.value), showsShares: showsShares) else { return nil }
    let names = [pair.x, pair.y].map { grouping.keyAxes[$0].kind }
    let place = analysis.middle.label(except: free)
    let rest = analysis.tunedPlaces.contains { !free.contains($0) }
    var figure = figure(
      "heat-\(fileName(names[0].name))-\(fileName(names[1].name))",
      isPhase
        ? "Phase diagram: \(names[0].symbol) and \(names[1].symbol)"
        : "Recovery over \(names[0].symbol) and \(names[1].symbol)",
      (showsShares ? "share of runs recovered" : "median final \(grouping.selectionName)")
        + (rest ? ", each cell at its best other tuned parameters" : "") + lostText(of: cells)
        + (maps.count > panels.count ? "; the first \(panels.count) of \(maps.count) methods" : ""),
      .cells, panels, at: place)
    figure?.colours = colours
    return figure
  }

  /// What the cells without a value mean.
  private func lostText(of cells: [HeatCell]) -> String {
    let lost = cells.filter { !$0.value.isFinite }
    guard !lost.isEmpty else { return "" }
    let diverged = lost.count { $0.divergedCount * 2 > $0.runCount }
    let ends = [
      diverged > 0 ? "diverged" : nil, diverged < lost.count ? "could not be projected" : nil,
    ].compactMap { $0 }
    return "; grey with ×: most runs \(ends.joined(separator: " or "))"
  }

  /// Parameters of a foreign file may have any name; that of a file is made of harmless letters.
  private func fileName(_ name: String) -> String {
    String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
  }

  private func panel(
    _ groups: [RunGroup], _ pair: (x: Int, y: Int), title: String, value: (RunGroup) -> Double
  ) -> Figure.Panel? {
    let scales = (x: scale(at: pair.x, of: groups), y: scale(at: pair.y, of: groups))
    let points = groups.compactMap { group -> (x: Double, y: Double, group: RunGroup)? in
      guard let x = number(at: pair.x, of: group), let y = number(at: pair.y, of: group)
      else { return nil }
      return (x, y, group)
    }
    let (xs, ys) = (Set(points.map(\.x)).sorted(), Set(points.map(\.y)).sorted())
    // A line of values, as where 1 − β₂ follows η, is no map.
    let columnsOfCells = Dictionary(grouping: points, by: \.x).values
    guard ys.count >= 3, columnsOfCells.count(where: { $0.count >= 2 }) >= 3 else { return nil }
    let columns = CellEdges(of: xs.map(scales.x.place), isLogarithmic: scales.x.isLogarithmic)
    let cells = columnsOfCells.flatMap { column in
      // Where values of one parameter depend on the other, each column has its own cells.
      let edges = CellEdges(
        of: column.map(\.y).sorted().map(scales.y.place), isLogarithmic: scales.y.isLogarithmic)
      return column.map { point in
        let (x, y) = (scales.x.place(of: point.x), scales.y.place(of: point.y))
        return HeatCell(
          x: point.x, y: point.y, place: HeatCell.Place(x: x, y: y), xRange: columns[x],
          yRange: edges[y], value: value(point.group), runCount: point.group.computedCount,
          divergedCount: point.group.divergedCount)
      }
    }
    .sorted { ($0.x, $0.y) < ($1.x, $1.y) }
    return Figure.Panel(
      title: title,
      x: axis(pair.x, xs, cells.map(\.xRange), scales.x),
      y: axis(pair.y, ys, cells.map(\.yRange), scales.y), curves: [], cells: cells)
  }

  /// The share recovered; infinite where most runs diverged.
  private func shareOrLost(_ group: RunGroup) -> Double {
    group.divergedCount * 2 > group.computedCount
      ? .infinity : Double(group.recoveredCount) / Double(group.computedCount)
  }

  /// What is swept by factors is drawn so.
  private func scale(at place: Int, of groups: [RunGroup]) -> CellScale {
    CellScale(
      of: groups.compactMap { number(at: place, of: $0) },
      logarithmicFromRatio: grouping.keyAxes[place].kind.isLogarithmic ? 2.5 : 20)
  }

  private func axis(
    _ place: Int, _ values: [Double], _ ranges: [ClosedRange<Double>], _ scale: CellScale
  ) -> Axis {
    let kind = grouping.keyAxes[place].kind
    let lower = ranges.map(\.lowerBound).min() ?? 0
    let upper = ranges.map(\.upperBound).max() ?? 1
    // Each value where there is room for it; else round places.
    let ticks =
      values.count <= 8
      ? values.map {
        Axis.Tick(
          value: scale.place(of: $0), label: shown($0, digits: values.count <= 5 ? 3 : 2))
      }
      : scale.isLogarithmic ? Axis.ticks(from: lower, to: upper) : []
    return Axis(
      label: GnuplotText.plain(kind.shortName), isLogarithmic: scale.isLogarithmic,
      lower: lower,
      upper: upper, ticks: ticks)
  }

  private func colourAxis(_ values: [Double], showsShares: Bool) -> Axis? {
    guard values.contains(where: \.isFinite) else { return nil }
    guard !showsShares else {
      return Axis(
        label: "share recovered", isLogarithmic: false, lower: 0, upper: 1,
        ticks: [0, 0.25, 0.5, 0.75, 1].map { Axis.Tick(value: $0, label: "\($0)") })
    }
    return Axis.fitting(
      values, label: "median final \(selectionLabel)", scaling: .logarithmic(fromRatio: 10))
  }
}
