import FoundationEssentials
import Training

/// Reference values made by an independent program; see the `origin` field of each file.
struct GoldenOptimizers: Decodable {
  struct Case: Decodable {
    let model: GoldenModel
    let design: [[Double]]
    let targets: [Double]
    let wStar: [Double]
    let theta0: [Double]
    let delta: Double
    let labelNoiseSigns: [[Int8]]
    let epsilon: Double
    let runs: [Run]
    let runsWithoutNoise: [Run]

    var problem: RegressionProblem {
      RegressionProblem(design: design.flatMap { $0 }, targets: targets, truth: wStar)
    }
  }

  struct Run: Decodable {
    struct Point: Decodable {
      let step: Int
      let theta: [Double]
    }
    struct Recipe: Decodable {
      let kind: String
      let eta: Double
      let beta1: Double?
      let beta2: Double?
      let exponent: Double?
      let blockSize: Int?
    }
    let optimizer: Recipe
    let trajectory: [Point]
  }

  let cases: [Case]
}

struct GoldenModel: Decodable {
  let kind: String
  let dimension: Int
  let width: Int?
  let depth: Int?

  var model: Model {
    if let width, let depth, kind == "matrix-factorization" {
      .matrixFactorization(dimension: dimension, width: width, depth: depth)
    } else {
      .diagonalNet(dimension: dimension)
    }
  }
}

struct GoldenObservables: Decodable {
  struct Case: Decodable {
    struct Values: Decodable {
      struct Trace: Decodable {
        let power: Double
        let value: Double
      }
      let trainLoss: Double
      let populationLoss: Double
      let traceHessian: Double
      let l1Norm: Double
      let lHalfSum: Double
      let traceDiagHessianPower: [Trace]
      let nuclearNorm: Double?
      let effectiveRank: Double?
    }
    let model: GoldenModel
    let design: [[Double]]
    let targets: [Double]
    let wStar: [Double]
    let theta0: [Double]
    let observables: Values
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

/// Gradients, Hessians and margins of small models under several losses.
struct GoldenLosses: Decodable {
  struct Case: Decodable {
    struct Model: Decodable {
      let kind: String
      let dimension: Int?
      let inputs: Int?
      let width: Int?
      let depth: Int?
    }
    struct Loss: Decodable { let kind: String }
    struct Matrix: Decodable {
      let lambdaMax: Double
      let trace: Double?
      let traceSqrtDiagonal: Double?
    }
    struct Values: Decodable {
      let predictions: [Double]
      let loss: Double
      let gradient: [Double]
      let lossHessian: Matrix
      let gaussNewton: Matrix
      let thetaNorm: Double
      let margin: Double?
      let normalizedMargin: Double?
    }
    let name: String
    let model: Model
    let loss: Loss
    let outputs: Int
    let design: [[Double]]
    let targets: [Double]
    let theta0: [Double]
    let observables: Values
  }

  let cases: [Case]
}
