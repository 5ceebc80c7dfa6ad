import Parameters
import TestSupport
import Testing
import Training

@Suite struct QuantityTests {
  /// The numbers of a net with signs and of a factorization with Gaussian measurements, λ = 0.8; the same
  /// on every processor.
  @Test func quantitiesHaveTheCommittedBits() {
    let net = digests(
      .diagonalNet(dimension: 19),
      .generated(
        design: .sign, samples: 11, truth: .sparse(dimension: 19, sparsity: 3), dataSeed: 1))
    let factors = digests(
      .matrixFactorization(dimension: 4, width: 3, depth: 3),
      .generated(design: .gaussian, samples: 9, truth: .lowRank(dimension: 4, rank: 2), dataSeed: 3))
    for (name, expected) in Self.committed {
      #expect(net[name] == expected.net, "\(name)")
      #expect(factors[name] == expected.factors, "\(name)")
    }
    #expect(Set(net.keys) == Set(Self.committed.keys))
  }

  /// Bit patterns; nil for NaN.
  private static let committed: [String: (net: UInt64?, factors: UInt64?)] = [:]

  @Test func everyNumberHasItsQuantity() {
    let state = observation(
      .diagonalNet(dimension: 2), RegressionProblem(design: [1, 1], targets: [0], truth: nil))
    var names: [String] = []
    for observable in Training.observables {
      #expect(observable.values(of: state).count == observable.quantities.count)
      names += observable.quantities.map(\.name)
    }
    #expect(Set(names).count == names.count)
  }

  private func digests(_ model: Model, _ problem: RegressionProblem) -> [String: UInt64?] {
    let state = observation(model, problem)
    var result: [String: UInt64?] = [:]
    for observable in Training.observables {
      for (quantity, value) in zip(observable.quantities, observable.values(of: state)) {
        result[quantity.name] = .some(value.isNaN ? nil : value.bitPattern)
      }
    }
    return result
  }

  private func observation(_ model: Model, _ problem: RegressionProblem) -> Observation {
    let count = model.parameterCount
    return Observation(
      theta: uniform(count, in: 0.3...1.2, seed: 7, randomSigns: true),
      memory: ["v": uniform(count, in: 0.1...2, seed: 8)], slowTime: 0.75, problem: problem,
      model: model, settings: ObservableSettings(exponent: 0.8, supportThreshold: 0.2))
  }
}
