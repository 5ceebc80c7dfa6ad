import TestSupport
import Testing
import Training

@testable import Theory

/// Results of fixed problems against digests committed here.
///
/// They are the same on every processor and for every instruction set. A change of any order of
/// operations changes them.
@Suite struct BitDigestTests {
  @Test func projectionHasTheCommittedBits() {
    check(
      SmallProblem.allCases.map { small in
        fnv1a(
          project(small.theta, onto: small.problem, model: small.model, metric: small.metric).theta)
      },
      [
        0xde1c_f27a_9aa8_fad6, 0x2809_dba3_20e8_3625, 0xadeb_670c_919f_d898,
        0x044e_9fbb_3967_7d8b, 0x3f88_20d2_31ae_6d2e,
      ])
  }

  @Test func stationarityHasTheCommittedBits() {
    check(
      SmallProblem.allCases.map { small in
        fnv1a(
          [0, 0.25, 0.5, 0.8].map {
            stationarity(
              at: small.theta, problem: small.problem, model: small.model, exponent: $0)
          })
      },
      [
        0xaf8e_526e_7376_2109, 0x7d52_5974_ec9b_d6f2, 0x491d_9ea1_a0cf_0cdf,
        0x9f50_a84e_a12b_991e, 0xb98f_0bb2_72bf_2282,
      ])
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
    check(
      digests,
      [
        0x81bf_8c0b_a164_a77e, 0xbe63_900d_552b_e9ff, 0x59cb_46cf_db90_1967,
        0x3b4e_910a_366a_44cb, 0x1193_c7a1_bfac_6b2e, 0x8370_f178_f7f8_2fe4,
        0x17a2_cc89_c16f_58e0, 0x1489_88a2_b54f_c50c, 0xc35d_f0f8_578b_9800,
        0xc5d6_6419_cc89_e839, 0xa965_751b_8cea_c06a, 0x549b_1557_aa8a_36b3,
        0x5592_498d_4dbb_d7b1, 0xc2e5_e9d5_2eeb_9d92, 0xc040_b1b0_0b44_3cd0,
        0xb99d_27e4_28ef_60ba, 0x0c44_9e0e_421f_3f32, 0xa5de_9c1d_6bfa_0222,
        0xaa7a_9621_0a71_9dcd, 0x8a7b_6f9e_2e2b_0c24, 0xaefa_94d9_c64d_7f7c,
        0xac80_ec20_c98b_be48, 0xf3fc_bf91_7e7e_0c49, 0xc8e7_23a2_a3c6_51f2,
        0x3069_ca1e_969c_9380,
      ])
  }

  @Test func pathsHaveTheCommittedBits() {
    check(
      SmallProblem.allCases.map { small in
        let equation = SlowSDE(
          problem: small.problem, model: small.model, optimizer: .adam, exponent: 0.5,
          epsilon: 1e-6,
          standardDeviations: Array(repeating: 0.2, count: small.model.parameterCount),
          relaxationRate: 10)
        let values = equation.start(from: small.theta).state.map { start -> [Double] in
          var begun = SlowProgress(at: start)
          begun.stepSize = 0.001
          var path = equation.path(1, seed: 2, from: begun)
          return path.solve(at: [0.01, 0.0173, 0.02], shouldContinue: { _ in true })
            .states.flatMap { $0.theta + $0.secondMoment }
        }
        return fnv1a(values ?? [])
      },
      [
        0xba1b_2bfc_98c7_561a, 0x4b4c_4c66_30e6_6b6f, 0x622e_e56f_1b76_3f7d,
        0xe0f5_fcbf_e745_8df0, 0x4f4b_6749_9310_bbb2,
      ])
  }

  private func check(_ digests: [UInt64], _ committed: [UInt64]) {
    #expect(digests == committed)
  }
}
