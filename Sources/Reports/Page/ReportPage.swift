internal import FileSystem
internal import Shards

/// A sweep's report as one self-contained page: XHTML that browsers read as HTML.
///
/// It loads nothing, needs no script, and has the same bytes for the same runs and figures.
public struct ReportPage {
  /// A figure with what was made of it.
  public struct Drawing {
    /// The figure.
    public var figure: Figure
    /// What gnuplot drew; nil where it is not installed.
    public var svg: String?
    /// Names of its files beside the page.
    public var files: [String]

    /// A figure with its drawing and files.
    public init(_ figure: Figure, svg: String?, files: [String]) {
      self.figure = figure
      self.svg = svg
      self.files = files
    }
  }

  /// Where the results come from: terms and what they are.
  public typealias Provenance = [(term: String, value: String)]

  let analysis: SweepAnalysis
  let summary: SummaryTable
  let answer: Answer
  let pairs: [PairedComparison]
  let drawings: [Drawing]
  /// Sentences above the figures: what was left out, or why nothing is drawn.
  let notes: [String]
  let provenance: Provenance
  /// The sweep's canonical specification.
  let specification: String?

  /// A page about analysed runs.
  ///
  /// - Parameters:
  ///   - analysis: The runs.
  ///   - summary: The table of best points, of the same runs.
  ///   - pairs: Methods compared run by run.
  ///   - drawings: The figures, in order.
  ///   - notes: Sentences above the figures.
  ///   - provenance: Names, digests and versions.
  ///   - specification: The sweep as JSON.
  public init(
    _ analysis: SweepAnalysis, summary: SummaryTable, pairs: [PairedComparison] = [],
    drawings: [Drawing], notes: [String] = [], provenance: Provenance = [],
    specification: String? = nil
  ) {
    self.analysis = analysis
    self.summary = summary
    self.pairs = pairs
    self.drawings = drawings
    self.notes = notes
    self.provenance = provenance
    self.specification = specification
    answer = Answer(analysis)
  }

  /// The page's text.
  public var html: String {
    let title = analysis.table.title
    let body = [
      "<a class=\"skip\" href=\"#main\">Skip to the results</a>", header,
      "<main id=\"main\" tabindex=\"-1\">", answerSection, sweepSection, tableSection,
      pairSection, figureSection, provenanceSection, "</main>",
      "<footer><p>Made by <code>thalweg report</code>. All quantities are pure numbers.</p></footer>",
      "<script>\(Self.script)</script>",
    ]
    return """
      <!DOCTYPE html>
      <html lang="en" xmlns="http://www.w3.org/1999/xhtml">
      <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>\(escaped(title)): report</title>
      <style>\(Self.stylesheet)</style>
      </head>
      <body>
      \(body.filter { !$0.isEmpty }.joined(separator: "\n"))
      </body>
      </html>

      """
  }

  // MARK: Sections

  private var header: String {
    let table = analysis.table
    let question = table.question.map { "<p class=\"question\">\(escaped($0))</p>" } ?? ""
    return "<header><p class=\"kind\">Sweep report</p><h1>\(escaped(table.title))</h1>"
      + "\(question)</header>"
  }

  private var answerSection: String {
    let recovery = answer.recovery.map { "<p>\(prose($0))</p>" } ?? ""
    let reservations = answer.reservations.map { "<li>\(prose($0))</li>" }.joined()
    return section(
      "answer", "What the runs say",
      "<p class=\"answer\">\(prose(answer.sentence))</p>" + recovery + exponents
        + (reservations.isEmpty ? "" : "<ul class=\"reservations\">\(reservations)</ul>") + states)
  }

  /// How the error of the slow equations falls with η, where that was measured: what a sweep with
  /// both at several η asks.
  private var exponents: String {
    let figure = drawings.first { $0.figure.name == "weak-error" }?.figure
    guard let notes = figure?.notes, !notes.isEmpty else { return "" }
    let items = notes.map { "<li>\(prose($0))</li>" }.joined()
    return
      "<p>The slow equations' error at the end falls with η (95 % intervals):</p><ul>\(items)</ul>"
  }

  /// Runs by how they ended; the bar repeats the numbers and is hidden from readers.
  private var states: String {
    let table = analysis.table
    let items = table.counts.map { state, count in
      "<li><span class=\"mark \(state.meaning)\" aria-hidden=\"true\">\(Self.mark(state))</span> "
        + "<b>\(count)</b> \(state.meaning)</li>"
    }
    let bar = table.counts.map { state, count in
      "<span class=\"\(state.meaning)\" style=\"flex-grow:\(count)\"></span>"
    }
    return "<p class=\"runs\"><b>\(counted(table.rows.count, "run"))</b></p>"
      + "<ul class=\"states\">\(items.joined())</ul>"
      + "<div class=\"bar\" aria-hidden=\"true\">\(bar.joined())</div>"
  }

