import TestSupport
import Testing
import Training

@testable import Theory

/// Normalized SAM in the slow equations: the mean length of the noise, and λ_max without noise.
@Suite struct NormalizedAscentTests {
  // MARK: Without noise

  /// Against an independent program, on a factorization and a tanh net.
  @Test func everyCaseWithoutNoiseAgreesToOneInAMillion() throws {
    let cases = try golden(GoldenSharpnessDescent.self, "sam-slow-ode.json").cases
    #expect(cases.count == 2)
    for reference in cases {
      let model = try reference.model.model(samples: reference.targets.count)
      let equation = LabelNoiseODE(
        problem: reference.problem, model: model, optimizer: .sgd, exponent: 0, epsilon: 0,
        alpha: 0, relaxationRate: 0, forces: SlowForces(sharpnessDescent: 0.5))
      let start = SlowState(theta: reference.theta0, secondMoment: [], time: 0)
      let solution = equation.solve(
        from: start, at: reference.solution.map(\.time), tolerance: 1e-9
      ) { _ in true }
      #expect(solution.status == .completed, "\(reference.name)")
      #expect(solution.states.count == reference.solution.count)
      for (state, point) in zip(solution.states, reference.solution) {
        #expect(relativeError(state.theta, point.theta) < 1e-6, "\(reference.name)")
        let spectrum = try #require(
          NormalSpectrum(
            Landscape(reference.problem, model).point(state.theta),
            metric: .identity(state.theta.count)))
        #expect(abs(spectrum.values[0] / point.lambdaMaxHessian - 1) < 1e-6, "\(reference.name)")
      }
    }
  }

  /// The largest eigenvalue falls until it meets the next one, and there the solution ends.
  ///
  /// There are two entries that no sample mixes, each with λ = 2(u² + v²).
  @Test func theSolutionEndsWhereTheLargestEigenvalueMeetsTheNext() throws {
    let problem = RegressionProblem(design: [1, 0, 0, 1], targets: [0.2, 0.3], truth: nil)
    // u₀² − v₀² = 0.2 and u₁² − v₁² = 0.3; λ = 2 · 3.8 and 2 · 0.9.
    let theta = [2.0, 0.6, 1.8, 0.3].map { $0.squareRoot() }
    let model = Model.diagonalNet(dimension: 2)
    let equation = LabelNoiseODE(
      problem: problem, model: model, optimizer: .sgd, exponent: 0, epsilon: 0, alpha: 0,
      relaxationRate: 0, forces: SlowForces(sharpnessDescent: 1))
    let start = try #require(equation.start(from: theta).state)
    var integration = equation.integration(from: SlowProgress(at: start), tolerance: 1e-8)
    var failure: SlowStatus?
    for _ in 0..<2000 where failure == nil { failure = integration.advance() }
    guard case .stepTooSmall = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
    let end = integration.progress.state
    let spectrum = try #require(
      NormalSpectrum(Landscape(problem, model).point(end.theta), metric: .identity(4)))
    #expect(spectrum.gap > SlowForces.leastGap && spectrum.gap < 1.01 * SlowForces.leastGap)
    #expect(abs(spectrum.values[1] / 1.8 - 1) < 1e-9)
    #expect(abs(end.theta[1] - theta[1]) < 1e-9 && abs(end.theta[3] - theta[3]) < 1e-9)
  }

  // MARK: Under label noise

  /// The slope is that of the mean, by differences along a direction.
  @Test(arguments: [SmallProblem.diagonalGaussian, .depthTwo, .depthThree, .diagonalSign])
  func theSlopeIsThatOfTheMean(small: SmallProblem) throws {
    let count = small.problem.sampleCount
    for noise in [
      NoiseLength(.rademacher, delta: 0.7, sampleCount: count),
      NoiseLength(.gaussian, delta: 0.7, sampleCount: count),
      NoiseLength(.rademacher, delta: 0.7, sampleCount: count, batch: 2),
    ] {
      let direction = uniform(small.theta.count, in: -1...1, seed: 5)
      func mean(_ shift: Double) -> Double {
        let theta = zip(small.theta, direction).map { $0 + shift * $1 }
        return noise.mean(at: small.landscape.point(theta))
      }
      let h = 1e-5
      let slope = noise.slope(at: small.landscape.point(small.theta))
      let expected = (mean(h) - mean(-h)) / (2 * h)
      let found = zip(slope, direction).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(abs(found - expected) < 1e-7 * max(1, abs(expected)), "\(found) \(expected)")
    }
  }

  /// Of two samples there are two lengths, of g₁ + g₂ and of g₁ − g₂.
  @Test func ofFewSamplesTheMeanIsExact() {
    let problem = RegressionProblem(design: [1, 2, 3, -1], targets: [0, 0], truth: nil)
    let theta = [0.5, 0.25, 1, 2]
    let point = Landscape(problem, .diagonalNet(dimension: 2)).point(theta)
    let (g, h) = (point.rows[0], point.rows[1])
    func length(_ sign: Double) -> Double {
      zip(g, h).reduce(0) { $0 + ($1.0 + sign * $1.1) * ($1.0 + sign * $1.1) }.squareRoot()
    }
    let noise = NoiseLength(.rademacher, delta: 3, sampleCount: 2)
    #expect(noise.count == 2)
    #expect(abs(noise.mean(at: point) / (3.0 / 2 * (length(1) + length(-1)) / 2) - 1) < 1e-14)
  }

  /// Where draws take the place of all signs their mean is near: of normal numbers along one gradient √(2/π), of
  /// batches of one sample the mean of the gradients' lengths, of signs of 14 equal samples the mean of |Σ ±1|.
  @Test func drawsAreNearTheMean() {
    let one = RegressionProblem(design: [2], targets: [0], truth: nil)
    let point = Landscape(one, .diagonalNet(dimension: 1)).point([1, 0.5])
    let length = point.rows[0].reduce(0) { $0 + $1 * $1 }.squareRoot()
    let gaussian = NoiseLength(.gaussian, delta: 1, sampleCount: 1)
    #expect(gaussian.count == NoiseLength.drawCount)
    // The standard deviation of |x| over its mean is 0.756.
    let normal = gaussian.mean(at: point) / (length * (2 / Double.pi).squareRoot())
    #expect(abs(normal - 1) < 4 * 0.756 / 8192.0.squareRoot())

    let two = RegressionProblem(design: [1, 3], targets: [0, 0], truth: nil)
    let pair = Landscape(two, .diagonalNet(dimension: 1)).point([1, 0])
    // Lengths 2 and 6.
    let single = NoiseLength(.rademacher, delta: 1, sampleCount: 2, batch: 1).mean(at: pair)
    #expect(abs(single / 4 - 1) < 4 * 0.5 / 8192.0.squareRoot())

    let many = RegressionProblem(
      design: Array(repeating: 1, count: 14), targets: Array(repeating: 0, count: 14), truth: nil)
    let alike = Landscape(many, .diagonalNet(dimension: 1)).point([0.5, 0])
    // Gradients of length 1. E|Σ of 14 signs| = 14 · C(14, 7)/2¹⁴ = 2.932617…
    let signs = NoiseLength(.rademacher, delta: 14, sampleCount: 14).mean(at: alike)
    #expect(abs(signs / 2.932_617_187_5 - 1) < 4 * 0.79 / 8192.0.squareRoot())
  }

  /// With one sample E‖ξ‖ = δ‖∇f‖ = √(α tr H): the drift is that of tr H times 1/4 + r/(2√(α tr H)).
  @Test func ofOneSampleTheDriftIsThatOfTheTrace() throws {
    let problem = RegressionProblem(design: [1, 2, 3], targets: [2], truth: nil)
    let model = Model.diagonalNet(dimension: 3)
    let (alpha, r) = (0.09, 0.7)
    func drift(_ forces: SlowForces, _ theta: [Double]) throws -> [Double] {
      let equation = LabelNoiseODE(
        problem: problem, model: model, optimizer: .sgd, exponent: 0, epsilon: 0, alpha: alpha,
        relaxationRate: 0, forces: forces)
      return try #require(
        equation.field.drift(
          at: equation.field.landscape.point(theta), metric: .identity(6), time: 0))
    }
    let plain = LabelNoiseODE(
      problem: problem, model: model, optimizer: .sgd, exponent: 0, epsilon: 0, alpha: alpha,
      relaxationRate: 0)
    let theta = try #require(plain.start(from: [1, 0.5, 0.7, 0.3, 0.4, 0.9]).state).theta
    let trace = plain.field.landscape.point(theta).diagonalHessian().reduce(0, +)
    let noise = NoiseLength(.rademacher, delta: 0.3, sampleCount: 1)
    let found = try drift(
      SlowForces(noiseAscent: SlowForces.NoiseAscent(radius: r, noise: noise)), theta)
    let factor = 1 + 2 * r / (alpha * trace).squareRoot()
    let expected = try drift(SlowForces(), theta).map { factor * $0 }
    #expect(relativeError(found, expected) < 1e-12)
  }
}
