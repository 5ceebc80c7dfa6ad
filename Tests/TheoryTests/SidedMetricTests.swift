import DenseAlgebra
import TestSupport
import Testing
import Training

@testable import Theory

/// Preconditioners on the sides of matrices in the label-noise equation.
@Suite struct SidedMetricTests {
  /// Against an independent program, on a factorization and a tanh net, with both sides and one.
  @Test func everyCaseAgreesToOneInAMillion() throws {
    let cases = try golden(GoldenSides.self, "sided-slow-ode.json").cases
    #expect(cases.count == 4)
    for reference in cases {
      let model = try reference.model.model(samples: reference.targets.count)
      let equation = LabelNoiseODE(
        problem: reference.problem, model: model,
        optimizer: reference.right0 == nil ? .leftShampoo : .shampoo, exponent: .nan,
        epsilon: reference.epsilon, alpha: reference.alpha, relaxationRate: reference.c)
      let start = SlowState(
        theta: reference.theta0, secondMoment: reference.squares0, time: 0)
      let solution = equation.solve(
        from: start, at: reference.solution.map(\.time), tolerance: 1e-9
      ) { _ in true }
      #expect(solution.status == .completed, "\(reference.name)")
      #expect(solution.states.count == reference.solution.count)
      for (state, point) in zip(solution.states, reference.solution) {
        #expect(relativeError(state.theta, point.theta) < 1e-6, "\(reference.name)")
        #expect(relativeError(state.secondMoment, point.squares) < 1e-6, "\(reference.name)")
      }
    }
  }

  /// S of W ↦ A W B, its root, J S Jᵀ and ∇³L[S] are those of the Kronecker product written out.
  @Test func aSidedMetricIsTheMatrixThatItStandsFor() throws {
    let small = SmallProblem.depthTwo
    let matrices = try #require(Self.matrices(.shampoo, small.model))
    let rule = SidedRule(matrices, epsilon: 0.3)
    let point = small.landscape.point(small.theta)
    let metric = rule.metric(rule.averagedHessian(at: point))
    let count = small.theta.count
    let columns = (0..<count).map { p in
      metric.times((0..<count).map { $0 == p ? 1 : 0 })
    }
    for p in 0..<count {
      for q in 0..<p { #expect(abs(columns[p][q] - columns[q][p]) < 1e-13) }
    }
    let rows = point.rows
    let gram = point.gram(metric)
    for i in rows.indices {
      for k in 0...i {
        var expected = 0.0
        for p in 0..<count {
          for q in 0..<count { expected += rows[i][p] * columns[q][p] * rows[k][q] }
        }
        #expect(abs(gram[i, k] - expected) < 1e-12 * max(1, abs(expected)))
      }
    }
    // The curvature of S is the sum of those of its columns: ∇²f S ∇f = Σ_q ∇²f S_q (∇f)_q.
    let directions = SampleBlocks(rowCount: rows.count, columnCount: count) { i, p in
      (0..<count).reduce(0.0) { $0 + columns[$1][p] * rows[i][$1] }
    }
    #expect(relativeError(point.curvature(metric), point.curvature(along: directions)) < 1e-12)
  }

  /// Of exponent ½ on both sides S is the square of that of ¼, entry by entry of its matrices.
  @Test func anExponentOfTheRunTakesThePlaceOfTheUsualOne() throws {
    let small = SmallProblem.depthTwo
    let matrices = try #require(Self.matrices(.shampoo, small.model))
    let point = small.landscape.point(small.theta)
    let usual = SidedRule(matrices, epsilon: 0.3)
    let half = SidedRule(matrices, exponent: 0.5, epsilon: 0.3)
    let squares = usual.averagedHessian(at: point)
    let x = uniform(small.theta.count, in: -1...1, seed: 5)
    let twice = usual.metric(squares).times(usual.metric(squares).times(x))
    #expect(relativeError(half.metric(squares).times(x), twice) < 1e-12)
  }

  /// The traces of H's blocks over rows and columns.
  @Test func averagesAreTracesOfTheHessian() throws {
    let small = SmallProblem.depthTwo
    let matrices = try #require(Self.matrices(.shampoo, small.model))
    let point = small.landscape.point(small.theta)
    let rule = SidedRule(matrices, epsilon: 1)
    let squares = rule.averagedHessian(at: point)
    #expect(squares.count == rule.secondMomentCount)
    let diagonal = point.diagonalHessian()
    var start = 0
    for matrix in matrices {
      let (m, k) = (matrix.rowCount, matrix.columnCount)
      let left = Array(squares[start..<start + m * m])
      let right = Array(squares[start + m * m..<start + m * m + k * k])
      start += m * m + k * k
      for i in 0..<m {
        let row = (0..<k).reduce(0.0) { $0 + diagonal[matrix.offset + i * k + $1] }
        #expect(abs(left[i * m + i] - row) < 1e-12)
      }
      for j in 0..<k {
        let column = (0..<m).reduce(0.0) { $0 + diagonal[matrix.offset + $1 * k + j] }
        #expect(abs(right[j * k + j] - column) < 1e-12)
      }
    }
  }

  private static func matrices(_ optimizer: Optimizer, _ model: Model) -> [SidedMatrix]? {
    guard case .sides(let matrices) = optimizer.sharing(in: model.layout) else { return nil }
    return matrices
  }
}
