public import Parameters

/// Runs that are left out: those that meet all of the conditions.
///
/// A sub-grid that lacks the path of a condition meets it nowhere.
public struct Exclusion: Hashable, Sendable, Codable {
  /// A parameter and the values at which it counts.
  public struct Condition: Hashable, Sendable, Codable {
    /// Block and key, `optimizer.step_size`.
    public var path: String
    /// The values, ascending.
    public var values: [Value]
  }

  /// The conditions, ordered by path; never empty.
  public var conditions: [Condition]
}
