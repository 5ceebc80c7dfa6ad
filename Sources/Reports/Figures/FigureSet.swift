internal import Shards

/// The figures that a table's runs allow; each one that has nothing to show is left out.
public struct FigureSet {
  /// The figures.
  public let figures: [Figure]
  /// Curves that were left out because there were too many.
  public let hiddenCurveCount: Int

  /// Curves in a panel at most; more cannot be told apart.
  static let mostCurves = 10
  /// Panels in a figure at most.
  static let mostPanels = 4

  /// Makes the figures of analysed runs.
  ///
  /// Tuned parameters are the best for each curve, as in ``SummaryTable``; `traces` has at least
  /// the runs of ``SweepAnalysis/tracedRuns``.
  public init(_ analysis: SweepAnalysis, traces: Traces) {
    let maker = FigureMaker(analysis, traces: traces)
    let single: [Figure?] = [
      maker.recovery(), maker.factorization(), maker.populationLoss(), maker.trajectories(),
      maker.sharpnessPlane(), maker.theory(), maker.weakError(), maker.stepSizes(),
      maker.exponents(), maker.advantage(),
    ]
    figures = single.compactMap { $0 } + maker.heatMaps()
    let methods = Set(analysis.comparedGroups.map { $0.key(at: analysis.methodPlaces) })
    hiddenCurveCount = max(0, methods.count - Self.mostCurves)
  }
}
