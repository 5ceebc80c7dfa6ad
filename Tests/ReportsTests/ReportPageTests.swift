import Foundation
import FoundationXML
import Shards
import Testing

@testable import Reports

/// Elements of a page, in order, with their attributes.
private final class Elements: NSObject, XMLParserDelegate {
  var found: [(name: String, attributes: [String: String])] = []
  var text = ""

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) { found.append((name, attributes)) }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

  func named(_ name: String) -> [[String: String]] {
    found.filter { $0.name == name }.map(\.attributes)
  }
}

@Suite struct ReportPageTests {
  private func page(_ sweep: Sweep, svg: String? = nil) -> String {
    let analysis = SweepAnalysis(sweep.table)
    let set = FigureSet(analysis, traces: sweep.traces(isTimed: true))
    let drawings = set.figures.map {
      ReportPage.Drawing($0, svg: svg, files: ["svg", "dat"].map { "probe.\($0)" })
    }
    return ReportPage(
      analysis, summary: SummaryTable(analysis), drawings: drawings, notes: ["a & b"],
      provenance: [("file", "<results>")], specification: "{\"a\":1}"
    ).html
  }

  private func parse(_ html: String) throws -> Elements {
    let elements = Elements()
    let parser = XMLParser(data: Data(html.utf8))
    parser.delegate = elements
    let isWellFormed = parser.parse()
    let failure = "\(String(describing: parser.parserError)), line \(parser.lineNumber)"
    try #require(isWellFormed, "\(failure)")
    return elements
  }

  private static let drawing = """
    <?xml version="1.0"?>
    <svg viewBox="0 0 1 1" xmlns="http://www.w3.org/2000/svg">
    <title>Gnuplot</title><desc>by gnuplot</desc>
    <g id="plot"><title>plot_1</title><circle id='dot' r='1'/><use href='#dot'/><text>n &lt; 3</text></g>
    </svg>
    """

  @Test func aPageIsXMLWithLandmarksAndOrderedHeadings() throws {
    let elements = try parse(page(.comparison, svg: Self.drawing))
    #expect(elements.named("html") == [["lang": "en", "xmlns": "http://www.w3.org/1999/xhtml"]])
    for name in ["header", "main", "footer", "h1", "nav"] {
      #expect(elements.named(name).count == 1, "\(name)")
    }
    let levels = elements.found.compactMap { element in
      ["h1": 1, "h2": 2, "h3": 3][element.name]
    }
    #expect(levels.first == 1)
    #expect(zip(levels, levels.dropFirst()).allSatisfy { $1 <= $0 + 1 })
    let skip = try #require(elements.named("a").first)
    #expect(skip["class"] == "skip" && skip["href"] == "#main")
    #expect(elements.named("main")[0]["id"] == "main")
  }

  @Test func identifiersAreUniqueAndLinksHaveTargets() throws {
    let elements = try parse(page(.comparison, svg: Self.drawing))
    let identifiers = elements.found.compactMap { $0.attributes["id"] }
    #expect(Set(identifiers).count == identifiers.count)
    for link in elements.named("a").compactMap({ $0["href"] }) where link.hasPrefix("#") {
      #expect(identifiers.contains(String(link.dropFirst())), "\(link)")
    }
    for element in elements.found {
      for name in ["aria-labelledby", "aria-describedby"] {
        guard let target = element.attributes[name] else { continue }
        #expect(identifiers.contains(target), "\(target)")
      }
    }
  }

  @Test func nothingIsLoadedFromElsewhere() {
    let html = page(.comparison, svg: Self.drawing)
    let allowed = [
      "http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink",
    ]
    var rest = html
    for address in allowed { rest = rest.replacingOccurrences(of: address, with: "") }
    #expect(!rest.contains("http"))
    #expect(!rest.contains("//www") && !rest.contains("@import") && !rest.contains("<link"))
  }

  @Test func hostileNamesStayText() throws {
    var sweep = Sweep.comparison
    let hostile = "</style></title><script>alert(1)</script>\"' onload=\"x\u{0}&"
    sweep.title = hostile
    sweep.question = hostile
    for place in sweep.runs.indices where sweep.runs[place].optimizer == "adam-e" {
      sweep.runs[place].optimizer = "<img src=x onerror=alert(1)>"
    }
    let elements = try parse(page(sweep, svg: Self.drawing))
    // The page's own one.
    #expect(elements.named("script").count == 1)
    #expect(elements.named("img").isEmpty)
    #expect(elements.named("style").count == 1)
    #expect(elements.found.allSatisfy { !$0.attributes.keys.contains { $0.hasPrefix("on") } })
    #expect(elements.text.contains("<script>alert(1)</script>"))
  }

  @Test func equalRunsGiveEqualBytes() {
    #expect(page(.comparison, svg: Self.drawing) == page(.comparison, svg: Self.drawing))
    #expect(page(.phase) == page(.phase))
  }

  @Test func everyColumnHasASortedTableReachedByALink() throws {
    let elements = try parse(page(.comparison))
    let tables = elements.named("div").filter { $0["class"] == "sorted" }
    let whole = try #require(elements.named("div").first { $0["class"] == "whole" })
    let heads = elements.named("th")
    // As many columns as sorted tables, and one table more.
    #expect(heads.count == tables.count * (tables.count + 1))
    #expect(heads.count { $0["aria-sort"] != nil } == tables.count)
    let links = Set(elements.named("a").compactMap { $0["href"] })
    for table in tables + [whole] { #expect(links.contains("#\(table["id"] ?? "")")) }
  }

  @Test func figuresHaveADescriptionAndTheirFiles() throws {
    let html = page(.comparison, svg: Self.drawing)
    let elements = try parse(html)
    let drawings = elements.named("svg")
    #expect(drawings.count == 5)
    #expect(drawings.allSatisfy { $0["role"] == "img" && $0["aria-describedby"] != nil })
    #expect(elements.named("desc").count == 5)
    let words = "share recovered against samples n. sgd: from 0 at 20 to 0 at 50."
    #expect(elements.text.contains(words))
    #expect(elements.named("a").count { $0["download"] == "probe.svg" } == 5)
    #expect(!html.contains("Gnuplot"))
  }

  @Test func withoutGnuplotThePageHasItsTablesAndSaysSo() throws {
    let elements = try parse(page(.comparison))
    #expect(elements.named("svg").isEmpty)
    #expect(elements.named("table").count > 1)
    #expect(elements.text.contains("Not drawn here: gnuplot recovery.gp draws it."))
  }

  @Test func aSweepWithoutRunsHasAPage() throws {
    let elements = try parse(page(Sweep(runs: [])))
    #expect(elements.text.contains("No run has been computed yet."))
    #expect(elements.named("table").isEmpty && elements.named("figure").isEmpty)
  }
}
