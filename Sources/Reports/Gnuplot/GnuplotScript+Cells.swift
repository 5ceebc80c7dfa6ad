/// Heat maps.
extension GnuplotScript {
  /// The colour scale below all panels; it is drawn with the last one.
  func colourBar(_ colours: Axis) -> [String] {
    let bar = layout.colourBar
    return [
      "set colorbox horizontal user origin screen \(bar.x),\(bar.y) "
        + "size screen \(bar.width),\(bar.height) noborder",
      "set cblabel \(GnuplotText.quoted(colours.label)) offset 0,0.4",
      "set cbtics \(ticks(of: colours))",
    ]
  }

  /// Cells at their places (columns 12, 13), those without a value in grey with a cross, and numbers where there is room.
  func plotCells(_ panel: Figure.Panel, index: Int, colours: Axis) -> [String] {
    let block = "data index \(index)"
    let box = "3:4:5:6"
    let border = "fillstyle solid 1 border linecolor rgb '#ffffff'"
    var parts: [String] = []
    if panel.cells.contains(where: { $0.value.isFinite }) {
      parts.append(
        "\(block) using ($10 == 1 ? $12 : NaN):13:\(box):\(clamped(colours)) with boxxyerror "
          + "fillcolor palette fillstyle solid 1 noborder")
    }
    if panel.cells.contains(where: { !$0.value.isFinite }) {
      parts.append(
        "\(block) using ($10 == 1 ? NaN : $12):13:\(box) with boxxyerror "
          + "fillcolor rgb '\(GnuplotPalette.missing)' \(border)")
      parts.append(
        "\(block) using ($10 == 1 ? NaN : $12):13 with points pointtype 2 pointsize 1 "
          + "linecolor rgb '#404040'")
    }
    if showsNumbers(panel) {
      parts.append(
        "\(block) using ($10 == 1 ? $12 : NaN):13:(strcol(11)):"
          + "(\(GnuplotPalette.isDark(share(colours), isDiverging: figure.isDiverging)) "
          + "? 0xffffff : 0x000000) "
          + "with labels font cell_font textcolor rgb variable noenhanced")
    }
    return [
      "unset grid",
      "\(colours.isLogarithmic ? "set" : "unset") logscale cb",
      "set cbrange [\(colours.lower):\(colours.upper)]",
      "plot \\", parts.map { "  \($0)" }.joined(separator: ", \\\n"),
    ]
  }

  /// Paths, where their runs ended, and the end of each path large.
  func plotPaths(_ panel: Figure.Panel, firstIndex: Int) -> [String] {
    var (scattered, paths): ([String], [String]) = ([], [])
    for (place, curve) in panel.curves.enumerated() {
      let block = "data index \(firstIndex + place)"
      let style = "linestyle \(curve.style + 1)"
      guard !curve.isScattered else {
        scattered.append("\(block) using 1:3 with points \(style) pointsize 0.35 linewidth 1")
        continue
      }
      let interval = max(1, curve.points.count / 8)
      paths.append("\(block) using 1:3 with linespoints \(style) pointinterval \(interval)")
      paths.append(
        "\(block) using 1:3 every ::\(curve.points.count - 1) with points \(style) pointsize 1.3")
    }
    return ["plot \\", (scattered + paths).map { "  \($0)" }.joined(separator: ", \\\n")]
  }

  /// A value that the scale does not reach, as a loss of 0 on a logarithmic one, has its end's
  /// colour.
  private func clamped(_ colours: Axis) -> String {
    "($7 < \(colours.lower) ? \(colours.lower) : $7)"
  }

  /// A value's place on the scale, 0…1.
  private func share(_ colours: Axis) -> String {
    colours.isLogarithmic
      ? "log(\(clamped(colours)) / \(colours.lower)) / log(\(colours.upper) / \(colours.lower))"
      : "($7 - \(colours.lower)) / (\(colours.upper) - \(colours.lower))"
  }

  /// Numbers stand in a panel's cells where each of them has its room there.
  private func showsNumbers(_ panel: Figure.Panel) -> Bool {
    let text = NumberText(size: Self.cellFontSize)
    return panel.cells.allSatisfy { cell in
      let width = panel.x.room(around: cell.place.x, in: cell.xRange, of: layout.frameWidth)
      let height = panel.y.room(around: cell.place.y, in: cell.yRange, of: layout.frameHeight)
      return text.width(of: GnuplotData.text(of: cell)) + 2 * Self.cellMargin <= width
        && text.height + 2 * Self.cellMargin <= height
    }
  }

  /// Pixels on each side of a number that stay free, so that it does not run into the next one.
  private static let cellMargin = 3.0
}
