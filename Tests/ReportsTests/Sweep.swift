import Shards

@testable import Reports

/// A small sweep in memory: runs are listed one by one.
struct Sweep {
  struct Run {
    var optimizer = "sgd"
    var exponent = ""
    var samples = 20
    var stepSize = 0.1
    var seed = 0
    var state = RunState.ok
    var loss = 0.5
  }

  var runs: [Run]
  var question: String?

  var table: RunTable {
    func column(_ value: (Run) -> String) -> [String] { runs.map(value) }
    let losses = runs.map { $0.state == .ok ? $0.loss : .nan }
    return RunTable(
      title: "small", question: question,
      parameters: [
        ("optimizer", column(\.optimizer)), ("samples", column { "\($0.samples)" }),
        ("step_size", column { "\($0.stepSize)" }),
        ("beta1", column { $0.optimizer == "sgd" ? "" : "0.9" }),
        ("exponent", column(\.exponent)),
        // 1 − β₂ = 10 η², as a power law gives it.
        (
          "one_minus_beta2",
          column { $0.optimizer == "sgd" ? "" : "\(10 * $0.stepSize * $0.stepSize)" }
        ),
        ("sparsity", column { _ in "5" }), ("seed", column { "\($0.seed)" }),
      ],
      states: runs.map(\.state),
      finals: [
        .populationLoss: losses, .trainLoss: losses.map { $0 / 100 },
        .traceHessian: losses.map { $0 * 10 },
        .l1Norm: losses.map { _ in .nan },
      ])
  }

  /// Traces in which every run has its loss times 4, 2, 1 at steps 0, 1, 10 (or those given).
  func traces(steps: [Int] = [0, 1, 10]) -> Traces {
    let count = steps.count
    let losses = runs.flatMap { run in
      (0..<count).map { run.state == .ok ? run.loss * Double(1 << (count - 1 - $0)) : .nan }
    }
    return Traces(
      snapshotCount: count, steps: runs.flatMap { _ in steps },
      values: [.populationLoss: losses, .traceHessian: losses, .traceSqrtDiagHessian: losses])
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
}
