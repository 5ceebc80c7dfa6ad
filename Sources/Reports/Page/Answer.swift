internal import FileSystem
internal import Parameters
internal import Shards

/// What the runs say to the sweep's question, in a sentence, and what must be said with it.
public struct Answer: Hashable, Sendable {
  /// The sentence: which method has the least median final loss on the problem of figures.
  public let sentence: String
  /// From how many samples on each method recovers; nil where that cannot be told.
  public let recovery: String?
  /// How far the sentence goes: runs, choice of parameters, overlaps, runs that are missing.
  public let reservations: [String]
  /// The last of these: limits beyond which what a quantity stands for is in doubt.
  public let cautions: [String]

  /// Rivals named in the sentence at most.
  private static let mostRivals = 5

  /// The answer that analysed runs give.
  public init(_ analysis: SweepAnalysis) {
    let groups = analysis.bestOfMethods.sorted {
      ($0.loss, $0.divergedCount) < ($1.loss, $1.divergedCount)
    }
    sentence = Self.sentence(groups, analysis)
    recovery = Self.recovery(analysis)
    cautions = Self.cautions(analysis.table)
    reservations = Self.reservations(groups, analysis) + cautions
  }

  private static func sentence(_ groups: [RunGroup], _ analysis: SweepAnalysis) -> String {
    let grouping = analysis.grouping
    guard let best = groups.first else { return "No run has been computed yet." }
    let place = analysis.problem.isEmpty ? "" : " at \(analysis.problem)"
    guard best.loss.isFinite else {
      return groups.contains { !$0.okRows.isEmpty }
        ? "At least half of the runs of every method have no finite loss\(place)."
        : "All runs diverged\(place)."
    }
    let winners = groups.filter { $0.loss == best.loss }
    let rivals = groups.dropFirst(winners.count)
    let value = significant(best.loss)
    if groups.count == 1 {
      let tuned = grouping.label(of: best, at: analysis.middle.chosenPlaces)
      return "Median final \(grouping.selectionName)\(place): \(value) "
        + "(\(analysis.methodLabel(of: best))\(tuned.isEmpty ? "" : ", \(tuned)"))."
    }
    let names = winners.map { analysis.methodLabel(of: $0) }.joined(separator: " and ")
    var others = rivals.prefix(mostRivals).map { group in
      "\(analysis.methodLabel(of: group)): "
        + (group.loss.isFinite ? significant(group.loss) : lostText(group, grouping))
    }
    if rivals.count > mostRivals { others.append("\(rivals.count - mostRivals) more above") }
    return "Least median final \(grouping.selectionName)\(place): \(names), \(value)"
      + (others.isEmpty ? "." : " (\(others.joined(separator: "; "))).")
      + recoveryOfOthers(winners, groups, analysis)
  }

  /// `10 of 14 runs could not be projected`: why runs of a group have no loss.
  private static func lostText(_ group: RunGroup, _ grouping: Grouping) -> String {
    let summary = grouping.summary(of: grouping.selection, in: group)
    let others = summary.lostCount - group.divergedCount
    let reason =
      grouping.selection == .projectedLoss
      ? "could not be projected" : "have no finite loss"
    let parts = [(group.divergedCount, "diverged"), (others, reason)].filter { $0.0 > 0 }
    guard let first = parts.first else { return "" }
    return "\(first.0) of \(counted(summary.runCount, "run")) \(first.1)"
      + parts.dropFirst().map { " and \($0.0) \($0.1)" }.joined()
  }

  /// Where another method than the one of least loss recovers the truth more often, a sentence that
  /// says so: at the parameters shown, else where they are chosen for that.
  private static func recoveryOfOthers(
    _ winners: [RunGroup], _ groups: [RunGroup], _ analysis: SweepAnalysis
  ) -> String {
    let grouping = analysis.grouping
    guard grouping.knowsRecovery else { return "" }
    let places = analysis.methodPlaces
    let methods = Set(winners.map { $0.key(at: places) })
    func share(_ group: RunGroup) -> Double {
      Double(group.recoveredCount) / Double(max(group.computedCount, 1))
    }
    func text(_ group: RunGroup) -> String {
      "\(analysis.methodLabel(of: group)), \(group.recoveredCount) of \(group.computedCount)"
    }
    func sentence(_ rivals: [RunGroup], _ condition: String) -> String? {
      let isWinner = { (group: RunGroup) in methods.contains(group.key(at: places)) }
      let ordered = rivals.sorted { share($0) > share($1) }
      guard let most = ordered.first, let own = ordered.first(where: isWinner),
        share(most) > share(own)
      else { return nil }
      let leaders = ordered.filter { share($0) == share(most) }.prefix(mostRivals)
      return " But more runs of others recovered the truth\(condition): "
        + "\(leaders.map(text).joined(separator: "; ")) (\(text(own)))."
    }
    let chosen = analysis.tunedPlaces.map { grouping.keyAxes[$0].kind.symbol }
    return sentence(groups, "")
      ?? sentence(
        analysis.bestOfMethods(by: .recovery),
        ", \(chosen.joined(separator: ", ")) chosen for that") ?? ""
  }

