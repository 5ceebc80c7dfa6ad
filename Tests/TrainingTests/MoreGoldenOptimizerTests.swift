import FoundationEssentials
import Testing

@testable import Training

/// Every optimizer that is not of Adam's form, weight decay and SAM against an independent program.
@Suite struct MoreGoldenOptimizerTests {
  struct File: Decodable {
    let cases: [Case]
  }

  struct Case: Decodable {
    struct Loss: Decodable {
      let kind: String
    }
    struct Model: Decodable {
      let kind: String
      let dimension: Int?
      let inputs: Int?
      let width: Int?
      let depth: Int?
    }
    let model: Model
    let loss: Loss
    let design: [[Double]]
    let targets: [Double]
    let theta0: [Double]
    let delta: Double?
    let labelNoiseSigns: [[Int8]]?
    let runs: [Run]
    let runsWithLabelNoise: [Run]?
  }

  struct Run: Decodable {
    struct Recipe: Decodable {
      let kind: String
      let eta: Double
      let beta: Double?
      let beta1: Double?
      let beta2: Double?
      let mu: Double?
      let epsilon: Double?
      let lambda: Double?
      let rho: Double?
      let psi: Double?
      let dampening: Double?
      let clip: Double?
      let initialAccumulator: Double?
      let biasCorrection: Bool?
      let orthogonalization: String?
      let steps: Int?
    }
    struct Point: Decodable {
      let step: Int
      let theta: [Double]
    }
    let optimizer: Recipe
    let trajectory: [Point]
  }

  /// 1e-10 as for the first release's optimizers: two programs round differently for 60 steps.
  ///
  /// Signs of gradients that are 0 but for rounding may differ; none of these cases has one.
  @Test func trajectoriesAgreeWithAnIndependentProgram() throws {
    let cases = try golden(File.self, "more-optimizers.json").cases
    var compared: [String: Int] = [:]
    for one in cases {
      for (runs, isNoisy) in [(one.runs, false), (one.runsWithLabelNoise ?? [], true)] {
        for run in runs {
          guard let optimizer = Self.optimizer(run.optimizer) else { continue }
          let snapshots = trained(configuration(one, run, optimizer, isNoisy: isNoisy)).snapshots
          #expect(snapshots.map(\.step) == run.trajectory.map(\.step))
          for (snapshot, expected) in zip(snapshots, run.trajectory) {
            let scale = expected.theta.map { abs($0) }.max() ?? 0
            let error =
              zip(snapshot.theta, expected.theta).map { abs($0 - $1) }.max() ?? .infinity
            #expect(
              error <= 1e-10 * scale,
              "\(one.model.kind) \(run.optimizer) step \(expected.step): \(error / scale)")
          }
          compared[run.optimizer.kind, default: 0] += snapshots.count
        }
      }
    }
    #expect(compared.keys.sorted() == Self.kinds)
    #expect(compared.values.allSatisfy { $0 >= 3 * 5 })
  }

  private static let kinds = [
    "adagrad", "adam-l2", "adamw", "amsgrad", "heavy-ball", "heavy-ball-decoupled",
    "heavy-ball-l2", "lion", "nadam", "nadam-torch", "nesterov", "normalized-gd",
    "rmsprop-momentum", "sam", "sgd-decoupled", "sgd-l2", "sign-descent", "signum",
    "torch-rmsprop-centered", "torch-rmsprop-centered-momentum", "torch-sgd-clip",
    "torch-sgd-dampening", "usam",
  ]

  /// Nil for rules whose form here is another one: a buffer begins with the first gradient, as torch's.
  private static func optimizer(_ recipe: Run.Recipe) -> Optimizer? {
    let correctsBias = recipe.biasCorrection ?? false
    return switch recipe.kind {
    case "heavy-ball", "heavy-ball-l2": .sgd(momentum: recipe.beta ?? 0)
    case "heavy-ball-decoupled": .sgd(momentum: recipe.beta ?? 0).decouplingWeightDecay()
    case "nesterov": .sgd(momentum: recipe.beta ?? 0, isNesterov: true)
    case "sgd-l2", "sam", "usam": .sgd
    case "sgd-decoupled": .sgd.decouplingWeightDecay()
    case "adamw": .adamW(correctsBias: correctsBias)
    case "adam-l2": .adam(correctsBias: correctsBias)
    case "amsgrad": .amsgrad(correctsBias: correctsBias)
    case "nadam", "nadam-torch": .nadam
    case "adagrad": .adagrad
    case "rmsprop-momentum": .rmsprop(correctsBias: false, momentum: recipe.mu ?? 0)
    case "sign-descent": .signSGD
    case "signum": .signSGD(momentum: recipe.beta ?? 0)
    case "lion": .lion
    case "normalized-gd": .normalizedGD
    case "torch-sgd-clip": .sgd(momentum: recipe.beta ?? 0)
    case "torch-sgd-dampening":
      .sgd(momentum: recipe.beta ?? 0, dampening: recipe.dampening ?? 0)
    case "torch-rmsprop-centered", "torch-rmsprop-centered-momentum":
      .rmsprop(correctsBias: false, momentum: recipe.mu ?? 0, isCentered: true)
    default: nil
    }
  }

  private func configuration(
    _ one: Case, _ run: Run, _ optimizer: Optimizer, isNoisy: Bool
  ) -> TrainingConfiguration {
    let recipe = run.optimizer
    let model: Training.Model =
      switch one.model.kind {
      case "matrix-factorization":
        .matrixFactorization(
          dimension: one.model.dimension ?? 0, width: one.model.width ?? 0,
          depth: one.model.depth ?? 0)
      case "diagonal-net": .diagonalNet(dimension: one.model.dimension ?? 0)
      default: .linear(dimension: one.model.inputs ?? 0)
      }
    var lane = LaneParameters(
      stepSize: recipe.eta, beta1: recipe.beta1 ?? 0, oneMinusBeta2: 1 - (recipe.beta2 ?? 0),
      epsilon: recipe.epsilon ?? 0, noiseScale: one.delta ?? 0)
    let further = [
      "weight_decay": recipe.lambda, "sam_radius": recipe.rho, "momentum_decay": recipe.psi,
      "initial_accumulator": recipe.initialAccumulator, "clip": recipe.clip,
    ]
    for (key, number) in further { if let number { lane[key] = number } }
    return TrainingConfiguration(
      problem: RegressionProblem(
        design: one.design.flatMap { $0 }, targets: one.targets, truth: nil),
      model: model, loss: one.loss.kind == "logistic" ? .logistic : .squared,
      optimizer: optimizer, normalizesAscent: recipe.kind != "usam", precision: .float64,
      noise: isNoisy ? .given(signs: one.labelNoiseSigns ?? []) : .none,
      initialParameters: one.theta0, lanes: [lane], steps: 60,
      snapshotSteps: run.trajectory.map(\.step))
  }
}
