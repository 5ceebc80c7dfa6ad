/// A figure's data: one block a curve, in the order of panels and curves.
struct GnuplotData {
  private let figure: Figure

  init(_ figure: Figure) { self.figure = figure }

  /// Blocks are parted by two empty lines, so that gnuplot's `index` counts them from 0.
  var text: String {
    var lines = [
      "# \(figure.title)", "# \(figure.caption)",
      "# all quantities are pure numbers; NaN: not known",
      "# columns: x lower middle upper runs diverged",
    ]
    var index = 0
    for panel in figure.panels {
      for curve in panel.curves {
        let place = panel.title.isEmpty ? "" : " (\(panel.title))"
        lines += ["", "", "# index \(index): \(panel.y.label) against \(panel.x.label)\(place)"]
        lines.append("# \(curve.label)")
        lines += curve.points.map(row)
        index += 1
      }
    }
    return lines.map { $0.split(whereSeparator: \.isNewline).joined(separator: " ") }
      .joined(separator: "\n") + "\n"
  }

  private func row(_ point: Curve.Point) -> String {
    let numbers = [point.x, point.lower, point.middle, point.upper].map {
      $0.isFinite ? "\($0)" : "NaN"
    }
    return (numbers + ["\(point.runCount)", "\(point.divergedCount)"]).joined(separator: " ")
  }
}
