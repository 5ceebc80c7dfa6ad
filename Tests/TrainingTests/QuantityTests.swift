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
      .generated(design: .gaussian, samples: 9, truth: .lowRank(dimension: 4, rank: 2), dataSeed: 3)
    )
    for (name, expected) in Self.committed {
      #expect(net[name] == .some(expected.net), "\(name)")
      #expect(factors[name] == .some(expected.factors), "\(name)")
    }
    let frozen = Registry.observables.flatMap(\.quantities).filter { $0.since == 2 }.map(\.name)
    #expect(Set(frozen) == Set(Self.committed.keys))
  }

  /// Bit patterns, from the program of the first release; nil for NaN.
  private static let committed: [String: (net: UInt64?, factors: UInt64?)] = [
    "slow_time": (0x3fe8_0000_0000_0000, 0x3fe8_0000_0000_0000),
    "train_loss": (0x3fec_40ef_9abf_d627, 0x4021_9491_81b9_4527),
    "population_loss": (0x3ffd_9bb7_0cd3_95a5, 0x4031_e977_1dd1_0d70),
    "trace_hessian": (0x405a_275e_6d16_883a, 0x4060_9a61_e34f_4345),
    "trace_sqrt_diag_hessian": (0x404e_00b8_2336_ceed, 0x404f_6f08_e5af_c273),
    "trace_power_diag_hessian": (0x4046_7d34_4435_2ed7, 0x4045_09bd_d93b_a90b),
    "l1_norm": (0x4019_1eba_1e28_4a40, 0x4030_e004_a201_1fbc),
    "l_half_sum": (0x4023_502b_0613_7b97, 0x402f_72c9_42da_7140),
    "second_moment_l1": (0x4042_8a41_65be_8418, 0x403f_4b16_cc6e_a5c2),
    "support_precision": (0x3fc9_9999_9999_999a, nil),
    "support_recall": (0x3fe5_5555_5555_5555, nil),
    "nuclear_norm": (nil, 0x401e_8d18_c63c_3060),
    "effective_rank": (nil, 0x4005_83c6_7f23_b773),
  ]

  @Test func everyNumberHasItsQuantity() {
    let state = observation(
      .diagonalNet(dimension: 2), RegressionProblem(design: [1, 1], targets: [0], truth: nil))
    var names: [String] = []
    for observable in Registry.observables {
      #expect(observable.values(of: state).count == observable.quantities.count)
      names += observable.quantities.map(\.name)
    }
    #expect(Set(names).count == names.count)
  }

  private func digests(_ model: Model, _ problem: RegressionProblem) -> [String: UInt64?] {
    let state = observation(model, problem)
    var result: [String: UInt64?] = [:]
    for observable in Registry.observables {
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
