import Formulas
import FoundationEssentials
import Training

struct GoldenModel: Decodable {
  let kind: String
  let dimension: Int?
  let width: Int?
  let depth: Int?
  let inputs: Int?

  var model: Model {
    guard let dimension else {
      preconditionFailure("\(kind) has a model for each number of samples")
    }
    return if let width, let depth {
      .matrixFactorization(dimension: dimension, width: width, depth: depth)
    } else {
      .diagonalNet(dimension: dimension)
    }
  }
}

extension GoldenModel {
  /// The model; a net of two layers is a formula, which knows its samples.
  func model(samples: Int) throws -> Model {
    guard let inputs, let width else { return model }
    let text = ModelText(
      blocks: [
        ModelText.Block(name: "W", extents: ["width", "inputs"]),
        ModelText.Block(name: "a", extents: ["width"]),
      ], sizes: [ModelText.Size("width", width)], prediction: "a @ tanh(W @ x)")
    return try .formula(text, input: .vector(inputs), samples: samples)
  }
}

/// A case with numbers to fit.
protocol GoldenData: Decodable {
  var design: [[Double]] { get }
  var targets: [Double] { get }
}

extension GoldenData {
  var problem: RegressionProblem {
    RegressionProblem(design: design.flatMap { $0 }, targets: targets, truth: nil)
  }
}

struct GoldenOptimizer: Decodable {
  let kind: String
  let exponent: Double?
  let blockSize: Int?

  func optimizer(on model: Model) -> Optimizer {
    switch kind {
    case "rmsprop": .rmsprop
    case "adam": .adam
    case "adam-e": .adamE
    case "adam-mini":
      .adamMini(blockSize: model.layout.rows == nil ? blockSize : nil)
    case "adalayer": .adalayer
    default: .sgd
    }
  }
}

/// Reference values made by an independent program; see the `origin` field of each file.
struct GoldenLabelNoise: Decodable {
  struct Case: GoldenData, Sendable {
    struct Point: Decodable {
      let time: Double
      let theta: [Double]
      let v: [Double]
      let traceHessian: Double
      let traceSqrtDiagHessian: Double
    }
    let model: GoldenModel
    let design: [[Double]]
    let targets: [Double]
    let theta0: [Double]
    let v0: [Double]
    let optimizer: GoldenOptimizer
    let alpha: Double
    let c: Double
    let horizon: Double
    let epsilon: Double
    let solution: [Point]
    var name: String {
      "\(model.kind) \(theta0.count) \(optimizer.kind) \(optimizer.exponent ?? 0)"
    }
  }

  let cases: [Case]
}

/// The label-noise equation with what else moves along the manifold.
struct GoldenForces: Decodable {
  struct Case: GoldenData {
    struct Rule: Decodable {
      let kind: String
      let w: Double?
      let r: Double?

      var isAdaptive: Bool { kind.hasPrefix("adam") }
    }
    struct Point: Decodable {
      let time: Double
      let theta: [Double]
      let v: [Double]?
      let traceHessian: Double
    }
    let name: String
    let model: GoldenModel
    let design: [[Double]]
    let targets: [Double]
    let theta0: [Double]
    let v0: [Double]?
    let optimizer: Rule
    let alpha: Double
    let c: Double
    let epsilon: Double
    let solution: [Point]
  }

  let cases: [Case]
}

/// The label-noise equation with preconditioners on the sides of matrices.
struct GoldenSides: Decodable {
  struct Case: GoldenData {
    struct Rule: Decodable {
      let kind: String
    }
    struct Point: Decodable {
      let time: Double
      let theta: [Double]
      let left: [[[Double]]]
      let right: [[[Double]]]?

      /// L and R of each matrix in turn.
      var squares: [Double] { interleaved(left, right) }
    }
    let name: String
    let model: GoldenModel
    let design: [[Double]]
    let targets: [Double]
    let theta0: [Double]
    let left0: [[[Double]]]
    let right0: [[[Double]]]?
    let optimizer: Rule
    let alpha: Double
    let c: Double
    let epsilon: Double
    let solution: [Point]
    var squares0: [Double] { interleaved(left0, right0) }
  }

  let cases: [Case]
}

/// The slow equation where labels are drawn from probabilities, on tanh nets.
struct GoldenDraws: Decodable {
  struct Case: Decodable {
    struct Point: Decodable {
      let time: Double
      let theta: [Double]
      let v: [Double]?
    }
    let name: String
    let samples: Int
    let outputs: Int
    let width: Int
    let design: [[Double]]
    /// q of every sample, or of every class of every sample.
    let probabilities: [Double]
    let theta0: [Double]
    let v0: [Double]?
    let optimizer: String
    let alpha: Double
    let c: Double
    let epsilon: Double
    let solution: [Point]

    var problem: RegressionProblem {
      get throws {
        let plain = RegressionProblem(
          design: design.flatMap { $0 }, targets: Array(repeating: 0, count: samples), truth: nil)
        return outputs == 1
          ? plain.withSignProbabilities(probabilities)
          : try plain.withProbabilities(ClassTargets(probabilities, count: outputs))
      }
    }