  private static func mark(_ state: RunState) -> String {
    switch state {
    case .ok: "✓"
    case .diverged: "↗"
    case .failed: "✗"
    case .absent: "–"
    }
  }

  /// What was varied, and what was the same in all runs.
  private var sweepSection: String {
    let grouping = analysis.grouping
    let varied = grouping.keyAxes.map { definition($0, values(of: $0)) }
    let following = grouping.followingAxes.map { definition($0, values(of: $0)) }
    let same = grouping.axes.filter { axis in
      !axis.isVaried && axis.kind.role != .seed && axis.levels.contains { !$0.isEmpty }
    }.map { definition($0, $0.shownLevels[0]) }
    let counts = grouping.groups.map(\.rows.count)
    var seeds = ""
    if let least = counts.min(), let most = counts.max() {
      seeds =
        "<p>\(counted(counts.count, "assignment")) of the varied parameters, "
        + "\(least == most ? counted(most, "run") : "\(least) to \(most) runs") each.</p>"
    }
    return section(
      "sweep", "What was asked",
      definitions(varied) + seeds + folded("Varied along with these", definitions(following))
        + folded("The same in all runs", definitions(same)))
  }

  private func definitions(_ items: [String]) -> String {
    items.isEmpty ? "" : "<dl class=\"axes\">\(items.joined())</dl>"
  }

  private func folded(_ title: String, _ content: String) -> String {
    content.isEmpty ? "" : "<details><summary>\(title)</summary>\(content)</details>"
  }

  private func definition(_ axis: ParameterAxis, _ text: String) -> String {
    let name = Self.words(of: axis.kind.name)
    let isSaid = axis.kind.symbol == axis.kind.name || axis.kind.symbol == name
    let symbol = isSaid ? "" : " <i>\(escaped(axis.kind.symbol))</i>"
    return "<div><dt>\(escaped(name))\(symbol)</dt><dd>\(escaped(text))</dd></div>"
  }

  /// A parameter's name in words: `step size`, `1−β₂ power`.
  private static func words(of name: String) -> String {
    let words = name.split(separator: "_").joined(separator: " ")
    return [("one minus ", "1−"), ("beta1", "β₁"), ("beta2", "β₂")].reduce(words) { text, pair in
      text.split(separator: pair.0, omittingEmptySubsequences: false).joined(separator: pair.1)
    }
  }

  /// All values of an axis, or the first and last of more than ten.
  private func values(of axis: ParameterAxis) -> String {
    let levels = zip(axis.levels, axis.shownLevels).filter { !$0.0.isEmpty }.map(\.1)
    guard levels.count > 10 else { return levels.joined(separator: ", ") }
    return
      "\(levels[0]), \(levels[1]), … \(levels[levels.count - 1]) (\(counted(levels.count, "value")))"
  }

  private var provenanceSection: String {
    let entries = provenance.map { entry in
      "<div><dt>\(escaped(entry.term))</dt><dd>\(escaped(entry.value))</dd></div>"
    }
    let specification = specification.map {
      "<details><summary>The sweep, with all defaults</summary>"
        + "<pre tabindex=\"0\" role=\"group\" aria-label=\"Specification as JSON\">\(escaped($0))</pre>"
        + "</details>"
    }
    guard !entries.isEmpty || specification != nil else { return "" }
    return section(
      "provenance", "Provenance",
      "<details><summary>Where these results come from</summary>"
        + "<dl class=\"axes\">\(entries.joined())</dl>\(specification ?? "")</details>")
  }

  /// Escaped text whose lines break neither around an equals sign nor at a short word's hyphen, as
  /// in `adam-e` and `9.85e-05`.
  func prose(_ text: String) -> String {
    let tied = text.split(separator: " = ", omittingEmptySubsequences: false)
      .joined(separator: "\u{a0}=\u{a0}")
    return tied.split(separator: " ", omittingEmptySubsequences: false).map { word in
      let markup = escaped(String(word))
      return word.contains("-") && word.count <= 24
        ? "<span class=\"tied\">\(markup)</span>" : markup
    }.joined(separator: " ")
  }

  func section(_ name: String, _ title: String, _ content: String) -> String {
    "<section id=\"\(name)\" aria-labelledby=\"\(name)-title\">"
      + "<h2 id=\"\(name)-title\">\(title)</h2>\(content)</section>"
  }
}
