/// Data to be drawn: panels under one title, with one legend or one colour scale.
public struct Figure: Hashable, Sendable {
  /// What the panels are.
  public enum Style: Hashable, Sendable {
    /// Curves; a transparent band along each.
    case band
    /// Curves; a bar at each point, points joined by a line.
    case bars
    /// Paths of two quantities, the last point large; scattered points without lines.
    case path
    /// Coloured cells over two parameters.
    case cells
  }

  /// One diagram.
  public struct Panel: Hashable, Sendable {
    /// A line above it; may be empty.
    public var title: String
    /// The horizontal axis.
    public var x: Axis
    /// The vertical axis.
    public var y: Axis
    /// The curves, each with at least one point that can be drawn; empty for cells.
    public var curves: [Curve]
    /// The cells; empty for curves.
    public var cells: [HeatCell] = []
  }

  /// The name of its files, without an extension.
  public var name: String
  /// The title.
  public var title: String
  /// What is shown, in a line below the title.
  public var caption: String
  /// What was found in the data, a line each; may be empty.
  public var notes: [String] = []
  /// What the panels are.
  public var style: Style
  /// The diagrams, row by row; at least one.
  public var panels: [Panel]
  /// The quantity that colours stand for; nil for curves.
  public var colours: Axis?
  /// Whether colours part two directions from their middle.
  public var isDiverging = false

  /// Labels and styles of all curves, each once.
  var legend: [(label: String, style: Int)] {
    var labels: [Int: String] = [:]
    for curve in panels.flatMap(\.curves) where !curve.isScattered {
      labels[curve.style] = labels[curve.style] ?? curve.label
    }
    return labels.sorted { $0.key < $1.key }.map { ($0.value, $0.key) }
  }
}

extension Figure.Panel {
  /// A panel whose axes fit its curves; nil when nothing can be drawn.
  init?(
    title: String = "", curves: [Curve], x: (label: String, scaling: Axis.Scaling),
    y: (label: String, scaling: Axis.Scaling), marking: [Double] = []
  ) {
    let points = curves.flatMap(\.points).filter { $0.middle.isFinite }
    let xs = points.map(\.x)
    let ys = points.flatMap { [$0.lower, $0.middle, $0.upper] }
    guard
      let xAxis = Axis.fitting(xs, label: x.label, scaling: x.scaling, marking: marking),
      let yAxis = Axis.fitting(ys, label: y.label, scaling: y.scaling)
    else { return nil }
    let drawable = curves.filter { curve in
      curve.points.contains { point in
        point.middle.isFinite && (!xAxis.isLogarithmic || point.x > 0)
          && (!yAxis.isLogarithmic || point.middle > 0)
      }
    }
    guard !drawable.isEmpty else { return nil }
    self.init(title: title, x: xAxis, y: yAxis, curves: drawable)
  }
}
