internal import FileSystem
internal import Shards

extension SummaryTable {
  /// The lines above the table: title, question, runs, what they answer, what is in doubt, and how rows were chosen.
  public func headerLines(answer: Answer? = nil, width: Int = 100) -> [String] {
    func wrapped(_ text: String) -> [String] {
      Reports.wrapped(text.harmless, width: width, breaksWords: true)
    }
    var lines = wrapped(table.title)
    if let question = table.question { lines += wrapped(question) }
    let states = table.counts.map { "\($0.count) \($0.state.meaning)" }
    lines += wrapped("\(counted(table.rows.count, "run")): \(states.joined(separator: ", "))")
    lines.append("")
    if rows.isEmpty { return lines + ["There are no runs to show."] }
    for sentence in [answer?.sentence, answer?.recovery].compactMap({ $0 }) {
      lines += wrapped(sentence)
    }
    if answer != nil { lines.append("") }
    for caution in answer?.cautions ?? [] { lines += wrapped("Caution: \(caution)") + [""] }
    return lines + wrapped(choiceText)
  }

  /// The table's cells; the first row is the head, and an empty row parts two problems.
  ///
  /// Marked columns keep a space where other rows have the mark, so that digits stay aligned.
  public var cells: [[String]] {
    guard !rows.isEmpty else { return [] }
    let names = grouping.keyAxes.map(\.kind.symbol)
    let counts =
      ["runs"] + (showsDiverged ? ["div."] : []) + (showsUnprojected ? ["unproj."] : [])
    var cells = [(names.isEmpty ? [""] : names) + counts + columns.map { $0.head + " " }]
    let blocks = marksByProblem ? blocks : [rows]
    for (index, block) in blocks.enumerated() {
      if index > 0 { cells.append([]) }
      let best = columns.map { bestRows(of: $0, among: rivals(in: block)) }
      for row in block {
        let key = zip(grouping.keyAxes, row.key).map { $0.shownLevels[$1] }
        let counts =
          ["\(row.computedCount)"] + (showsDiverged ? ["\(row.divergedCount)"] : [])
          + (showsUnprojected ? ["\(grouping.unprojectedCount(of: row))"] : [])
        let results = zip(columns, best).map { column, best in
          grouping.text(of: column, in: row) + (best.contains(row.key) ? "*" : " ")
        }
        cells.append((key.isEmpty ? ["all"] : key) + counts + results)
      }
    }
    return cells
  }

  /// How many of the columns tell rows apart.
  public var keyColumnCount: Int { max(1, grouping.keyAxes.count) }

  /// The lines below the table: what the columns and marks mean.
  public func noteLines(width: Int = 100) -> [String] {
    notes.flatMap { wrapped($0, width: width, breaksWords: true) }
  }

  /// Sentences that say what the columns and marks mean.
  var notes: [String] {
    guard !rows.isEmpty else { return [] }
    var notes: [String] = []
    if columns.contains(where: { !bestRows(of: $0, among: rivals(in: rows)).isEmpty }) {
      let rivals =
        marksByProblem
        ? "of the rows with the same \(symbols(at: grouping.places(.problem)))" : "of the rows"
      notes.append("* best \(rivals): least loss, trace, norm and rank, most recovered.")
    }
    notes.append("Medians over seeds at the last snapshot, of all runs" + lostText + ".")
    if columns.contains(where: { $0.quantity == nil }) {
      notes.append(
        "recovered: runs with \(grouping.selectionName) below \(significant(RunGroup.recoveryThreshold, trimmed: true)), "
          + "of all that were computed.")
    }
    if !grouping.followingAxes.isEmpty {
      let names = grouping.followingAxes.map(\.kind.symbol).joined(separator: ", ")
      notes.append("Also varied, but fixed by the columns shown: \(names).")
    }
    if columns.contains(where: \.isProjected) {
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

  /// What the medians make of runs without a value.
  private var lostText: String {
    let kinds = [
      showsDiverged ? "diverged (div.)" : nil,
      showsUnprojected ? "could not be projected (unproj.)" : nil,
    ].compactMap { $0 }
    guard !kinds.isEmpty else { return "" }
    let hasShares = columns.contains { $0.quantity?.worst == 0 }
    return "; one without a value, as it \(kinds.joined(separator: " or ")), counts as infinite"
      + (hasShares ? ", in precision and recall as 0" : "")
  }

  /// How rows came about, in a sentence.
  var choiceText: String {
    let tuned = symbols(at: grouping.places(.tuned))
    let loss = grouping.selectionName
    var text = ""
    if isCollapsed {
      let others = symbols(
        at: grouping.keyAxes.indices.filter { grouping.keyAxes[$0].kind.role != .tuned })
      let foreach = others.isEmpty ? "" : " for each \(others)"
      text =
        "One row\(foreach). Tuned: \(tuned), the one of the least median final \(loss), a run "
        + "without one counting as infinite (\(counted(grouping.groups.count, "assignment")) in all)."
    } else {
      let names = symbols(at: Array(grouping.keyAxes.indices))
      text = names.isEmpty ? "All runs differ in their seeds alone." : "One row for each \(names)."
    }
    if !table.choosingRows.isEmpty {
      text += " Chosen by \(counted(table.choosingRows.count, "other run"))."
    }
    if hiddenCount > 0 {
      text += " The \(rows.count) of least \(loss) of \(counted(rows.count + hiddenCount, "row"))."
    }
    return text
  }

  private func symbols(at places: [Int]) -> String {
    places.map { grouping.keyAxes[$0].kind.symbol }.joined(separator: ", ")
  }
}

/// The lines of a text, broken between words to at most `width` columns where that is possible.
///
/// With `breaksWords` it always is: a longer word goes on in the next line.
public func wrapped(_ text: String, width: Int = 100, breaksWords: Bool = false) -> [String] {
  var lines: [String] = []
  for word in text.split(whereSeparator: \.isWhitespace) {
    let word = String(word)
    if let last = lines.last, last.columnCount + 1 + word.columnCount <= width {
      lines[lines.count - 1] += " \(word)"
      continue
    }
    lines.append("")
    guard breaksWords, word.columnCount > width else {
      lines[lines.count - 1] = word
      continue
    }
    for letter in word {
      if lines[lines.count - 1].columnCount + String(letter).columnCount > width {
        lines.append("")
      }
      lines[lines.count - 1].append(letter)
    }
  }
  return lines
}
