import Sweeps
import TestSupport
import Testing
import Training

@testable import Experiments

@Suite struct RunParametersTests {
  private static func grid(_ yaml: String) throws -> Grid {
    Grid(try Specification(yaml: yaml, source: "test.yaml"))
  }

  private static func parameters(optimizer: String, noise: String) throws -> RunParameters {
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
    return RunParameters(grid[0])
  }

  @Test func alphaAndDeltaAreTwoNamesOfOneNoise() throws {
    let sgd = "{kind: sgd, step_size: 0.1}"
    let alpha = try Self.parameters(optimizer: sgd, noise: "{kind: label, alpha: 0.02}")
    // δ² = α n with n = 8.
    #expect(alpha.delta == 0.4)
    let delta = try Self.parameters(optimizer: sgd, noise: "{kind: label, delta: 0.4}")
    #expect(abs(delta.alpha - 0.02) < 1e-17)
    let none = try Self.parameters(optimizer: sgd, noise: "{kind: none}")
    #expect(none.alpha.isNaN && none.delta.isNaN && !none.hasLabelNoise)
  }

  @Test func thePowerLawSetsTheDecay() throws {
    let run = try Self.parameters(
      optimizer: "{kind: adam, step_size: 0.01, one_minus_beta2: {rate: 10, power: 2}}",
      noise: "{kind: none}")
    #expect(abs(run.oneMinusBeta2 / 1e-3 - 1) < 1e-15)
    #expect(run.beta2 == 1 - run.oneMinusBeta2)
  }

  @Test func tinyOneMinusBeta2KeepsItsDigits() throws {
    let run = try Self.parameters(
      optimizer: "{kind: adam, step_size: 0.01, one_minus_beta2: 1.2345678901234567e-17}",
      noise: "{kind: none}")
    #expect(run.oneMinusBeta2 == 1.2345678901234567e-17)
    #expect(run.beta2 == 1)
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
    #expect(run.beta1.isNaN && run.beta2.isNaN && run.epsilon.isNaN && run.exponent.isNaN)
    #expect(run.precision == .float32 && run.design == .gaussian && run.initialScale == 0.2)
    #expect(run.dataSeed == 7 && run.initSeed == 7 && run.noiseSeed == 7)
  }
}
