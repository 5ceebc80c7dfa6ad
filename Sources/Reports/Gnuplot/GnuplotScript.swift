/// The gnuplot script of a figure.
struct GnuplotScript {
  let figure: Figure
  let layout: GnuplotLayout

  init(_ figure: Figure) {
    self.figure = figure
    layout = GnuplotLayout(figure)
  }

  /// The script, to be run in the directory of its data.
  var text: String {
    var lines = head
    var index = 0
    for (number, panel) in figure.panels.enumerated() {
      lines += [""] + setUp(panel, number: number)
      if let colours = figure.colours {
        let isLast = number == figure.panels.count - 1
        lines += isLast ? colourBar(colours) : ["unset colorbox"]
        lines += plotCells(panel, index: index, colours: colours)
        index += 1
      } else {
        lines += figure.style == .path ? plotPaths(panel, firstIndex: index) : plot(panel, index)
        index += panel.curves.count
      }
      if number == 0 { lines.append("unset label") }
    }
    if figure.colours == nil { lines += [""] + legend }
    return (lines + ["", "unset multiplot", "set output"]).joined(separator: "\n") + "\n"
  }

  private var head: [String] {
    let (width, height) = (layout.width, layout.height)
    return [
      "# Draws \(figure.name).svg from \(figure.name).dat; run in their directory:",
      "#   gnuplot \(figure.name).gp",
      "#   gnuplot -e \"format='pdf'\" \(figure.name).gp   (or png)",
      "set encoding utf8",
      "if (!exists('format')) format = 'svg'",
      "if (format eq 'png') {",
      "  set terminal pngcairo enhanced size \(2 * width),\(2 * height) "
        + "fontscale 2 linewidth 2 pointscale 2 font 'DejaVu Sans,10.5' background '#ffffff'",
      "  title_font = ',12'; caption_font = ',9.5'; cell_font = ',8'",
      "} else { if (format eq 'pdf') {",
      "  set terminal pdfcairo enhanced size \(inches(width))in,\(inches(height))in "
        + "font 'DejaVu Sans,10.5' background '#ffffff'",
      "  title_font = ',12'; caption_font = ',9.5'; cell_font = ',8'",
      "} else {",
      "  set terminal svg size \(width),\(height) dynamic enhanced "
        + "font 'DejaVu Sans,14' background '#ffffff'",
      "  title_font = ',16'; caption_font = ',12.5'; cell_font = ',\(number(Self.cellFontSize))'",
      "} }",
      "set output '\(figure.name).'.format",
      "data = '\(figure.name).dat'",
      "",
    ] + styles
      + (figure.style == .cells ? [GnuplotPalette.definition(isDiverging: figure.isDiverging)] : [])
      + [
        "set grid xtics ytics back linetype 1 dashtype 1 linecolor rgb '#b8b8b8' linewidth 0.7",
        "set border 31 back linecolor rgb '#404040'",
        "set tics nomirror",
        "set multiplot",
        "unset key",
      ] + heading
  }

  /// Size of the numbers in cells, in pixels: 8 points are a little less.
  static let cellFontSize = 11.0

  /// 96 pixels to the inch, so that a figure has one size on screen and paper.
  private func inches(_ pixels: Int) -> String { number(Double(pixels) / 96) }

  /// Title and caption, drawn with the first panel; gnuplot's labels do not break lines themselves.
  private var heading: [String] {
    let title = layout.titleLines.enumerated().map { line, text in
      (text, layout.height(ofTitleLine: line), "title_font")
    }
    let caption = layout.captionLines.enumerated().map { line, text in
      (text, layout.height(ofCaptionLine: line), "caption_font")
    }
    return (title + caption).enumerated().map { number, label in
      "set label \(number + 1) \(GnuplotText.quoted(label.0)) at screen 0.5,\(label.1) center "
        + "font \(label.2) noenhanced"
    }
  }

  /// The legend is a diagram of its own, without curves, so that it has the page's whole width.
  private var legend: [String] {
    let entries = figure.legend.map { entry in
      "NaN with linespoints linestyle \(entry.style + 1) title \(GnuplotText.quoted(entry.label))"
    }
    return [
      "set lmargin at screen 0.02", "set rmargin at screen 0.98",
      "set bmargin at screen 0", "set tmargin at screen \(layout.legendTop)",
      "unset title", "unset xlabel", "unset ylabel", "unset tics", "unset border", "unset grid",
      "unset logscale", "set xrange [0:1]", "set yrange [0:1]",
      "set key center center horizontal Left reverse noenhanced samplen 3 spacing 1.15",
      "plot " + entries.joined(separator: ", \\\n  "),
    ]
  }

  private var styles: [String] {
    figure.legend.map { entry in
      let style = GnuplotStyle(entry.style)
      return "set style line \(entry.style + 1) linecolor rgb '\(style.colour)' linewidth 2 "
        + "dashtype \(style.dash) pointtype \(style.point) pointsize 0.8"
    }
  }

