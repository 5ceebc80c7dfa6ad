import Experiments
import Shards

@testable import Reports

extension RunParameter {
  /// A parameter of which its file says nothing.
  init(name: String, values: [String]) {
    self.init(ParameterKind(name, known: Language.columnDescriptions), values: values)
  }
}

/// A small sweep in memory: runs are listed one by one.
struct Sweep {
  struct Run {
    var dynamics = "training"
    var optimizer = "sgd"
    var exponent = ""
    var samples = 20
    var stepSize = 0.1
    var rate = 10.0
    var seed = 0
    var state = RunState.ok
    var loss = 0.5
  }

  var runs: [Run]
  var title = "small"
  var question: String?
  /// Whether tr(Diag(H)^½) was recorded too.
  var knowsBothTraces = false
  /// Further parameters, a value for each run.
  var furtherParameters: [(name: String, values: [String])] = []

  var table: RunTable {
    func column(_ value: (Run) -> String) -> [String] { runs.map(value) }
    let losses = runs.map { $0.state == .ok ? $0.loss : .nan }
    let columns: [(String, [String])] = [
      ("dynamics", column(\.dynamics)), ("optimizer", column(\.optimizer)),
      ("samples", column { "\($0.samples)" }), ("step_size", column { "\($0.stepSize)" }),
      // It means nothing to the slow equations.
      ("beta1", column { $0.optimizer == "sgd" || $0.dynamics != "training" ? "" : "0.9" }),
      ("exponent", column(\.exponent)),
      // 1 − β₂ = C η², as a power law gives it.
      (
        "one_minus_beta2",
        column { $0.optimizer == "sgd" ? "" : "\($0.rate * $0.stepSize * $0.stepSize)" }
      ),
      ("sparsity", column { _ in "5" }), ("seed", column { "\($0.seed)" }),
    ]
    return RunTable(
      title: title, question: question,
      parameters: (columns + furtherParameters).map { RunParameter(name: $0.0, values: $0.1) },
      states: runs.map(\.state),
      finals: [
        .populationLoss: losses, .trainLoss: losses.map { $0 / 100 },
        .traceHessian: losses.map { $0 * 10 },
        .traceSqrtDiagHessian: losses.map { knowsBothTraces ? $0 * 5 : .nan },
        .l1Norm: losses.map { _ in .nan },
      ])
  }

  /// Traces in which every run has its loss times 4, 2, 1 at steps 0, 1, 10 (or those given), and
  /// its slow times if `isTimed`.
  func traces(steps: [Int] = [0, 1, 10], isTimed: Bool = false) -> Traces {
    let count = steps.count
    let losses = runs.flatMap { run in
      (0..<count).map { run.state == .ok ? run.loss * Double(1 << (count - 1 - $0)) : .nan }
    }
    let times = runs.flatMap { run in
      steps.map { isTimed ? Double($0) * run.stepSize * run.stepSize : .nan }
    }
    return Traces(
      runs: Array(runs.indices), snapshotCount: count, steps: runs.flatMap { _ in steps },
      values: [
        .slowTime: times, .populationLoss: losses, .traceHessian: losses,
        .traceSqrtDiagHessian: losses.map { $0 / 2 }, .tracePowerDiagHessian: losses,
      ])
  }

  /// The figures by name.
  func figures(steps: [Int] = [0, 1, 10], isTimed: Bool = false) -> [String: Figure] {
    let set = FigureSet(
      SweepAnalysis(table), traces: traces(steps: steps, isTimed: isTimed))
    return Dictionary(uniqueKeysWithValues: set.figures.map { ($0.name, $0) })
  }

  /// Two optimizers on two problems, three step sizes and three seeds each; adam is better, and
  /// sgd diverges once at its largest step size.
  static var comparison: Sweep {
    var runs: [Run] = []
    for samples in [20, 50] {
      for (optimizer, scale) in [("sgd", 1.0), ("adam-e", 0.01)] {
        for (place, stepSize) in [0.01, 0.03, 0.1].enumerated() {
          for seed in 0..<3 {
            let isLost = optimizer == "sgd" && stepSize == 0.1 && seed == 2
            let loss = scale * Double(10 * (3 - place) + seed + 1) / Double(samples)
            runs.append(
              Run(
                optimizer: optimizer, exponent: optimizer == "sgd" ? "" : "0.5",
                samples: samples, stepSize: stepSize, seed: seed,
                state: isLost ? .diverged : .ok, loss: loss))
          }
        }
      }
    }
    return Sweep(runs: runs, question: "Which is better?")
  }

  /// Adam on a grid of four step sizes and three rates of 1 − β₂; it diverges in one corner.
  static var phase: Sweep {
    var runs: [Run] = []
    for (x, stepSize) in [0.001, 0.01, 0.1, 1].enumerated() {
      for (y, rate) in [0.01, 0.1, 1].enumerated() {
        for seed in 0..<2 {
          let isLost = x == 3 && y == 2
          runs.append(
            Run(
              optimizer: "adam", stepSize: stepSize, rate: rate, seed: seed,
              state: isLost ? .diverged : .ok, loss: Double(1 + x + 10 * y)))
        }
      }
    }
    return Sweep(runs: runs)
  }

  /// Two optimizers, trained and solved; the slow equation has the least loss.
  static var theory: Sweep {
    var runs: [Run] = []
    for optimizer in ["sgd", "adam"] {
      for stepSize in [0.01, 0.1] {
        for seed in 0..<3 {
          runs.append(
            Run(optimizer: optimizer, stepSize: stepSize, seed: seed, loss: 0.5 + stepSize))
        }
        runs.append(
          Run(dynamics: "slow-ode", optimizer: optimizer, stepSize: stepSize, loss: 0.1))
      }
    }
    return Sweep(runs: runs)
  }
}
