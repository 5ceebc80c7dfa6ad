import Training

/// The two functions that make an optimizer near Γ: V, what its second moment averages, and S(v).
protocol PreconditionerRule: Sendable {
  /// Whether there is a second moment.
  var hasSecondMoment: Bool { get }
  /// Whether v is an average, and not a sum.
  var forgets: Bool { get }
  /// The numbers of v; 0 without.
  var secondMomentCount: Int { get }

  /// V(H) at a point, as long as v.
  func averagedHessian(at point: any PointGeometry) -> [Double]

  /// What v is at the start for a v₀ that is given.
  func averaged(_ given: [Double]) -> [Double]

  /// S(v).
  func metric(_ v: [Double]) -> Metric

  /// The v that a step may end with.
  func bounded(_ v: [Double]) -> [Double]

  /// The unit in which v follows ζ: what the error of a step is taken of.
  func measure(_ v: [Double]) -> [Double]

  /// Sets of parameters that the flow keeps at 0 once all are there; see `AdaptiveRule`.
  func kinkGroups(of model: any PerSample) -> [[Int]]
}
