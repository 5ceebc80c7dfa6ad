import DenseAlgebra
import TestSupport
import Testing
import Training

@testable import Theory

/// Losses that are not ½(f − y)², and several predictions for a sample.
@Suite struct WeightedOutputsTests {
  private static let (samples, outputs, count) = (11, 3, 40)
  private let model = Quadratics(samples: samples, outputs: outputs, count: count)
  private let theta = uniform(count, in: -1...1, seed: 3)
  private let metric = uniform(count, in: 0.2...5, seed: 4)

  /// Class probabilities of every sample.
  private let probabilities: [Double] = (0..<samples).flatMap { i in
    let weights = uniform(outputs, in: 0.1...1, seed: UInt64(50 + i))
    return weights.map { $0 / weights.reduce(0, +) }
  }

  /// H = (1/n) Σ JᵀΛJ and ∇³L[S] = (2/n) Σ_i Σ_cd Λ_cd ∇²f_c S ∇f_d, written out.
  @Test func curvatureEntersAsTheTheorySays() {
    let weighted = WeightedOutputs(model, probabilities: probabilities)
    #expect(weighted.outputCount == Self.outputs - 1)
    let point = Landscape(
      weighted, targets: weighted.targets(Array(repeating: 0, count: probabilities.count))
    ).point(theta)
    let gradients = (0..<Self.samples).map { i in
      (0..<Self.outputs).map { model.gradient(i, $0, theta) }
    }
    var diagonal = Array(repeating: 0.0, count: Self.count)
    var curvature = diagonal
    for i in 0..<Self.samples {
      for c in 0..<Self.outputs {
        for d in 0..<Self.outputs {
          let lambda = self.lambda(i, c, d) / Double(Self.samples)
          let (left, right) = (gradients[i][c], gradients[i][d])
          for p in 0..<Self.count { diagonal[p] += lambda * left[p] * right[p] }
          let product = model.hessianProduct(i, c, zip(metric, right).map { $0 * $1 })
          for p in 0..<Self.count { curvature[p] += 2 * lambda * product[p] }
        }
      }
    }
    #expect(relativeError(point.diagonalHessian(), diagonal) < 1e-13)
    #expect(relativeError(point.curvature(metric), curvature) < 1e-13)
  }

  /// A point of Γ has the minimizers as its predictions, up to what all outputs of a sample share.
  @Test func projectionEndsAtTheMinimizers() {
    let goal = uniform(Self.count, in: -1...1, seed: 6)
    let minimizers = model.point(goal).predictions
    let weighted = WeightedOutputs(model, probabilities: probabilities)
    let landscape = Landscape(weighted, targets: weighted.targets(minimizers))
    let near = zip(goal, theta).map { $0 + 0.02 * $1 }
    let projection = landscape.project(near, metric: metric)
    #expect(projection.status.hasConverged)
    let errors = zip(model.point(projection.theta).predictions, minimizers).map { $0 - $1 }
    var largestShift = 0.0
    for i in 0..<Self.samples {
      let own = errors[(i * Self.outputs)..<((i + 1) * Self.outputs)]
      let shift = own.reduce(0, +) / Double(Self.outputs)
      largestShift = max(largestShift, abs(shift))
      #expect(own.allSatisfy { abs($0 - shift) < 1e-10 })
    }
    // It is free, and so it moves.
    #expect(largestShift > 1e-6)
  }

