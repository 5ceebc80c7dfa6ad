internal import Training

/// What the runs of a lane-batch are trained on.
struct Problem {
  /// Design, targets and truth.
  var data: RegressionProblem
  /// The names of the inputs from a user's file.
  var inputNames: [String]?
  /// θ₀ from a user's file; nil: drawn from the init seed.
  var initialParameters: [Double]?
  /// Blocks of the model that are not trained, from a user's file, by name.
  var fixedBlocks: [String: [Double]] = [:]
  /// v₀ from a user's file, where the slow equations start.
  var secondMoment: [Double]?
  /// Standard deviations of the gradient noise from a user's file.
  var noiseScales: [Double]?
}
