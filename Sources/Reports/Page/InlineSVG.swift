internal import Foundation
internal import FoundationXML

/// A figure that gnuplot drew, as a part of a page.
///
/// Identifiers get the figure's name, as several figures share a page; gnuplot's own titles go, the
/// figure's title and its description in words come; the drawn title is cropped, since the page
/// has it as text.
struct InlineSVG {
  /// The `<svg>` element.
  let markup: String

  /// Nil when the file is no XML, or holds what gnuplot does not write.
  init?(_ file: String, of figure: Figure) {
    let parser = XMLParser(data: Data(file.utf8))
    let copy = DrawingCopy(prefix: figure.name + "-")
    parser.delegate = copy
    guard parser.parse(), copy.isSound else { return nil }
    let (width, height, top) = GnuplotLayout(figure).page
    let identifier = "svg-\(figure.name)"
    let content =
      element("title", [("id", "\(identifier)-title")], escaped(figure.title))
      + element("desc", [("id", "\(identifier)-words")], escaped(figure.words)) + copy.markup
    markup = element(
      "svg",
      [
        ("xmlns", "http://www.w3.org/2000/svg"), ("xmlns:xlink", "http://www.w3.org/1999/xlink"),
        ("viewBox", "0 \(top) \(width) \(height - top)"), ("width", "\(width)"),
        ("height", "\(height - top)"), ("role", "img"),
        ("aria-labelledby", "\(identifier)-title"), ("aria-describedby", "\(identifier)-words"),
      ], content)
  }
}

/// Writes what lies within the `<svg>` element of a file again.
private final class DrawingCopy: NSObject, XMLParserDelegate {
  private(set) var markup = ""
  /// Whether there was nothing but what gnuplot draws with.
  private(set) var isSound = false

  private let prefix: String
  /// The elements around the place that the parser is at, from the outermost.
  private var open: [String] = []

  /// What gnuplot draws with; anything else, above all a script, has no place in a page.
  private static let elements: Set<String> = [
    "svg", "g", "defs", "use", "path", "rect", "circle", "line", "polygon", "polyline", "text",
    "tspan", "filter", "feFlood", "feComposite", "linearGradient", "stop",
  ]
  private static let titles: Set<String> = ["title", "desc"]

  /// A copy whose identifiers begin with a prefix.
  init(prefix: String) { self.prefix = prefix }

  private var isInTitle: Bool { open.contains { Self.titles.contains($0) } }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    let isKnown = Self.titles.contains(name) || Self.elements.contains(name)
    let isDrawing = name == "svg" && open.isEmpty
    let isCalm = !attributes.keys.contains { $0.lowercased().hasPrefix("on") }
    guard isKnown, isCalm, isDrawing != !open.isEmpty else { return parser.abortParsing() }
    open.append(name)
    if isDrawing || isInTitle { return }
    let list = attributes.sorted { $0.key < $1.key }.map { " \($0)=\"\(escaped(own($0, $1)))\"" }
    markup += "<\(name)\(list.joined())>"
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    if !isInTitle && open.count > 1 { markup += "</\(name)>" }
    open.removeLast()
    if open.isEmpty { isSound = true }
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    if !isInTitle { markup += escaped(text) }
  }

  /// An attribute's value, in which identifiers are the figure's own.
  private func own(_ name: String, _ value: String) -> String {
    if name == "id" { return prefix + value }
    if name.hasSuffix("href") && value.hasPrefix("#") { return "#" + prefix + value.dropFirst() }
    return value.split(separator: "url(#", omittingEmptySubsequences: false)
      .joined(separator: "url(#" + prefix)
  }
}
