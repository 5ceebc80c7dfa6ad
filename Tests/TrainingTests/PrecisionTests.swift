import Testing
import Training

/// Single and double precision follow different trajectories of the same law.
///
/// A hundred problems each, with seeds of their own, are trained to the end; tr H, the population
/// loss and the share of the support that is found are compared by the two-sample
/// Kolmogorov–Smirnov statistic at α = 10⁻³. Of the nine comparisons one would fail by chance with a
/// probability below 1 % for seeds drawn anew; these seeds are fixed, so that nothing is left to
/// chance.
@Suite struct PrecisionTests {
  /// ln(2/α) of α = 10⁻³.
  static let logarithm = 7.6009

  private struct Sample {
    var traces: [Double] = []
    var losses: [Double] = []
    var recalls: [Double] = []
  }

  /// The ends of a hundred runs, data, start and noise all of the run's seed.
  private func sample(
    _ optimizer: Optimizer, _ precision: Precision, seeds: Range<UInt64>
  ) -> Sample {
    var sample = Sample()
    let model = Model.diagonalNet(dimension: 20, initialScale: 0.2)
    for seed in seeds {
      let problem = RegressionProblem.generated(
        design: .sign, samples: 12, truth: .sparse(dimension: 20, sparsity: 3), dataSeed: seed)
      let snapshots = trained(
        TrainingConfiguration(
          problem: problem, model: model, optimizer: optimizer, precision: precision,
          noise: .label(), initialParameters: model.initialParameters(seed: seed),
          lanes: [
            LaneParameters(
              stepSize: optimizer == .sgd ? 0.05 : 0.01, oneMinusBeta2: 0.05, exponent: 0.3,
              noiseScale: 0.3, noiseSeed: seed)
          ], steps: 3000, snapshotSteps: [3000])
      ).snapshots
      for snapshot in snapshots {
        let values = observables(
          of: snapshot, problem: problem, model: model,
          settings: ObservableSettings(exponent: 0.5, supportThreshold: 0.1))
        sample.traces.append(values.traceHessian)
        sample.losses.append(values.populationLoss)
        sample.recalls.append(values.supportRecall)
      }
    }
    return sample
  }

  @Test(arguments: [Optimizer.sgd, .adam, .adamE])
  func bothPrecisionsHaveTheSameLaw(optimizer: Optimizer) {
    let double = sample(optimizer, .float64, seeds: 0..<100)
    let single = sample(optimizer, .float32, seeds: 100..<200)
    #expect(double.traces.count == 100 && single.traces.count == 100)
    let limit = kolmogorovSmirnovLimit(sampleCount: 100, logarithmOfTwoOverAlpha: Self.logarithm)
    #expect(kolmogorovSmirnovDistance(double.traces, single.traces) < limit)
    #expect(kolmogorovSmirnovDistance(double.losses, single.losses) < limit)
    #expect(kolmogorovSmirnovDistance(double.recalls, single.recalls) < limit)
  }

  /// The comparison sees what it should: another optimizer ends elsewhere.
  @Test func anotherLawIsToldApart() {
    let adam = sample(.adam, .float64, seeds: 0..<100)
    let sgd = sample(.sgd, .float64, seeds: 100..<200)
    let limit = kolmogorovSmirnovLimit(sampleCount: 100, logarithmOfTwoOverAlpha: Self.logarithm)
    let distances = [
      kolmogorovSmirnovDistance(adam.traces, sgd.traces),
      kolmogorovSmirnovDistance(adam.losses, sgd.losses),
    ]
    #expect(distances.contains { $0 > limit }, "\(distances)")
  }
}
