/// A figure's data: one block a curve, or a panel of cells, in the order of panels and curves.
struct GnuplotData {
  private let figure: Figure

  init(_ figure: Figure) { self.figure = figure }

  /// Blocks are parted by two empty lines, so that gnuplot's `index` counts them from 0.
  var text: String {
    var lines =
      [
        "# \(figure.title)", "# \(figure.caption)",
      ] + figure.notes.map { "# \($0)" } + [
        "# all quantities are pure numbers; NaN: not known",
        figure.style == .cells
          ? "# columns: x y left right bottom top value runs diverged known text"
          : "# columns: x lower middle upper runs diverged",
      ]
    var index = 0
    for panel in figure.panels {
      if figure.style == .cells {
        let place = panel.title.isEmpty ? "" : " (\(panel.title))"
        lines += ["", "", "# index \(index): \(figure.colours?.label ?? "")\(place)"]
        lines.append("# x: \(panel.x.label), y: \(panel.y.label)")
        lines += panel.cells.map(row)
        index += 1
      }
      for curve in panel.curves {
        let place = panel.title.isEmpty ? "" : " (\(panel.title))"
        lines += ["", "", "# index \(index): \(panel.y.label) against \(panel.x.label)\(place)"]
        lines.append(curve.isScattered ? "# ends of single runs" : "# \(curve.label)")
        lines += curve.points.map(row)
        index += 1
      }
    }
    return lines.map { $0.split(whereSeparator: \.isNewline).joined(separator: " ") }
      .joined(separator: "\n") + "\n"
  }

  /// A cell's value in few letters.
  static func text(of cell: HeatCell) -> String {
    cell.value.isFinite ? significant(cell.value, digits: 2, trimmed: true) : "-"
  }

  private func row(_ cell: HeatCell) -> String {
    let numbers = [
      cell.x, cell.y, cell.xRange.lowerBound, cell.xRange.upperBound, cell.yRange.lowerBound,
      cell.yRange.upperBound, cell.value,
    ].map { $0.isFinite ? "\($0)" : "NaN" }
    return
      (numbers
      + ["\(cell.runCount)", "\(cell.divergedCount)", cell.value.isFinite ? "1" : "0"]
      + [Self.text(of: cell)])
      .joined(separator: " ")
  }

  private func row(_ point: Curve.Point) -> String {
    let numbers = [point.x, point.lower, point.middle, point.upper].map {
      $0.isFinite ? "\($0)" : "NaN"
    }
    return (numbers + ["\(point.runCount)", "\(point.divergedCount)"]).joined(separator: " ")
  }
}
