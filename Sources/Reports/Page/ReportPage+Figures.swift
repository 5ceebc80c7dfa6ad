extension ReportPage {
  var figureSection: String {
    let notes = notes.map { "<p class=\"note\">\(prose($0))</p>" }.joined()
    guard !drawings.isEmpty else {
      return section("figures", "Figures", notes + "<p>No run has values to draw.</p>")
    }
    let links = drawings.map {
      "<li><a href=\"#figure-\($0.figure.name)\">\(prose($0.figure.title))</a></li>"
    }
    return section(
      "figures", "Figures",
      notes + "<nav aria-label=\"Figures\"><ul>\(links.joined())</ul></nav>"
        + drawings.map(figure).joined(separator: "\n"))
  }

  private func figure(_ drawing: Drawing) -> String {
    let figure = drawing.figure
    let name = figure.name
    return """
      <figure id="figure-\(name)" aria-labelledby="figure-\(name)-title">
      <h3 id="figure-\(name)-title">\(prose(figure.title))</h3>
      \(plot(drawing))
      <figcaption><p>\(prose(caption(figure))).</p>\(notes(figure))
      <details><summary>In words<span class="unseen">: \(escaped(figure.title))</span></summary>\
      <p>\(prose(figure.words))</p></details>\(files(drawing))</figcaption>
      </figure>
      """
  }

  private func notes(_ figure: Figure) -> String {
    guard !figure.notes.isEmpty else { return "" }
    return "<ul>" + figure.notes.map { "<li>\(prose($0))</li>" }.joined() + "</ul>"
  }

  /// The caption without the sweep's name, which is the page's title, and with a capital.
  private func caption(_ figure: Figure) -> String {
    let prefix = "\(analysis.table.title): "
    let caption =
      figure.caption.hasPrefix(prefix)
      ? String(figure.caption.dropFirst(prefix.count)) : figure.caption
    return caption.prefix(1).uppercased() + caption.dropFirst()
  }

  /// A wide figure scrolls in its box rather than shrink until nobody can read it.
  private func plot(_ drawing: Drawing) -> String {
    let figure = drawing.figure
    guard let svg = drawing.svg else {
      let command = "<code>gnuplot \(figure.name).gp</code>"
      return "<p class=\"note\">Not drawn here: \(command) draws it.</p>"
    }
    let drawn =
      InlineSVG(svg, of: figure)?.markup
      ?? "<img src=\"\(figure.name).svg\" alt=\"\(escaped(figure.words))\" />"
    return element(
      "div",
      [
        ("class", "plot"), ("tabindex", "0"), ("role", "group"),
        ("aria-label", "\(figure.title), drawn"),
      ], drawn)
  }

  private func files(_ drawing: Drawing) -> String {
    let items = drawing.files.map { file -> String in
      let kind = file.split(separator: ".").last.map(String.init) ?? file
      let what =
        switch kind {
        case "dat": "data"
        case "gp": "script"
        default: kind.uppercased()
        }
      return "<li><a href=\"\(escaped(file))\" download=\"\(escaped(file))\">\(what)"
        + "<span class=\"unseen\"> of \(escaped(drawing.figure.title))</span></a></li>"
    }
    return "<ul class=\"files\">\(items.joined())</ul>"
  }
}
