internal import ElementaryFunctions
public import Parameters

/// What each run records, and at which steps.
public struct RecordPlan: Hashable, Sendable, Codable {
  /// At which steps snapshots are taken.
  public enum Schedule: Hashable, Sendable, Codable {
    /// `count` snapshots at round(k · steps / (count − 1)), k = 0…count−1.
    case linear(count: Int)
    /// Step 0, then count − 1 strictly increasing steps that end at the last one.
    case logarithmic(count: Int)
    /// Exactly these steps, increasing.
    case steps([Int])
    /// The steps round(t/e²), e the effective step, for these slow times t, increasing.
    case slowTimes([Double])
  }

  /// When something costly is recorded: the signal w(θ), the parameters, or what is seen after projection.
  public enum Occasion: String, Hashable, Sendable, Codable, CaseIterable {
    /// Never.
    case never
    /// At the last snapshot.
    case last
    /// At every snapshot.
    case all
  }

  /// At which steps snapshots are taken.
  public var schedule: Schedule
  /// When the signal w(θ) is recorded.
  public var signal: Occasion
  /// When θ itself is recorded, block by block; nil for never.
  public var parameters: Occasion?
  /// When θ is projected onto the minimizer manifold for the observables there.
  public var projection: Occasion
  /// Entries of w above this in absolute value count as found.
  public var supportThreshold: Double
  /// The quantities that are recorded and no other; nil: those that every sweep has.
  public var only: [String]?
  /// Quantities that are recorded beside the usual ones; nil for none.
  public var also: [String]?

  /// Quantities that the sweep file writes itself, in its order; nil for none.
  public var formulas: [Formula]?

  /// A quantity as a formula.
  public struct Formula: Hashable, Sendable, Codable {
    /// The name of its column.
    public var name: String
    /// Its lines.
    public var text: String
  }

  /// The average of θ that quantities are recorded at too; nil for none.
  public var averages: Averages?

  /// An average of θ along a run; one of both is given.
  public struct Averages: Hashable, Sendable, Codable {
    /// The decay of an exponential average, in 0 ..< 1.
    public var decay: Double?
    /// The fraction of the steps, the last ones, whose mean it is, in (0, 1].
    public var tail: Double?
  }

  /// The state at which a run ends before its last step; nil for none.
  public var end: End?

  /// A state at which a run ends: the first snapshot at which a quantity is within a bound.
  public struct End: Hashable, Sendable, Codable {
    /// The quantity's name.
    public var quantity: String
    /// The bound, in its units.
    public var bound: Double
    /// Whether the quantity is to be at least the bound, and not at most.
    public var isAbove: Bool

    /// A bound of a quantity.
    public init(quantity: String, bound: Double, isAbove: Bool) {
      (self.quantity, self.bound, self.isAbove) = (quantity, bound, isAbove)
    }

    /// Whether a value is within it; NaN is not.
    public func holds(_ value: Double) -> Bool { isAbove ? value >= bound : value <= bound }
  }

  /// Whether each run has a quantity: those of the frozen format and those that it asks for beside, or those
  /// that it asks for alone with the clock.
  public func records(_ quantity: Quantity) -> Bool {
    let isBeside = also?.contains(quantity.name) ?? false
    guard let only else { return quantity.since <= Schema.frozenFormat || isBeside }
    return only.contains(quantity.name) || quantity.use == .time || isBeside
  }

  /// How many snapshots the longest run has.
  public var snapshotCount: Int {
    switch schedule {
    case .linear(let count), .logarithmic(let count): count
    case .steps(let steps): steps.count
    case .slowTimes(let times): times.count
    }
  }

  /// The steps of the snapshots of a run of `steps` steps with an effective step, strictly increasing in
  /// 0…steps.
  ///
  /// The logarithmic schedule takes round(steps^((k−1)/(count−2))) for k = 1…count−1, moved up
  /// where that repeats a step.
  ///
  /// - Precondition: The specification was checked against the run's horizon.
  public func snapshotSteps(horizon steps: Int, effectiveStep: Double) -> [Int] {
    switch schedule {
    case .slowTimes(let times):
      return times.map { SlowTime($0).step(effectiveStep: effectiveStep) }
    case .steps(let list):
      return list
    case .linear(let count):
      let last = UInt128(count - 1)
      // round(k · steps / last), halves up, in exact integer arithmetic.
      return (0..<UInt128(count)).map { Int((2 * $0 * UInt128(steps) + last) / (2 * last)) }
    case .logarithmic(let count):
      precondition(count >= 2 && steps >= count - 1, "more snapshots than steps")
      var result = [0]
      for k in 1..<count {
        let t = count == 2 ? 1 : Double(k - 1) / Double(count - 2)
        let ideal = k == count - 1 ? steps : Int(Elementary.power(Double(steps), t).rounded())
        // Leave room for the snapshots after this one.
        result.append(min(max(ideal, result[k - 1] + 1), steps - (count - 1 - k)))
      }
      return result
    }
  }
}
