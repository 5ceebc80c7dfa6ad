/// A cell of a heat map.
public struct HeatCell: Hashable, Sendable {
  /// The values of the two parameters.
  public var x: Double
  /// The vertical one.
  public var y: Double
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