  private static func reservations(
    _ groups: [RunGroup], _ analysis: SweepAnalysis
  ) -> [String] {
    let grouping = analysis.grouping
    var lines: [String] = []
    let counts = groups.map(\.computedCount)
    if let least = counts.min(), let most = counts.max() {
      let runs = least == most ? counted(most, "run") : "\(least) to \(most) runs"
      let tuned = analysis.tunedPlaces.map { grouping.keyAxes[$0].kind.symbol }
      lines.append(
        "Median over \(runs)\(groups.count > 1 ? " each" : "")"
          + (tuned.isEmpty
            ? "; nothing was tuned."
            : ". Tuned: \(tuned.joined(separator: ", ")), the best tried for each method, by "
              + (analysis.table.choosingRows.isEmpty ? "these same runs." : "other runs.")))
    }
    let overlapping = overlaps(groups, analysis)
    if !overlapping.isEmpty {
      lines.append(
        "The quartiles overlap with those of \(overlapping.joined(separator: "; ")): "
          + "these runs do not separate them clearly.")
    }
    let lost = groups.filter { grouping.summary(of: grouping.selection, in: $0).lostCount > 0 }
    if !lost.isEmpty {
      let texts = lost.prefix(mostRivals).map {
        "\(analysis.methodLabel(of: $0)), \(lostText($0, grouping))"
      }
      let more = lost.count > mostRivals ? "; and of \(lost.count - mostRivals) more" : ""
      lines.append(
        "Runs without a loss count as infinite: \(texts.joined(separator: "; "))\(more).")
    }
    if grouping.selection == .populationLoss, grouping.table.has(.projectedLoss) {
      lines.append(
        "\(grouping.table.projectedCount) of "
          + "\(counted(grouping.table.rows.count, "run")) could be projected: too few to be compared "
          + "by the loss after projection.")
    }
    let missing = analysis.table.counts.filter { $0.state == .absent || $0.state == .failed }
    for (state, count) in missing {
      lines.append("\(counted(count, "run")) \(state.meaning): the answer may change with them.")
    }
    return lines
  }

  /// Limits that values at the last snapshot are beyond, a text each.
  private static func cautions(_ table: RunTable) -> [String] {
    table.quantities.compactMap { quantity in
      guard let caution = quantity.caution else { return nil }
      let values = table.rows.map { table.final(quantity, ofRun: $0) }.filter { !$0.isNaN }
      guard let worst = caution.worst(of: values) else { return nil }
      return caution.text(
        runs: "\(values.count(where: caution.holds)) of \(counted(values.count, "run"))",
        value: significant(caution.number(worst)))
    }
  }

  /// Rivals whose range between the quartiles meets that of the best.
  private static func overlaps(_ groups: [RunGroup], _ analysis: SweepAnalysis) -> [String] {
    let grouping = analysis.grouping
    func quartiles(_ group: RunGroup) -> Quartiles? {
      grouping.summary(of: grouping.selection, in: group).quartiles
    }
    guard let best = groups.first, best.loss.isFinite, let range = quartiles(best) else {
      return []
    }
    return groups.dropFirst().compactMap { group in
      guard let other = quartiles(group), other.lower <= range.upper else { return nil }
      return analysis.methodLabel(of: group)
    }
  }

  /// At which of the sample counts tried, and all larger ones, at least half of the runs recover.
  private static func recovery(_ analysis: SweepAnalysis) -> String? {
    let grouping = analysis.grouping
    guard let samples = grouping.place(of: .samples), grouping.knowsRecovery,
      !analysis.problemGroups.isEmpty
    else { return nil }
    let axis = grouping.keyAxes[samples]
    let methods = analysis.methodPlaces
    let best = grouping.best(
      of: analysis.comparedGroups.filter { analysis.middle.holds($0, except: [samples]) },
      foreach: [samples] + methods, by: .recovery)
    let ofMethod = Dictionary(grouping: best) { $0.key(at: methods) }
      .sorted { $0.key.lexicographicallyPrecedes($1.key) }
    guard ofMethod.count <= FigureSet.mostCurves else { return nil }
    var namesOfOnset: [Int: [String]] = [:]
    for (_, groups) in ofMethod {
      let ordered = groups.sorted { $0.key[samples] < $1.key[samples] }
      let onset = ordered.reversed().prefix { $0.recoveredCount * 2 >= $0.computedCount }.last
      namesOfOnset[onset?.key[samples] ?? .max, default: []] +=
        ordered.prefix(1).map { analysis.methodLabel(of: $0) }
    }
    let parts = namesOfOnset.sorted { $0.key < $1.key }.map { level, names in
      (level == .max ? "none tried" : "n = \(axis.shownLevels[level])")
        + " (\(names.joined(separator: "; ")))"
    }
    guard let least = axis.shownLevels.first(where: { $0 != "–" }), let most = axis.shownLevels.last
    else { return nil }
    let place = analysis.middle.label(except: [samples])
    return "At least half of the runs recovered the truth\(place.isEmpty ? "" : " at \(place)"), "
      + "there and at every larger n tried, from \(parts.joined(separator: ", ")). "
      + "Tried: \(counted(axis.meaningfulLevelCount, "value")) of n, \(least) to \(most)."
  }
}
