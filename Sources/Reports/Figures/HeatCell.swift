/// A cell of a heat map.
public struct HeatCell: Hashable, Sendable {
  /// Where something stands on its panel's axes.
  public struct Place: Hashable, Sendable {
    /// On the horizontal axis.
    public var x: Double
    /// On the vertical one.
    public var y: Double
  }

  /// The value of the horizontal parameter, as the runs have it.
  public var x: Double
  /// The value of the vertical one.
  public var y: Double
  /// Where the cell stands: at its values, but for a 0 on a logarithmic axis.
  public var place: Place
  /// The cell's left and right edge.
  public var xRange: ClosedRange<Double>
  /// The cell's lower and upper edge.
  public var yRange: ClosedRange<Double>
  /// What its colour stands for; not finite where most runs diverged, and then it is grey with a
  /// cross.
  public var value: Double
  /// Runs behind the value.
  public var runCount: Int
  /// Runs that diverged.
  public var divergedCount: Int
}
