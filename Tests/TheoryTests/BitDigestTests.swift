import Testing
import Training

@testable import Theory

/// Results of fixed problems against digests committed here: the same on every processor and for every
/// instruction set. A change of any order of operations changes them.
@Suite struct BitDigestTests {
  @Test func projectionHasTheCommittedBits() {
    check(
      SmallProblem.allCases.map { small in
        fnv1a(
          project(small.theta, onto: small.problem, model: small.model, metric: small.metric).theta)
      }, [])
  }

  @Test func stationarityHasTheCommittedBits() {
    check(
      SmallProblem.allCases.map { small in
        fnv1a(
          [0, 0.25, 0.5, 0.8].map {
            stationarity(
              at: small.theta, problem: small.problem, model: small.model, exponent: $0)
          })
      }, [])
  }

  @Test func labelNoiseSolutionsHaveTheCommittedBits() {
    var digests: [UInt64] = []
    for small in SmallProblem.allCases {
      let isNet = small.model == .diagonalNet(dimension: small.model.parameterCount / 2)
      for optimizer in [
        Optimizer.sgd, .adam, .adamE, .adamMini(blockSize: isNet ? 4 : nil), .adalayer,
      ] {
        let equation = LabelNoiseODE(
          problem: small.problem, model: small.model, optimizer: optimizer, exponent: 0.8,
          epsilon: 1e-6, alpha: 0.01, relaxationRate: 100)
        let values = equation.start(from: small.theta).state.map { start in
          equation.solve(
            from: start, at: [1e-4, 1e-2], tolerance: 1e-4, shouldContinue: { $0 < 200 }
          ).states.flatMap { $0.theta + $0.secondMoment }
        }
        digests.append(fnv1a(values ?? []))
      }
    }
    check([fnv1a(digests.map { Double(bitPattern: $0) })], [])
  }

  @Test func pathsHaveTheCommittedBits() {
    check(
      SmallProblem.allCases.map { small in
        let equation = SlowSDE(
          problem: small.problem, model: small.model, optimizer: .adam, exponent: 0.5,
          epsilon: 1e-6,
          noise: .gradient(
            standardDeviations: Array(repeating: 0.2, count: small.model.parameterCount)),
          relaxationRate: 10)
        let values = equation.start(from: small.theta).state.map { start in
          equation.path(
            1, seed: 2, from: start, steps: 20, horizon: 0.02, recordingAt: [10, 20],
            shouldContinue: { _ in true }
          ).states.flatMap { $0.theta + $0.secondMoment }
        }
        return fnv1a(values ?? [])
      }, [])
  }

  private func check(_ digests: [UInt64], _ committed: [UInt64]) {
    #expect(digests == committed, "\(digests.map { "0x" + String($0, radix: 16) })")
  }
}
