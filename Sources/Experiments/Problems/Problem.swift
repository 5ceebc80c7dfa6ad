internal import Training

/// What the runs of a lane-batch are trained on.
struct Problem {
  /// Design, targets and truth.
  var data: RegressionProblem
  /// θ₀ from a user's file; nil: drawn from the init seed.
  var initialParameters: [Double]?
  /// Standard deviations of the gradient noise from a user's file.
  var noiseScales: [Double]?
}
