import Sweeps
import TestSupport
import Testing
import Training

@testable import Experiments

@Suite struct RunTests {
  private static func grid(_ yaml: String) throws -> Grid {
    Grid(try Specification(yaml: yaml, source: "test.yaml"))
  }

  private static func parameters(optimizer: String, noise: String) throws -> Run {
    let grid = try grid(
      """
      name: one
      model: {kind: diagonal-net, dimension: 20, sparsity: 3, initial_scale: 0.2}
      data: {design: gaussian, samples: 8}
      noise: \(noise)
      optimizer: \(optimizer)
      steps: 100
      seed: 7
      precision: float32
      """)
    return Run(grid[0])
  }

  @Test func alphaAndDeltaAreTwoNamesOfOneNoise() throws {
    let sgd = "{kind: sgd, step_size: 0.1}"
    func noise(_ text: String, dynamics: String) throws -> Run {
      try Self.parameters(optimizer: sgd + "\ndynamics: \(dynamics)", noise: text)
    }
    let alpha = try noise("{kind: label, alpha: 0.02}", dynamics: "slow-ode")
    // δ² = α n with n = 8.
    #expect(alpha.delta == 0.4 && alpha.alpha == 0.02)
    let delta = try noise("{kind: label, delta: 0.4}", dynamics: "slow-sde")
    #expect(delta.delta == 0.4 && abs(delta.alpha - 0.02) < 1e-17)
    // Training goes by δ alone.
    let training = try noise("{kind: label, alpha: 0.02}", dynamics: "training")
    #expect(training.delta == 0.4 && training.alpha.isNaN)
    let none = try Self.parameters(optimizer: sgd, noise: "{kind: none}")
    #expect(none.alpha.isNaN && none.delta.isNaN && none.noise == .none)
  }

  @Test func aBatchConvertsAlphaToDelta() throws {
    let run = try Self.parameters(
      optimizer: "{kind: sgd, step_size: 0.1}", noise: "{kind: label, alpha: 0.02, batch: 2}")
    #expect(run.delta == 0.2 && run.batchSize == 2)
    #expect(run.noise == .label(distribution: .rademacher, batch: 2))
  }

  @Test func theFactorizationIsSquareUnlessToldOtherwise() throws {
    let grid = try Self.grid(
      """
      name: one
      model: {kind: matrix-factorization, dimension: 6, rank: 2}
      data: {samples: 8}
      noise: {kind: gradient, std: 0.1}
      optimizer: {kind: adam-mini, step_size: 0.1, beta2: 0.9, bias_correction: true}
      steps: 100
      noise_seed: [3, 4]
      seed: 7
      """)
    let run = Run(grid[1])
    #expect(run.model == .matrixFactorization(dimension: 6, width: 6, depth: 2))
    #expect(run.optimizer == .adamMini(blockSize: nil, correctsBias: true))
    #expect(run.noise == .gradient() && run.lane.noiseScale == 0.1)
    #expect(run.dataSeed == 7 && run.initSeed == 7 && run.noiseSeed == 4)
  }

  @Test func slowTimeGivesTheSteps() throws {
    let grid = try Self.grid(
      """
      name: one
      model: {kind: diagonal-net, dimension: 6, sparsity: 2}
      data: {samples: 8}
      noise: {kind: none}
      optimizer: {kind: sgd, step_size: [0.1, 0.05]}
      steps: {slow_time: 2}
      seed: 7
      """)
    #expect((0..<2).map { Run(grid[$0]).steps } == [200, 800])
    // Lanes of a batch move in lockstep.
    #expect(grid.laneBatchCount == 2)
  }

  @Test func thePowerLawSetsTheDecay() throws {
    let run = try Self.parameters(
      optimizer: "{kind: adam, step_size: 0.01, one_minus_beta2: {rate: 10, power: 2}}",
      noise: "{kind: none}")
    #expect(abs(run.oneMinusBeta2 / 1e-3 - 1) < 1e-15)
  }

  @Test func tinyOneMinusBeta2KeepsItsDigits() throws {
    let run = try Self.parameters(
      optimizer: "{kind: adam, step_size: 0.01, one_minus_beta2: 1.2345678901234567e-17}",
      noise: "{kind: none}")
    #expect(run.oneMinusBeta2 == 1.2345678901234567e-17)
  }

  @Test func everyOptimizerHasItsMeasure() throws {
    func exponent(_ optimizer: String) throws -> Double {
      try Self.parameters(optimizer: optimizer, noise: "{kind: none}").effectiveExponent
    }
    #expect(try exponent("{kind: sgd, step_size: 1}") == 0)
    #expect(try exponent("{kind: adam, step_size: 1, beta2: 0.9}") == 0.5)
    #expect(try exponent("{kind: adam-e, exponent: 0.3, step_size: 1, beta2: 0.9}") == 0.3)
  }

  @Test func whatHasNoMeaningIsNotANumber() throws {
    let run = try Self.parameters(optimizer: "{kind: sgd, step_size: 1}", noise: "{kind: none}")
    #expect(run.beta1.isNaN && run.oneMinusBeta2.isNaN && run.epsilon.isNaN && run.exponent.isNaN)
    #expect(run.precision == .float32 && run.model.initialScale == 0.2 && run.batchSize == nil)
    let truth = GeneratedTruth.sparse(dimension: 20, sparsity: 3)
    #expect(run.data.origin == .drawn(design: .gaussian) && run.truth == truth)
    #expect(run.dataSeed == 7 && run.initSeed == 7 && run.noiseSeed == 7)
  }
}
