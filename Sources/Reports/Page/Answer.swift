internal import Shards

/// What the runs say to the sweep's question, in a sentence, and what must be said with it.
public struct Answer: Hashable, Sendable {
  /// The sentence: which method has the least median final loss on the problem of figures.
  public let sentence: String
  /// From how many samples on each method recovers; nil where that cannot be told.
  public let recovery: String?
  /// How far the sentence goes: runs, choice of parameters, overlaps, runs that are missing.
  public let reservations: [String]

  /// Rivals named in the sentence at most.
  private static let mostRivals = 5

  /// The answer that analysed runs give.
  public init(_ analysis: SweepAnalysis) {
    let groups = analysis.bestOfMethods.sorted {
      ($0.loss, $0.divergedCount) < ($1.loss, $1.divergedCount)
    }
    sentence = Self.sentence(groups, analysis)
    recovery = Self.recovery(analysis)
    reservations = Self.reservations(groups, analysis)
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
      let tuned = grouping.label(of: best, at: grouping.places(.tuned))
      return "Median final \(grouping.selectionName)\(place): \(value) "
        + "(\(analysis.methodLabel(of: best))\(tuned.isEmpty ? "" : ", \(tuned)"))."
    }
    let names = winners.map { analysis.methodLabel(of: $0) }.joined(separator: " and ")
    var others = rivals.prefix(mostRivals).map { group in
      "\(analysis.methodLabel(of: group)): "
        + (group.loss.isFinite ? significant(group.loss) : "mostly diverged")
    }
    if rivals.count > mostRivals { others.append("\(rivals.count - mostRivals) more above") }
    return "Least median final \(grouping.selectionName)\(place): \(names), \(value)"
      + (others.isEmpty ? "." : " (\(others.joined(separator: "; "))).")
  }

  private static func reservations(
    _ groups: [RunGroup], _ analysis: SweepAnalysis
  ) -> [String] {
    let grouping = analysis.grouping
    var lines: [String] = []
    let counts = groups.map(\.computedCount)
    if let least = counts.min(), let most = counts.max() {
      let runs = least == most ? counted(most, "run") : "\(least) to \(most) runs"
      let tuned = grouping.places(.tuned).map { grouping.keyAxes[$0].kind.symbol }
      lines.append(
        "Median over \(runs)\(groups.count > 1 ? " each" : "")"
          + (tuned.isEmpty
            ? "."
            : "; \(tuned.joined(separator: ", ")) chosen as the best tried, by "
              + (analysis.table.choosingRows.isEmpty ? "these same runs." : "other runs.")))
    }
    let overlapping = overlaps(groups, analysis)
    if !overlapping.isEmpty {
      lines.append(
        "The quartiles overlap with those of \(overlapping.joined(separator: "; ")): "
          + "these runs do not separate them clearly.")
    }
    if groups.contains(where: { $0.divergedCount > 0 }) {
      lines.append("A diverged run counts as infinite loss.")
    }
    let missing = analysis.table.counts.filter { $0.state == .absent || $0.state == .failed }
    for (state, count) in missing {
      lines.append("\(counted(count, "run")) \(state.meaning): the answer may change with them.")
    }
    return lines
  }

  /// Rivals whose range between the quartiles meets that of the best.
  private static func overlaps(_ groups: [RunGroup], _ analysis: SweepAnalysis) -> [String] {
    func quartiles(_ group: RunGroup) -> Quartiles? {
      let losses = group.okRows.map {
        analysis.table.final(analysis.grouping.selection, ofRun: $0)
      }
      return Quartiles(losses + Array(repeating: .infinity, count: group.divergedCount))
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
    guard let samples = grouping.place(of: "samples"), grouping.knowsRecovery,
      let first = analysis.problemGroups.first
    else { return nil }
    let axis = grouping.keyAxes[samples]
    let others = grouping.places(.problem).filter { $0 != samples }
    let methods = analysis.methodPlaces
    let best = grouping.best(
      of: analysis.comparedGroups.filter { $0.key(at: others) == first.key(at: others) },
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
    let place = grouping.label(of: first, at: others)
    return "At least half of the runs recovered the truth\(place.isEmpty ? "" : " at \(place)"), "
      + "there and at every larger n tried, from \(parts.joined(separator: ", ")). "
      + "Tried: \(counted(axis.meaningfulLevelCount, "value")) of n, \(least) to \(most)."
  }
}
