internal import Mustache

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

  /// The page's text.
  public let html: String

  /// A page about analysed runs.
  ///
  /// - Parameters:
  ///   - analysis: The runs.
  ///   - summary: The table of best points, of the same runs.
  ///   - pairs: Methods compared run by run.
  ///   - drawings: The figures, in order.
  ///   - notes: Sentences above the figures: what was left out, or why nothing is drawn.
  ///   - provenance: Names, digests and versions.
  ///   - specification: The sweep as JSON.
  public init(
    _ analysis: SweepAnalysis, summary: SummaryTable, pairs: [PairedComparison] = [],
    drawings: [Drawing], notes: [String] = [], provenance: Provenance = [],
    specification: String? = nil
  ) {
    html = Self.rendered(
      PageContent(
        analysis, summary: summary, pairs: pairs, drawings: drawings, notes: notes,
        provenance: provenance, specification: specification))
  }

  private static func rendered(_ content: PageContent) -> String {
    MustacheContentTypes.register(PageText(), named: "thalweg-page")
    do {
      var library = MustacheLibrary()
      try library.register(PageTemplate.page, named: "page")
      try library.register(PageTemplate.definitions, named: "definitions")
      guard let html = library.render(content, withTemplate: "page") else {
        preconditionFailure("the page's template was registered")
      }
      return html
    } catch {
      preconditionFailure("the page's template is no Mustache: \(error)")
    }
  }
}

/// How Mustache writes values into the page.
private struct PageText: MustacheContentType {
  func escapeText(_ text: String) -> String { escaped(text) }
}
