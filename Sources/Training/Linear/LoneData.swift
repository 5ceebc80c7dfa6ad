/// The data of runs by themselves.
final class LoneData<Scalar: LookupScalar> {
  let problem: RegressionProblem
  private let bothWays: Bool
  /// What the runs share.
  private lazy var design = LoneProducts<Scalar>(problem.design, bothWays: bothWays)

  /// Data whose design is held both ways, whatever its size, if `bothWays`.
  init(_ problem: RegressionProblem, bothWays: Bool) {
    (self.problem, self.bothWays) = (problem, bothWays)
  }

  /// The products with the design, for one run.
  var products: LinearProducts<SIMD16<Scalar>> { LinearProducts(design, problem) }
}
