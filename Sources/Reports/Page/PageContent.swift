internal import FileSystem
internal import Shards

/// The values that ``PageTemplate`` asks for, by the names it has for them.
///
/// What is called prose is markup; all other text is escaped by the template. Mustache looks for a
/// name that is nil in the values around, too, so such a name stands in one type only.
struct PageContent {
  let title: String
  let question: String?
  let stylesheet = PageTemplate.stylesheet
  let script = PageTemplate.script
  let answer: AnswerContent
  let runs: String
  let states: [StateContent]
  let varied: DefinitionsContent?
  let assignments: String?
  let folded: [DefinitionsContent]
  let points: PointsContent?
  let pairs: PairsContent?
  let notes: [String]  // prose
  let figures: [FigureContent]
  let isDrawn: Bool
  let origin: DefinitionsContent?

  init(
    _ analysis: SweepAnalysis, summary: SummaryTable, pairs: [PairedComparison],
    drawings: [ReportPage.Drawing], notes: [String], provenance: ReportPage.Provenance,
    specification: String?
  ) {
    let (table, grouping) = (analysis.table, analysis.grouping)
    title = table.title
    question = table.question
    answer = AnswerContent(Answer(analysis), drawings: drawings)
    runs = counted(table.rows.count, "run")
    states = table.counts.map(StateContent.init)
    let varied = DefinitionsContent(
      "", grouping.keyAxes.map { .init($0, Self.values(of: $0)) })
    self.varied = varied.items.isEmpty ? nil : varied
    assignments = Self.assignments(grouping.groups.map(\.rows.count))
    let same = grouping.axes.filter { axis in
      !axis.isVaried && axis.kind.role != .seed && axis.levels.contains { !$0.isEmpty }
    }
    folded = [
      DefinitionsContent(
        "Varied along with these",
        grouping.followingAxes.map { .init($0, Self.values(of: $0)) }),
      DefinitionsContent("The same in all runs", same.map { .init($0, $0.shownLevels[0]) }),
    ].filter { !$0.items.isEmpty }
    points = PointsContent(summary)
    self.pairs = PairsContent(pairs)
    self.notes = notes.map(prose)
    figures = drawings.map { FigureContent($0, title: table.title) }
    isDrawn = !drawings.isEmpty
    let entries = provenance.map { DefinitionsContent.Item(term: $0.term, text: $0.value) }
    origin =
      entries.isEmpty && specification == nil
      ? nil : DefinitionsContent("", entries, specification: specification)
  }

  /// How many assignments there are, and runs of each.
  private static func assignments(_ counts: [Int]) -> String? {
    guard let least = counts.min(), let most = counts.max() else { return nil }
    return "\(counted(counts.count, "assignment")) of the varied parameters, "
      + "\(least == most ? counted(most, "run") : "\(least) to \(most) runs") each."
  }

  /// All values of an axis, or the first and last of more than ten.
  private static func values(of axis: ParameterAxis) -> String {
    let levels = zip(axis.levels, axis.shownLevels).filter { !$0.0.isEmpty }.map(\.1)
    guard levels.count > 10 else { return levels.joined(separator: ", ") }
    return
      "\(levels[0]), \(levels[1]), … \(levels[levels.count - 1]) (\(counted(levels.count, "value")))"
  }
}

/// What the runs say to the sweep's question.
struct AnswerContent {
  let sentence: String  // prose
  let recovery: String?  // prose
  /// How the error of the slow equations falls with η, where that was measured: what a sweep with
  /// both at several η asks.
  let orders: [String]  // prose
  let isOrderKnown: Bool
  let reservations: [String]  // prose
  let isReserved: Bool

  init(_ answer: Answer, drawings: [ReportPage.Drawing]) {
    sentence = prose(answer.sentence)
    recovery = answer.recovery.map(prose)
    let figure = drawings.first { $0.figure.name == "weak-error" }?.figure
    orders = (figure?.notes ?? []).map(prose)
    isOrderKnown = !orders.isEmpty
    reservations = answer.reservations.map(prose)
    isReserved = !reservations.isEmpty
  }
}

/// How many runs ended in one way; the bar repeats the numbers and is hidden from readers.
struct StateContent {
  let mark: String
  let count: Int
  let meaning: String

  init(_ state: RunState, count: Int) {
    mark =
      switch state {
      case .ok: "✓"
      case .diverged: "↗"
      case .failed: "✗"
      case .absent: "–"
      }
    self.count = count
    meaning = state.meaning
  }
}

/// Terms and what they are.
struct DefinitionsContent {
  struct Item {
    var term: String
    var symbol: String?
    var text: String
  }

  let title: String
  let items: [Item]
  let specification: String?

  init(_ title: String, _ items: [Item], specification: String? = nil) {
    self.title = title
    self.items = items
    self.specification = specification
  }
}

extension DefinitionsContent.Item {
  /// A parameter and its values.
  init(_ axis: ParameterAxis, _ text: String) {
    term = axis.kind.shortName
    symbol = term.contains(axis.kind.symbol) ? nil : axis.kind.symbol
    self.text = text
  }
}
