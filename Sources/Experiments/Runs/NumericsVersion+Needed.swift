internal import Parameters
public import Sweeps
internal import Training

extension NumericsVersion {
  /// The version before the rule of ``needed(by:)``.
  private static let earliest = 2

  /// The earliest version with the bits that this program gives a run.
  ///
  /// Version 3 changed the moments of which a step forgets more than half, and the slow equations.
  ///
  /// - Parameter given: Gives the run's parameters by path.
  /// - Returns: The version.
  static func needed(by given: @escaping Values.Lookup) -> Int {
    let lookup = Resolution(given).lookup
    // An optimizer without them has none, whatever the default is elsewhere.
    let complements = [
      given(Parameter.beta1.path(in: Block.optimizer))?.asReal.map { 1 - $0 },
      lookup(Parameter.oneMinusBeta2.path(in: Block.optimizer))?.asReal,
    ]
    let forgetsFast = complements.contains { ($0 ?? 0) > 0.5 }
    let isTraining =
      lookup(Parameter.dynamics.path(in: nil)) == .text(Run.Dynamics.training.rawValue)
    return forgetsFast || !isTraining ? latest : earliest
  }

  /// The parameters that ``needed(by:)`` asks for; it is monotone in each.
  fileprivate static let paths = {
    let decay = Parameter.oneMinusBeta2.path(in: Block.optimizer)
    let parts = (Parameter.oneMinusBeta2.law?.parts ?? []).map { $0.path(in: decay) }
    let others: [Parameter] = [.beta1, .beta2, .oneMinusBeta2]
    return [Parameter.dynamics.path(in: nil)] + others.map { $0.path(in: Block.optimizer) } + parts
      + [Parameter.stepSize.path(in: Block.optimizer)]
  }()
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
