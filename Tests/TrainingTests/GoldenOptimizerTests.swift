import Testing
import Training

@Suite struct GoldenOptimizerTests {
  /// 1e-10 is what the reference promises in double precision; 1e-4 is about 1000 roundings of
  /// single precision, over 60 steps of sums of a few terms.
  @Test(arguments: [(Precision.float64, 1e-10), (.float32, 1e-4)])
  func trajectoriesAgreeWithAnIndependentProgram(precision: Precision, tolerance: Double) throws {
    let cases = try golden(GoldenOptimizers.self, "optimizers.json").cases
    var compared = 0
    for one in cases {
      for (runs, isNoisy) in [(one.runs, true), (one.runsWithoutNoise, false)] {
        for run in runs {
          let snapshots = trained(configuration(one, run, precision, isNoisy: isNoisy)).snapshots
          #expect(snapshots.map(\.step) == run.trajectory.map(\.step))
          for (snapshot, expected) in zip(snapshots, run.trajectory) {
            let scale = expected.theta.map { abs($0) }.max() ?? 0
            let error = zip(snapshot.theta, expected.theta).map { abs($0 - $1) }.max() ?? .infinity
            #expect(error <= tolerance * scale, "\(run.optimizer) step \(expected.step)")
            compared += 1
          }
        }
      }
    }
    #expect(compared == 4 * 2 * 7 * 5)
  }

  private func configuration(
    _ one: GoldenOptimizers.Case, _ run: GoldenOptimizers.Run, _ precision: Precision, isNoisy: Bool
  ) -> TrainingConfiguration {
    let recipe = run.optimizer
    return TrainingConfiguration(
      problem: one.problem, model: one.model.model, optimizer: optimizer(recipe, one.model),
      precision: precision,
      noise: isNoisy ? .given(signs: one.labelNoiseSigns) : .none, initialParameters: one.theta0,
      lanes: [
        LaneParameters(
          stepSize: recipe.eta, beta1: recipe.beta1 ?? 0, oneMinusBeta2: 1 - (recipe.beta2 ?? 0),
          exponent: recipe.exponent ?? 0, epsilon: one.epsilon, noiseScale: one.delta)
      ], steps: 60, snapshotSteps: run.trajectory.map(\.step))
  }

  /// The block size is for diagonal nets only, as the reference says.
  private func optimizer(
    _ recipe: GoldenOptimizers.Run.Recipe, _ model: GoldenModel
  ) -> Optimizer {
    switch recipe.kind {
    case "sgd": .sgd
    case "rmsprop": .rmsprop
    case "adam": .adam
    case "adam-e": .adamE
    case "adam-mini": .adamMini(blockSize: model.width == nil ? recipe.blockSize : nil)
    case "adalayer": .adalayer
    default: preconditionFailure("no optimizer is called \(recipe.kind)")
    }
  }
}
