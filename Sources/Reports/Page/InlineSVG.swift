/// A figure that gnuplot drew, as a part of a page.
///
/// Identifiers get the figure's name, as several figures share a page; gnuplot's own titles go, the
/// figure's title and its description in words come; the drawn title is cropped, since the page
/// has it as text.
struct InlineSVG {
  /// The `<svg>` element.
  let markup: String

  /// What gnuplot draws with; anything else, above all a script, has no place in a page.
  private static let elements: Set<Substring> = [
    "svg", "g", "defs", "use", "path", "rect", "circle", "line", "polygon", "polyline", "text",
    "tspan", "filter", "feFlood", "feComposite", "linearGradient", "stop", "title", "desc",
  ]

  /// Nil when the file holds what gnuplot does not write.
  init?(_ file: String, of figure: Figure) {
    let pieces = file.split(separator: "<").drop { !$0.hasPrefix("svg") }
    guard !pieces.isEmpty else { return nil }
    var body = ""
    var isFirst = true
    for piece in pieces {
      guard let end = piece.firstIndex(of: ">") else { return nil }
      let tag = piece[..<end]
      let text = piece[piece.index(after: end)...]
      let name = tag.drop { $0 == "/" }.prefix { $0.isLetter }
      guard Self.elements.contains(name), !tag.contains(" on") else { return nil }
      if name == "title" || name == "desc" {
        // Opening tags are followed by what is to go, closing ones by what stays.
        if tag.hasPrefix("/") { body += text }
        continue
      }
      if isFirst {
        isFirst = false
        body += text
        continue
      }
      body += "<" + Self.prefixed(tag, with: figure.name) + ">" + text
    }
    let (width, height, top) = GnuplotLayout(figure).page
    let identifier = "svg-\(figure.name)"
    let head =
      element("title", [("id", "\(identifier)-title")], escaped(figure.title))
      + element("desc", [("id", "\(identifier)-words")], escaped(figure.words))
    markup =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
      + "viewBox=\"0 \(top) \(width) \(height - top)\" width=\"\(width)\" "
      + "height=\"\(height - top)\" role=\"img\" aria-labelledby=\"\(identifier)-title\" "
      + "aria-describedby=\"\(identifier)-words\">\(head)\(body)"
  }

  /// A tag whose identifiers, and those it refers to, belong to one figure.
  private static func prefixed(_ tag: Substring, with name: String) -> String {
    var tag = String(tag)
    for mark in ["id=\"", "id='", "href='#", "href=\"#", "url(#"] {
      tag = tag.split(separator: mark, omittingEmptySubsequences: false)
        .joined(separator: "\(mark)\(name)-")
    }
    return tag
  }
}
