internal import Parameters

/// Which bits a result has: changes whenever those of some run change.
///
/// Results carry the earliest version whose bits all of their runs have, so that a change that
/// concerns few runs leaves the sweeps of all others as they were. `docs/numerics.md` says what each
/// version changed.
public enum NumericsVersion {
  /// The latest one, which this program computes.
  public static let latest = 3
  /// The version before the rule of ``needed(by:)``.
  private static let earliest = 2

  /// The earliest version with the bits that this program gives a run.
  ///
  /// Version 3 changed the moments of which a step forgets more than half, and the slow equations.
  ///
  /// - Parameter value: Gives the run's parameters by path.
  /// - Returns: The version.
  static func needed(by value: CostModel.Lookup) -> Int {
    let complements = [
      value("optimizer.beta1")?.asReal.map { 1 - $0 }, SecondMomentDecay(value)?.oneMinusBeta2,
    ]
    let forgetsFast = complements.contains { ($0 ?? 0) > 0.5 }
    let isTraining = value("dynamics") == .text("training")
    return forgetsFast || !isTraining ? latest : earliest
  }

  /// The parameters that ``needed(by:)`` asks for; it is monotone in each.
  fileprivate static let paths = [
    "dynamics", "optimizer.beta1", "optimizer.beta2", "optimizer.one_minus_beta2",
    SweepSchema.rate.path, SweepSchema.power.path, "optimizer.step_size",
  ]
}

extension Point {
  /// The earliest numerics version with the bits that this program gives the run.
  public var numericsVersion: Int { NumericsVersion.needed { self[$0] } }
}

extension Specification {
  /// The earliest numerics version with the bits that this program gives every run, excluded ones
  /// included.
  public var numericsVersion: Int {
    subgrids.map { subgrid in
      let given = Set(subgrid.parameters.map(\.path))
      let paths = NumericsVersion.paths.filter(given.contains)
      let corners = Corners(subgrid).values(at: paths)
      return corners.reduce(0) { version, corner in
        let values = Dictionary(uniqueKeysWithValues: zip(paths, corner))
        return max(version, NumericsVersion.needed { values[$0] })
      }
    }.max() ?? NumericsVersion.latest
  }
}
