/// What a rule takes for each parameter in a step, for the plan.
public struct RuleWork: Hashable, Sendable {
  /// Picoseconds of a run by itself.
  public var alone = 1_200
  /// Picoseconds of all lanes together.
  public var inLanes = 15_000
  /// Whether means over blocks are taken.
  public var isBlockwise = false
  /// Whether no run goes by itself.
  public var isForLanesOnly = false

  /// The usual work of two moments, a root and a division.
  public init() {}

  init(
    alone: Int = 1_200, inLanes: Int = 15_000, isBlockwise: Bool = false,
    isForLanesOnly: Bool = false
  ) {
    (self.alone, self.inLanes) = (alone, inLanes)
    (self.isBlockwise, self.isForLanesOnly) = (isBlockwise, isForLanesOnly)
  }
}
