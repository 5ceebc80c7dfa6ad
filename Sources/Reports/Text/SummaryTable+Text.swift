internal import Shards

extension SummaryTable {
  /// The lines above the table: title, question, runs, what they answer, and how rows were chosen.
  public func headerLines(answer: Answer? = nil) -> [String] {
    var lines = [table.title]
    if let question = table.question { lines += wrapped(question) }
    let states = table.counts.map { "\($0.count) \($0.state.meaning)" }
    lines.append("\(counted(table.rows.count, "run")): \(states.joined(separator: ", "))")
    lines.append("")
    if rows.isEmpty { return lines + ["There are no runs to show."] }
    for sentence in [answer?.sentence, answer?.recovery].compactMap({ $0 }) {
      lines += wrapped(sentence)
    }
    if answer != nil { lines.append("") }
    return lines + wrapped(choiceText)
  }

  /// The table's cells; the first row is the head, and an empty row parts two problems.
  ///
  /// Marked columns keep a space where other rows have the mark, so that digits stay aligned.
  public var cells: [[String]] {
    guard !rows.isEmpty else { return [] }
    let showsDiverged = rows.contains { $0.divergedCount > 0 }
    let names = grouping.keyAxes.map(\.kind.symbol)
    let results = columns.map { $0.head + " " }
    var cells = [
      (names.isEmpty ? [""] : names) + ["runs"] + (showsDiverged ? ["div."] : []) + results
    ]
    let blocks = marksByProblem ? blocks : [rows]
    for (index, block) in blocks.enumerated() {
      if index > 0 { cells.append([]) }
      let best = columns.map { Self.bestRows(of: $0, among: rivals(in: block)) }
      for row in block {
        let key = zip(grouping.keyAxes, row.key).map { $0.shownLevels[$1] }
        let counts = ["\(row.computedCount)"] + (showsDiverged ? ["\(row.divergedCount)"] : [])
        let results = zip(columns, best).map { column, best in
          column.text(of: row) + (best.contains(row.key) ? "*" : " ")
        }
        cells.append((key.isEmpty ? ["all"] : key) + counts + results)
      }
    }
    return cells
  }

  /// The lines below the table: what the columns and marks mean.
  public var noteLines: [String] { notes.flatMap { wrapped($0) } }

  /// Sentences that say what the columns and marks mean.
  var notes: [String] {
    guard !rows.isEmpty else { return [] }
    var notes: [String] = []
    if columns.contains(where: { !Self.bestRows(of: $0, among: rivals(in: rows)).isEmpty }) {
      let rivals =
        marksByProblem
        ? "of the rows with the same \(symbols(at: grouping.places(.problem)))" : "of the rows"
      let isFlattered = rows.contains { $0.divergedCount > 0 }
      notes.append(
        "* best \(rivals): least loss, trace and norm, most recall and recovered"
          + (isFlattered ? "; in medians never a row with diverged runs." : "."))
    }
    notes.append(
      "Medians over seeds, at the last snapshot, of the runs that took all steps"
        + (rows.contains { $0.divergedCount > 0 } ? "; div.: runs that diverged." : "."))
    if columns.contains(where: { $0.variable == nil }) {
      notes.append(
        "recovered: runs with \(grouping.selectionName) below \(significant(RunGroup.recoveryThreshold, trimmed: true)), "
          + "of all that were computed.")
    }
    if !grouping.followingAxes.isEmpty {
      let names = grouping.followingAxes.map(\.kind.symbol).joined(separator: ", ")
      notes.append("Also varied, but fixed by the columns shown: \(names).")
    }
    if columns.contains(where: { $0.variable == .populationLossOnManifold }) {
      notes.append("projected: population loss after projection onto the minimizer manifold.")
    }
    for (symbol, count) in choicesAtEdge {
      notes.append(
        "In \(count) of \(counted(rows.count, "row")) the \(symbol) chosen is the least or largest tried: "
          + "a wider sweep may find a better one.")
    }
    if hiddenCount > 0 {
      notes.append(
        "\(counted(hiddenCount, "more row")): --rows \(rows.count + hiddenCount) shows all.")
    }
    return notes
  }

  /// How rows came about, in a sentence.
  var choiceText: String {
    let tuned = symbols(at: grouping.places(.tuned))
    let loss = grouping.selectionName
    var text = ""
    if isCollapsed {
      let others = symbols(at: grouping.places(.problem, .method))
      let foreach = others.isEmpty ? "" : " for each \(others)"
      text =
        "One row\(foreach): the \(tuned) of the least median final \(loss), "
        + "a diverged run counting as infinite (\(counted(grouping.groups.count, "assignment")) in all)."
    } else {
      let names = symbols(at: Array(grouping.keyAxes.indices))
      text = names.isEmpty ? "All runs differ in their seeds alone." : "One row for each \(names)."
    }
    if !table.choosingRows.isEmpty {
      text += " Chosen by \(counted(table.choosingRows.count, "other run"))."
    }
    if hiddenCount > 0 {
      text += " The \(rows.count) of least \(loss) of \(rows.count + hiddenCount) rows."
    }
    return text
  }

  private func symbols(at places: [Int]) -> String {
    places.map { grouping.keyAxes[$0].kind.symbol }.joined(separator: ", ")
  }
}

/// `1 run`, `7 runs`.
public func counted(_ count: Int, _ word: String) -> String {
  count == 1 ? "1 \(word)" : "\(count) \(word)s"
}

/// The lines of a text, broken between words to at most `width` characters where that is possible.
public func wrapped(_ text: String, width: Int = 100) -> [String] {
  var lines: [String] = []
  for word in text.split(whereSeparator: \.isWhitespace) {
    if let last = lines.last, last.count + 1 + word.count <= width {
      lines[lines.count - 1] += " \(word)"
    } else {
      lines.append(String(word))
    }
  }
  return lines
}
