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
        "# all quantities are pure numbers; NaN: not known, inf: most runs were lost",
        figure.style == .cells
          ? "# columns: x y left right bottom top value runs diverged known text place_x place_y"
          : "# columns: x lower middle upper runs lost",
      ]
    var index = 0
    for panel in figure.panels {
      if figure.style == .cells {
        let place = panel.title.isEmpty ? "" : " (\(panel.title))"
        lines += ["", "", "# index \(index): \(figure.colours?.plainLabel ?? "")\(place)"]
        lines.append("# x: \(panel.x.plainLabel), y: \(panel.y.plainLabel)")
        lines += moved(panel) + panel.cells.map(row)
        index += 1
      }
      for curve in panel.curves {
        let place = panel.title.isEmpty ? "" : " (\(panel.title))"
        lines += [
          "", "", "# index \(index): \(panel.y.plainLabel) against \(panel.x.plainLabel)\(place)",
        ]
        lines.append(curve.isScattered ? "# ends of single runs" : "# \(curve.label)")
        lines += curve.points.map(row)
        index += 1
      }
    }
    return lines.map(GnuplotText.line).joined(separator: "\n") + "\n"
  }

  /// Which values of a map do not stand where they are.
  private func moved(_ panel: Figure.Panel) -> [String] {
    let places = [
      ("x", panel.cells.first { $0.x != $0.place.x }.map { ($0.x, $0.place.x) }),
      ("y", panel.cells.first { $0.y != $0.place.y }.map { ($0.y, $0.place.y) }),
    ]
    return places.compactMap { name, moved in
      moved.map { "# \(name) = \(exact($0.0)) stands at \(exact($0.1)) on its logarithmic axis" }
    }
  }

  /// A cell's value in few letters.
  static func text(of cell: HeatCell) -> String {
    cell.value.isFinite ? significant(cell.value, digits: 2, trimmed: true) : "-"
  }

  private func row(_ cell: HeatCell) -> String {
    let numbers = [
      cell.x, cell.y, cell.xRange.lowerBound, cell.xRange.upperBound, cell.yRange.lowerBound,
      cell.yRange.upperBound, cell.value,
    ].map(number)
    let counts = ["\(cell.runCount)", "\(cell.divergedCount)", cell.value.isFinite ? "1" : "0"]
    let place = [number(cell.place.x), number(cell.place.y)]
    return (numbers + counts + [Self.text(of: cell)] + place).joined(separator: " ")
  }

  private func row(_ point: Curve.Point) -> String {
    let numbers = [point.x, point.lower, point.middle, point.upper].map(number)
    return (numbers + ["\(point.runCount)", "\(point.lostCount)"]).joined(separator: " ")
  }

  /// A number as gnuplot reads it.
  private func number(_ value: Double) -> String { value.isNaN ? "NaN" : exact(value) }
}
