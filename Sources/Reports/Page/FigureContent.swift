/// A figure of the page.
struct FigureContent {
  /// A file beside the page.
  struct File {
    let name: String
    let what: String
  }

  let name: String
  let title: String
  let heading: String  // prose
  /// Markup; nil where gnuplot is not installed.
  let drawing: String?
  let caption: String  // prose
  let notes: [String]  // prose
  let isNoted: Bool
  let words: String  // prose
  let files: [File]

  /// The sweep's name is the page's title and leaves the caption.
  init(_ drawing: ReportPage.Drawing, title sweep: String) {
    let figure = drawing.figure
    name = figure.name
    title = figure.title
    heading = prose(figure.title)
    self.drawing = drawing.svg.map { svg in
      InlineSVG(svg, of: figure)?.markup
        ?? "<img src=\"\(figure.name).svg\" alt=\"\(escaped(figure.words))\" />"
    }
    let caption =
      figure.caption.hasPrefix("\(sweep): ")
      ? String(figure.caption.dropFirst(sweep.count + 2)) : figure.caption
    self.caption = prose(caption.prefix(1).uppercased() + caption.dropFirst())
    notes = figure.notes.map(prose)
    isNoted = !notes.isEmpty
    words = prose(figure.words)
    files = drawing.files.map { file in
      let kind = file.split(separator: ".").last.map(String.init) ?? file
      return File(name: file, what: ["dat": "data", "gp": "script"][kind] ?? kind.uppercased())
    }
  }
}
