import DenseAlgebra
import ElementaryFunctions
import TestSupport
import Testing
import Training

@testable import Theory

@Suite struct ProjectionTests {
  @Test(arguments: SmallProblem.allCases)
  func projectedPointSolvesTheEquations(small: SmallProblem) {
    for metric in [nil, small.metric] {
      let (theta, status) = project(
        small.theta, onto: small.problem, model: small.model, metric: metric)
      guard case .converged(let iterations) = status else {
        Issue.record("\(status)")
        continue
      }
      #expect(iterations > 0)
      let residuals = small.landscape.point(theta).residuals
      #expect(
        maximumMagnitude(residuals) < 1e-12 * max(1, maximumMagnitude(small.problem.targets)))
    }
  }

  @Test(arguments: SmallProblem.allCases)
  func projectingTwiceIsProjectingOnce(small: SmallProblem) {
    let once = project(small.theta, onto: small.problem, model: small.model, metric: small.metric)
    let twice = project(once.theta, onto: small.problem, model: small.model, metric: small.metric)
    #expect(twice.theta == once.theta)
    #expect(twice.status == .converged(iterations: 0))
  }

  /// For a point at distance δ from Γ, what Φ_S removes is S⁻¹-orthogonal to Γ up to δ².
  @Test(arguments: SmallProblem.allCases)
  func removedPartIsOrthogonalToTheManifold(small: SmallProblem) throws {
    let start = project(small.theta, onto: small.problem, model: small.model, metric: nil).theta
    let push = uniform(start.count, in: -1...1, seed: 11)
    func cosine(_ distance: Double) throws -> Double {
      let off = zip(start, push).map { $0 + distance * $1 }
      let back = project(off, onto: small.problem, model: small.model, metric: small.metric).theta
      let point = small.landscape.point(back)
      let equations = try #require(NormalEquations(point, metric: .diagonal(small.metric)))
      let removed = zip(off, back).map { $0 - $1 }
      let tangent = equations.tangent(removed, at: point, metric: .diagonal(small.metric))
      return (weighted(tangent, tangent, small) / weighted(removed, removed, small)).squareRoot()
    }
    let (coarse, fine) = (try cosine(1e-3), try cosine(1e-4))
    #expect(coarse < 1e-2)
    // The angle is of the order of the distance.
    #expect(fine < 0.2 * coarse)
  }

  @Test(arguments: SmallProblem.allCases)
  func linearProjectorIsTangentIdempotentAndOrthogonal(small: SmallProblem) throws {
    let point = small.landscape.point(small.theta)
    let equations = try #require(NormalEquations(point, metric: .diagonal(small.metric)))
    #expect(equations.hasFullRank)
    let x = uniform(small.theta.count, in: -1...1, seed: 12)
    let y = uniform(small.theta.count, in: -1...1, seed: 13)
    let (px, py) = (
      equations.tangent(x, at: point, metric: .diagonal(small.metric)),
      equations.tangent(y, at: point, metric: .diagonal(small.metric))
    )
    let scale = maximumMagnitude(point.pushForward(x))
    #expect(maximumMagnitude(point.pushForward(px)) < 1e-13 * scale)
    #expect(
      relativeError(equations.tangent(px, at: point, metric: .diagonal(small.metric)), px) < 1e-13)
    // (x − P x)ᵀ S⁻¹ P y = 0, to the rounding of its terms times a condition number of about 100.
    let normal = zip(x, px).map { $0 - $1 }
    let size = (weighted(x, x, small) * weighted(y, y, small)).squareRoot()
    #expect(abs(weighted(normal, py, small)) < 1e-13 * size)
  }

  @Test func dependentMeasurementsThatContradictEachOtherAreReported() {
    let problem = RegressionProblem(
      design: [1, 2, 3, 2, 4, 6, 1, 0, 1], targets: [1, 2.5, 3], truth: nil)
    let (theta, status) = project(
      [1, 2, 3, 1, 1, 1], onto: problem, model: .diagonalNet(dimension: 3), metric: nil)
    #expect(status == .rankDeficient)
    #expect(theta.count == 6 && theta.allSatisfy { $0.isNaN })
  }

  @Test func dependentMeasurementsThatAgreeAreSolved() {
    let problem = RegressionProblem(
      design: [1, 2, 3, 2, 4, 6, 1, 0, 1], targets: [1, 2, 3], truth: nil)
    let model = Model.diagonalNet(dimension: 3)
    let (theta, status) = project([1, 2, 3, 1, 1, 1], onto: problem, model: model, metric: nil)
    guard case .converged = status else {
      Issue.record("\(status)")
      return
    }
    let residuals = Landscape(problem, model).point(theta).residuals
    #expect(maximumMagnitude(residuals) < 3e-12)
  }

  /// A sparse truth with fewer entries than there are samples: what is not in its support has died
  /// out, and the noise on the rest is taken off.
  @Test func aRecoveredTruthIsFound() {
    let truth = [1.0, 0, -0.5, 0, 0]
    let design: [Double] = [1, 1, -1, 1, 1, 1, -1, 1, 1, -1, -1, 1, 1, -1, 1, 1, 1, 1, -1, -1]
    let targets = (0..<4).map { i in
      zip(design[5 * i..<5 * i + 5], truth).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let problem = RegressionProblem(design: design, targets: targets, truth: truth)
    let model = Model.diagonalNet(dimension: 5)
    let (theta, status) = project(
      [1.02, 1e-20, 0, 0, 0, 0, 0, 0.69, 0, 1e-30], onto: problem, model: model, metric: nil)
    guard case .converged = status else {
      Issue.record("\(status)")
      return
    }
    let signal = model.signal(of: theta)
    #expect(zip(signal, truth).allSatisfy { abs($0 - $1) < 1e-11 })
  }

  @Test func coordinatesAtZeroAreReportedWhenTheyAreNeeded() {
    let problem = RegressionProblem(design: [1, 0, 0, 1], targets: [1, 1], truth: nil)
    let (_, status) = project(
      [1, 0, 0.5, 0], onto: problem, model: .diagonalNet(dimension: 2), metric: nil)
    #expect(status == .rankDeficient)
  }

  /// w₁₁ = w₂₂ = 1 and w₁₂ = 0 has no matrix of rank one, and no nearest one either.
  @Test func equationsWithoutSolutionDoNotConverge() {
    let problem = RegressionProblem(
      design: [1, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0], targets: [1, 1, 0], truth: nil)
    let (theta, status) = project(
      [0.9, 0.4, 0.7, 0.8], onto: problem,
      model: .matrixFactorization(dimension: 2, width: 1, depth: 2), metric: nil)
    #expect(status == .notConverged || status == .rankDeficient)
    #expect(theta.allSatisfy { $0.isNaN })
  }

  @Test func startThatIsNotFiniteDoesNotConverge() {
    let small = SmallProblem.diagonalGaussian
    var theta = small.theta
    theta[3] = .nan
    #expect(
      project(theta, onto: small.problem, model: small.model, metric: nil).status == .notConverged)
  }

  @Test func metricThatIsNotPositiveTraps() async {
    await #expect(processExitsWith: .failure) {
      let small = SmallProblem.diagonalGaussian
      _ = project(
        small.theta, onto: small.problem, model: small.model,
        metric: Array(repeating: 0, count: small.theta.count))
    }
  }

  /// Σ xᵢ yᵢ / sᵢ.
  private func weighted(_ x: [Double], _ y: [Double], _ small: SmallProblem) -> Double {
    inner(x, zip(y, small.metric).map { $0 / $1 })
  }

  /// Nearly as many samples as entries, and dead parameters of about 10⁻⁶.
  ///
  /// Squared they count as 0 among the
  /// pivots of J S Jᵀ, while what many of them add to the predictions is above the tolerance. Of 400
  /// such points a few are found only without what is negligible.
  @Test func whatHasDiedOutIsTakenForZeroWhereItIsInTheWay() {
    var generator = SplitMix64(seed: 5)
    func normal() -> Double {
      (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0..<1, using: &generator) }
    }
    let model = Model.diagonalNet(dimension: 64)
    let identity = Array(repeating: 1.0, count: model.parameterCount)
    var saved = 0
    for trial in 0..<400 {
      let problem = RegressionProblem.generated(
        design: .gaussian, samples: 60, truth: .sparse(dimension: 64, sparsity: 40),
        dataSeed: UInt64(trial))
      guard let truth = problem.truth else { continue }
      let size = Elementary.power(10, Double.random(in: -6.4 ... -5.6, using: &generator))
      let theta = (0..<128).map { p in
        let w = p < 64 ? truth[p] : -truth[p - 64]
        return w > 0 ? w.squareRoot() * (1 + 1e-5 * normal()) : size * normal()
      }
      let landscape = Landscape(problem, model)
      guard !landscape.retract(theta, metric: .diagonal(identity)).status.hasConverged,
        landscape.retract(theta, metric: .diagonal(identity), negligible: 1e-6).status.hasConverged
      else { continue }
      saved += 1
      #expect(landscape.project(theta, metric: nil).status.hasConverged)
    }
    #expect(saved > 0)
  }
}