    func model() throws -> Model {
      let text = ModelText(
        blocks: [
          ModelText.Block(name: "W", extents: ["width", "inputs"]),
          ModelText.Block(name: "a", extents: outputs == 1 ? ["width"] : ["\(outputs)", "width"]),
        ], sizes: [ModelText.Size("width", width)], prediction: "a @ tanh(W @ x)")
      return try .formula(
        text, input: .vector(design[0].count), outputs: outputs, samples: samples)
    }
  }

  let cases: [Case]
}

private func interleaved(_ left: [[[Double]]], _ right: [[[Double]]]?) -> [Double] {
  left.indices.flatMap { layer in
    (left[layer] + (right.map { $0[layer] } ?? [])).flatMap { $0 }
  }
}

/// The same under a schedule.
struct GoldenSchedule: Decodable {
  struct Case: GoldenData {
    struct Rule: Decodable {
      let kind: String
    }
    struct Point: Decodable {
      let step: Int
      let slowTime: Double
      let theta: [Double]
      let v: [Double]
    }
    let name: String
    let model: GoldenModel
    let design: [[Double]]
    let targets: [Double]
    let theta0: [Double]
    let v0: [Double]
    let optimizer: Rule
    let alpha: Double
    let epsilon: Double
    let stepSize: Double
    let steps: Int
    let final: Double
    let weightDecay: Double
    let coupled: Bool
    let radius: Double
    let oneMinusBeta2: Double
    let solution: [Point]
  }

  let cases: [Case]
}

struct GoldenDiffusion: Decodable {
  struct Case: GoldenData {
    struct Noise: Decodable {
      let std: [Double]
    }
    struct Statistic: Decodable {
      let mean: Double
      let std: Double
    }
    struct Statistics: Decodable {
      let traceHessian: Statistic
      let traceSqrtDiagHessian: Statistic
      let paths: Int
      let steps: Int
    }
    let model: GoldenModel
    let design: [[Double]]
    let targets: [Double]
    let theta0: [Double]
    let v0: [Double]
    let optimizer: GoldenOptimizer
    let noise: Noise
    let c: Double
    let horizon: Double
    let epsilon: Double
    let statistics: Statistics
  }

  let cases: [Case]
}

struct GoldenManifold: Decodable {
  struct Case: Decodable {
    struct OnManifold: Decodable {
      struct Stationarity: Decodable {
        let exponent: Double
        let value: Double
      }
      let theta: [Double]
      let stationarity: [Stationarity]
    }
    let model: GoldenModel
    let design: [[Double]]
    let targets: [Double]
    let wStar: [Double]
    let theta0: [Double]
    let onManifold: OnManifold

    var problem: RegressionProblem {
      RegressionProblem(design: design.flatMap { $0 }, targets: targets, truth: wStar)
    }
  }

  let cases: [Case]
}

/// The eigenvalues of S^½ H S^½ on Γ.
struct GoldenCurvature: Decodable {
  struct Case: Decodable {
    let name: String
    let optimizer: String
    let model: GoldenModel
    let samples: Int
    let outputs: Int
    let design: [[Double]]
    let targets: [Double]?
    let probabilities: [Double]?
    let theta0: [Double]
    let v0: [Double]?
    let left0: [[[Double]]]?
    let right0: [[[Double]]]?
    let epsilon: Double
    let lambdaMax: Double
    let lambdaMin: Double

    /// v, or L and R of each matrix in turn; empty of sgd.
    var secondMoment: [Double] { left0.map { interleaved($0, right0) } ?? v0 ?? [] }

    /// The problem and the model.
    func made() throws -> (RegressionProblem, Model) {
      guard let probabilities else {
        let problem = RegressionProblem(
          design: design.flatMap { $0 }, targets: targets ?? [], truth: nil)
        return (problem, try model.model(samples: samples))
      }
      let draws = GoldenDraws.Case(
        name: name, samples: samples, outputs: outputs, width: model.width ?? 0, design: design,
        probabilities: probabilities, theta0: theta0, v0: v0, optimizer: optimizer, alpha: 0, c: 0,
        epsilon: epsilon, solution: [])
      return (try draws.problem, try draws.model())
    }
  }

  let cases: [Case]
}

/// The slow equation of normalized SAM without noise.
struct GoldenSharpnessDescent: Decodable {
  struct Case: GoldenData {
    struct Point: Decodable {
      let time: Double
      let theta: [Double]
      let lambdaMaxHessian: Double
    }
    let name: String
    let model: GoldenModel
    let design: [[Double]]
    let targets: [Double]
    let theta0: [Double]
    let solution: [Point]
  }

  let cases: [Case]
}

/// A file of Tests/Fixtures/golden, found from the path of this source file.
func golden<Value: Decodable>(_ type: Value.Type, _ name: String) throws -> Value {
  let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
  let path = (root + ["Fixtures", "golden", name[...]]).joined(separator: "/")
  let decoder = JSONDecoder()
  decoder.keyDecodingStrategy = .convertFromSnakeCase
  return try decoder.decode(type, from: Data(contentsOf: URL(filePath: path)))
}
