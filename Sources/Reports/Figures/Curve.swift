/// One line of a figure: a middle and an interval around it at each abscissa.
public struct Curve: Hashable, Sendable {
  /// A point of a curve; NaN where there is no value, infinite where most runs have none.
  public struct Point: Hashable, Sendable {
    /// The abscissa.
    public var x: Double
    /// The interval's lower end.
    public var lower: Double
    /// The middle: a median or a share.
    public var middle: Double
    /// The interval's upper end.
    public var upper: Double
    /// Runs behind the middle: all that were computed.
    public var runCount: Int
    /// Those of them without a value, as they diverged or could not be projected; in medians they
    /// count as infinite.
    public var lostCount: Int
  }

  /// What the legend says.
  public var label: String
  /// Which of the figure's styles it has; curves of one label share it in all panels.
  public var style: Int
  /// The points, in order of x; of a path in order of time.
  public var points: [Point]
  /// Whether its points are single runs, drawn small and without a line.
  public var isScattered = false
}
