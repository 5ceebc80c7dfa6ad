import Experiments
import Testing

@testable import Sweeps

@Suite struct NumericsVersionTests {
  private func version(_ replacements: [SweepLine: String]) throws -> Int {
    let specification = try specification(of: sweep(replacements))
    let grid = Grid(specification)
    // No run needs more, and some run as much; here no run is excluded.
    let ofRuns = (0..<grid.runCount).map { grid[$0].numericsVersion }
    #expect(ofRuns.max() == specification.numericsVersion)
    return specification.numericsVersion
  }

  @Test(arguments: [
    "{kind: sgd, step_size: 0.1}", "{kind: rmsprop, step_size: 0.1, beta2: [0.9, 0.5]}",
    "{kind: adam, step_size: 0.1, beta1: [0.5, 0.9], beta2: 0.99}",
    "{kind: adam, step_size: 0.1, one_minus_beta2: [1e-12, 0.5]}",
    "{kind: adam-mini, block_size: 5, step_size: [0.1, 0.2], one_minus_beta2: {rate: 10, power: 2}}",
  ])
  func whatForgetsSlowlyHasTheBitsOfVersion2(optimizer: String) throws {
    #expect(try version([.optimizer: "optimizer: \(optimizer)"]) == 2)
  }

  @Test(arguments: [
    "{kind: rmsprop, step_size: 0.1, beta2: [0.9, 0]}",
    "{kind: adam, step_size: 0.1, beta1: [0.9, 0.499, 0.8], beta2: 0.99}",
    "{kind: adam-e, exponent: 0.3, step_size: 0.1, beta1: 0, beta2: 0.99}",
    "{kind: adalayer, step_size: 0.1, one_minus_beta2: [1e-12, 0.51]}",
    "{kind: adam-mini, block_size: 5, step_size: [0.1, 0.25], one_minus_beta2: {rate: 10, power: 2}}",
  ])
  func whatForgetsFastNeedsVersion3(optimizer: String) throws {
    #expect(try version([.optimizer: "optimizer: \(optimizer)"]) == 3)
    // A union needs what one of its parts does.
    #expect(
      try version([
        .optimizer: "optimizer:\n  - {kind: sgd, step_size: 0.1}\n  - \(optimizer)"
      ]) == 3)
  }

  /// β₁ counts where there is an m only: rmsprop has none, and no key for it.
  @Test(arguments: [("training", 2), ("slow-ode", 3), ("slow-sde", 3), ("[training, slow-ode]", 3)])
  func slowEquationsNeedVersion3(dynamics: String, expected: Int) throws {
    #expect(
      try version([
        .noise: "noise: {kind: label, alpha: 0.1}", .steps: "steps: 100\ndynamics: \(dynamics)",
      ]) == expected)
  }

  /// Step sizes and rates that move together are taken as they do.
  @Test func axesThatMoveTogetherAreTakenTogether() throws {
    let optimizer =
      "{kind: adam, step_size: [0.01, 0.1], one_minus_beta2: {rate: [1000, 10], power: 2}}"
    let zip = "\nzip: [[optimizer.step_size, optimizer.one_minus_beta2.rate]]"
    #expect(try version([.optimizer: "optimizer: \(optimizer)", .steps: "steps: 100" + zip]) == 2)
    let larger = optimizer.replacing("[1000, 10]", with: "[1000, 60]")
    #expect(try version([.optimizer: "optimizer: \(larger)", .steps: "steps: 100" + zip]) == 3)
  }
}
