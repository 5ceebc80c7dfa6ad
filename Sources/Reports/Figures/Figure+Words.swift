internal import FileSystem

extension Figure {
  /// What is seen, in words: for those who do not see the figure.
  public var words: String {
    let panels = panels.map { panel in
      let place = panel.title.isEmpty ? "" : "\(panel.title): "
      let what = style == .cells ? words(ofCells: panel) : words(ofCurves: panel)
      return place + what
    }
    return panels.joined(separator: " ")
  }

  private func words(ofCurves panel: Panel) -> String {
    let scale = [("x", panel.x), ("y", panel.y)].filter { $0.1.isLogarithmic }.map(\.0)
    let scales = scale.isEmpty ? "" : " (logarithmic in \(scale.joined(separator: " and ")))"
    let head = "\(panel.y.plainLabel) against \(panel.x.plainLabel)\(scales)."
    let curves = panel.curves.filter { !$0.isScattered }.compactMap { curve -> String? in
      let points = curve.points.filter { $0.middle.isFinite }
      let lost = curve.points.filter { $0.middle == .infinity }.map { shown($0.x) }
      guard let first = points.first, let last = points.last else { return nil }
      let rest = lost.isEmpty ? "" : "; most runs lost at \(lost.joined(separator: ", "))"
      if points.count == 1 { return "\(curve.label): \(text(first))\(rest)." }
      return "\(curve.label): from \(text(first)) to \(text(last))\(rest)."
    }
    return ([head] + curves).joined(separator: " ")
  }

  private func text(_ point: Curve.Point) -> String {
    "\(significant(point.middle, trimmed: true)) at \(shown(point.x))"
  }

  private func words(ofCells panel: Panel) -> String {
    let known = panel.cells.filter { $0.value.isFinite }
    let lost = panel.cells.count - known.count
    let head =
      "\(colours?.plainLabel ?? "value") over \(panel.x.plainLabel) and \(panel.y.plainLabel), "
      + "\(counted(panel.cells.count, "cell"))"
    let diverged = lost == 0 ? "" : "; in \(lost) most runs were lost"
    guard let least = known.min(by: { $0.value < $1.value }),
      let most = known.max(by: { $0.value < $1.value })
    else { return head + diverged + "." }
    return head + ": least \(text(least, panel)), most \(text(most, panel))\(diverged)."
  }

  private func text(_ cell: HeatCell, _ panel: Panel) -> String {
    "\(significant(cell.value, trimmed: true)) at "
      + "\(panel.x.plainLabel) = \(shown(cell.x)), \(panel.y.plainLabel) = \(shown(cell.y))"
  }
}
