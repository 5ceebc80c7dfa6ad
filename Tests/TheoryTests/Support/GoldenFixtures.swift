import FoundationEssentials
import Training

struct GoldenModel: Decodable {
  let kind: String
  let dimension: Int
  let width: Int?
  let depth: Int?

  var model: Model {
    if let width, let depth {
      .matrixFactorization(dimension: dimension, width: width, depth: depth)
    } else {
      .diagonalNet(dimension: dimension)
    }
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
  struct Case: Decodable, Sendable {
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

    var problem: RegressionProblem {
      RegressionProblem(design: design.flatMap { $0 }, targets: targets, truth: nil)
    }
    var name: String {
      "\(model.kind) \(theta0.count) \(optimizer.kind) \(optimizer.exponent ?? 0)"
    }
  }

  let cases: [Case]
}

struct GoldenDiffusion: Decodable {
  struct Case: Decodable {
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

    var problem: RegressionProblem {
      RegressionProblem(design: design.flatMap { $0 }, targets: targets, truth: nil)
    }
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

/// A file of Tests/Fixtures/golden, found from the path of this source file.
func golden<Value: Decodable>(_ type: Value.Type, _ name: String) throws -> Value {
  let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
  let path = (root + ["Fixtures", "golden", name[...]]).joined(separator: "/")
  let decoder = JSONDecoder()
  decoder.keyDecodingStrategy = .convertFromSnakeCase
  return try decoder.decode(type, from: Data(contentsOf: URL(filePath: path)))
}