  private func setUp(_ panel: Figure.Panel, number: Int) -> [String] {
    let frame = layout.frame(ofPanel: number)
    return [
      "set lmargin at screen \(frame.left)", "set rmargin at screen \(frame.right)",
      "set bmargin at screen \(frame.bottom)", "set tmargin at screen \(frame.top)",
      "set title \(GnuplotText.quoted(panel.title)) offset 0,-0.4 noenhanced",
    ] + axis("x", panel.x.withoutCollisions(width: layout.frameWidth), offset: "0,0.3")
      + axis("y", panel.y, offset: "-0.5,0")
  }

  private func axis(_ name: String, _ axis: Axis, offset: String) -> [String] {
    [
      "set \(name)label \(GnuplotText.quoted(axis.label)) offset \(offset)",
      "\(axis.isLogarithmic ? "set" : "unset") logscale \(name)",
      "set \(name)range [\(axis.lower):\(axis.upper)]",
      "set \(name)tics \(ticks(of: axis))",
    ]
  }

  /// What follows `set xtics`: marked places, or gnuplot's own choice.
  func ticks(of axis: Axis) -> String {
    guard !axis.ticks.isEmpty else { return "autofreq format '%g'" }
    let ticks = axis.ticks.map { tick in
      tick.label.isEmpty
        ? "'' \(tick.value) 1" : "\(GnuplotText.quotedFormat(tick.label)) \(tick.value)"
    }
    return "(\(ticks.joined(separator: ", ")))"
  }

  /// Bands first, so that no band dulls a line.
  private func plot(_ panel: Figure.Panel, _ firstIndex: Int) -> [String] {
    var (bands, lines): ([String], [String]) = ([], [])
    for (place, curve) in panel.curves.enumerated() {
      let block = "data index \(firstIndex + place)"
      let style = "linestyle \(curve.style + 1)"
      let x = self.x(panel.x, place: place, of: panel.curves.count)
      let (lower, middle, upper) = self.y(panel.y)
      let drawable = curve.points.count { $0.middle.isFinite }
      if figure.style == .band && drawable > 1 {
        bands.append(
          "\(block) using (\(x)):(\(lower)):(\(upper)) with filledcurves "
            + "fillstyle transparent solid 0.18 noborder linecolor rgb "
            + "'\(GnuplotStyle(curve.style).colour)'")
        lines.append(
          "\(block) using (\(x)):(\(middle)) with linespoints \(style) "
            + "pointinterval \(max(1, drawable / 8))")
      } else {
        lines.append(
          "\(block) using (\(x)):(\(middle)):(\(lower)):(\(upper)) with yerrorbars \(style) "
            + "dashtype 1 linewidth 1.2")
        lines.append("\(block) using (\(x)):(\(middle)) with linespoints \(style)")
        if figure.style == .bars && curve.points.contains(where: { $0.lostCount > 0 }) {
          lines.append(
            "\(block) using (\(x)):(\(upper)):($6 > 0 ? sprintf('%d lost', $6) : '') "
              + "with labels offset 0,0.7 font caption_font textcolor linestyle \(curve.style + 1)")
        }
        if curve.points.contains(where: { $0.middle == .infinity }) {
          lines.append(
            "\(block) using (\(x)):($3 > \(panel.y.upper) ? \(panel.y.upper) : NaN) "
              + "with points \(style) pointtype 2")
        }
      }
    }
    return ["plot \\", (bands + lines).map { "  \($0)" }.joined(separator: ", \\\n")]
  }

  /// The abscissa as gnuplot computes it; bars of different curves stand side by side.
  private func x(_ axis: Axis, place: Int, of count: Int) -> String {
    let value = axis.isLogarithmic ? "($1 > 0 ? $1 : NaN)" : "$1"
    let shift = (Double(place) - Double(count - 1) / 2) * 0.008
    guard figure.style == .bars, shift != 0 else { return value }
    return axis.isLogarithmic
      ? "\(value) * (\(axis.upper) / \(axis.lower)) ** \(number(shift))"
      : "\(value) + \(number(shift * (axis.upper - axis.lower)))"
  }

  /// Interval and middle as gnuplot computes them.
  ///
  /// An infinite end is the top, an infinite middle has no place. On a logarithmic axis a middle ≤ 0
  /// has none either, and a lower end ≤ 0 is the bottom.
  private func y(_ axis: Axis) -> (lower: String, middle: String, upper: String) {
    let top = "\(axis.upper)"
    guard axis.isLogarithmic else {
      return ("$2", "$3 > \(top) ? NaN : $3", "$4 > \(top) ? \(top) : $4")
    }
    return (
      "$2 > \(axis.lower) ? $2 : \(axis.lower)", "$3 > 0 && $3 <= \(top) ? $3 : NaN",
      "$4 > \(top) ? \(top) : $4 > 0 ? $4 : NaN"
    )
  }

  func number(_ value: Double) -> String { significant(value, digits: 6, trimmed: true) }
}