  /// A curvature that is the same everywhere changes nothing but the time.
  @Test func equalCurvaturesScaleTheHessian() throws {
    let targets = model.point(uniform(Self.count, in: -1...1, seed: 6)).predictions
    let plain = Landscape(model, targets: targets)
    let weights = WeightedOutputs(model, curvatures: Array(repeating: 4, count: targets.count))
    let weighted = Landscape(weights, targets: weights.targets(targets))
    let (a, b) = (plain.point(theta), weighted.point(theta))
    #expect(b.residuals == a.residuals.map { 2 * $0 })
    #expect(b.diagonalHessian() == a.diagonalHessian().map { 4 * $0 })
    #expect(b.curvature(metric) == a.curvature(metric).map { 4 * $0 })
    let tangents = try [a, b].map { point in
      try #require(NormalEquations(point, metric: .diagonal(metric)))
        .tangent(uniform(Self.count, in: -1...1, seed: 8), at: point, metric: .diagonal(metric))
    }
    #expect(relativeError(tangents[1], tangents[0]) < 1e-13)
  }

  /// Eigenvalues of H' = S^½ H S^½ count samples, not predictions.
  @Test func eigenvaluesAreThoseOfTheWeightedHessian() throws {
    let weighted = WeightedOutputs(model, probabilities: probabilities)
    let point = Landscape(
      weighted, targets: weighted.targets(Array(repeating: 0, count: probabilities.count))
    ).point(theta)
    let lyapunov = try #require(LyapunovDrift(point, metric: metric))
    let trace = zip(metric, point.diagonalHessian()).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(abs(lyapunov.eigenvalues.reduce(0, +) - trace) < 1e-12 * trace)
    #expect(lyapunov.eigenvalues.count == Self.samples * (Self.outputs - 1))
  }

  private func lambda(_ i: Int, _ c: Int, _ d: Int) -> Double {
    let q = probabilities[(i * Self.outputs)..<((i + 1) * Self.outputs)].map { $0 }
    return (c == d ? q[c] : 0) - q[c] * q[d]
  }
}

/// f_ic = a_ic · θ + ½ (b_ic · θ)².
private struct Quadratics: PerSample {
  let sampleCount: Int
  let outputCount: Int
  let parameterCount: Int
  private let linear: [[Double]]
  private let bent: [[Double]]

  init(samples: Int, outputs: Int, count: Int) {
    (sampleCount, outputCount, parameterCount) = (samples, outputs, count)
    func rows(_ seed: UInt64) -> [[Double]] {
      (0..<samples * outputs).map { uniform(count, in: -1...1, seed: seed + UInt64($0)) }
    }
    (linear, bent) = (rows(1000), rows(2000))
  }

  func gradient(_ i: Int, _ c: Int, _ theta: [Double]) -> [Double] {
    let row = i * outputCount + c
    let slope = inner(bent[row], theta)
    return zip(linear[row], bent[row]).map { $0 + slope * $1 }
  }

  func hessianProduct(_ i: Int, _ c: Int, _ m: [Double]) -> [Double] {
    let row = i * outputCount + c
    let slope = inner(bent[row], m)
    return bent[row].map { slope * $0 }
  }

  func point(_ theta: [Double]) -> any PerSamplePoint { Point(model: self, theta: theta) }

  private struct Point: PerSamplePoint {
    let model: Quadratics
    let theta: [Double]

    var predictions: [Double] {
      model.linear.indices.map {
        let slope = inner(model.bent[$0], theta)
        return inner(model.linear[$0], theta) + 0.5 * slope * slope
      }
    }

    func gradients(ofBlock block: Int, output: Int) -> ArraySlice<SIMD8<Double>> {
      sideBySide(block) { model.gradient($0, output, theta) }[...]
    }

    func hessianProducts(
      ofBlock block: Int, output: Int, along directions: ArraySlice<SIMD8<Double>>
    ) -> [SIMD8<Double>] {
      sideBySide(block) { i in model.hessianProduct(i, output, directions.map { $0[i % 8] }) }
    }

    private func sideBySide(_ block: Int, _ row: (Int) -> [Double]) -> [SIMD8<Double>] {
      var result = Array(repeating: SIMD8<Double>.zero, count: theta.count)
      for k in 0..<min(8, model.sampleCount - 8 * block) {
        for (p, value) in row(8 * block + k).enumerated() { result[p][k] = value }
      }
      return result
    }
  }
}
