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
        0xdc44_62d8_3dd6_c87b, 0x625d_dbd9_776b_a607, 0x3df2_c800_0e6a_04e2,
        0xb252_69e7_e1e8_a0c6, 0x48e8_cd02_9326_113c, 0x136f_d0bd_5310_4056,
        0xee6a_74aa_e45e_c57b, 0x7d62_63ec_2325_27ee, 0xdf5d_c2f1_6aee_fe5d,
        0x43bf_22a8_5612_ded5, 0x311a_1d4b_3308_613e, 0x030f_fc04_cbae_9148,
        0x0494_934f_2c72_d261, 0x6b9a_18aa_b286_6746, 0x5398_c826_53f0_6f6c,
        0x03f1_5362_178f_a8c4, 0xb2c1_4025_4049_8789, 0x3dd6_9627_dfd0_2573,
        0xaf45_1c03_42b3_7129, 0x4708_461b_c49c_415d, 0x433f_e3ba_4b4a_3504,
        0xe56f_6bfb_21e3_e1f0, 0x1b7d_0397_0d64_fa1e, 0xdacf_98e3_65cc_6f74,
        0xedb4_e5c9_512a_7521,
      ])
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
      },
      [
        0x1e1a_b76c_4117_d537, 0x94ca_c931_2583_2232, 0x57b5_f3e0_5d28_5751,
        0x0fc0_4166_544d_4455, 0x2ac0_9759_1de7_106a,
      ])
  }

  private func check(_ digests: [UInt64], _ committed: [UInt64]) {
    #expect(digests == committed)
  }
}
