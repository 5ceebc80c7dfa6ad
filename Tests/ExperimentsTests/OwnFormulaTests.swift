import Parameters
import Sweeps
import Testing

@testable import Experiments
@testable import Shards

/// Losses, schedules and optimizers that are formulas, and minibatches, from the sweep file to records.
@Suite struct OwnFormulaTests {
  private func sweep(
    loss: String = "{kind: squared}", optimizer: String = "{kind: sgd, step_size: 0.05}",
    batches: String = "{size: full}"
  ) -> String {
    """
    name: t
    model: {kind: diagonal-net, dimension: 12, sparsity: 2}
    data: {samples: 9}
    loss: \(loss)
    batches: \(batches)
    noise: {kind: none}
    optimizer: \(optimizer)
    steps: 40
    seed: 3
    record: {count: 4}
    """
  }

  private func grid(_ yaml: String) throws -> Grid {
    Grid(try Specification(yaml: yaml, source: "s.yaml"))
  }

  private func records(_ grid: Grid) throws -> RecordBlock {
    var experiment = LaneBatchExperiment(grid: grid, problemPath: { $0 })
    guard
      case .finished(let records) = try experiment.records(
        ofRuns: 0..<grid.runCount, shouldContinue: { _ in true })
    else { throw CancellationError() }
    return records
  }

  private func loss(_ yaml: String) throws -> [Double] {
    try values("train_loss", of: grid(yaml))
  }

  private func values(_ name: String, of grid: Grid) throws -> [Double] {
    try #require(try records(grid).variables.first { $0.key.name == name }?.value)
  }

  @Test func aTextOfTheSquaredLossTrainsAsItDoes() throws {
    let text = #"{kind: formula, value: "0.5 * (f - y) ** 2"}"#
    let known = try loss(sweep())
    for (a, b) in try zip(loss(sweep(loss: text)), known) { #expect(abs(a - b) < 1e-12 * b) }
    let last = try loss(sweep(loss: text.replacing("0.5", with: "0.4"))).last ?? 0
    #expect(abs(last - known[known.count - 1]) > 1e-3 * last)
  }

  @Test func aTextOfAScheduleTrainsAsItDoes() throws {
    func optimizer(_ schedule: String) -> String {
      "{kind: sgd, step_size: 0.05, schedule: \(schedule)}"
    }
    let constants = #"{kind: formula, value: "minimum(1, k / ramp)", constants: {ramp: 10}}"#
    let linear = #"{kind: formula, value: "where(k <= 10, k / 10, 1)"}"#
    let known = try loss(sweep(optimizer: optimizer(constants)))
    #expect(try loss(sweep(optimizer: optimizer(linear))) == known)
    #expect(try loss(sweep()) != known)
  }

  /// Constants vary from lane to lane; a run is what it would be alone.
  @Test func constantsOfAnOptimizerAreAxes() throws {
    func optimizer(_ decays: String) -> String {
      """

        kind: formula
        step_size: 0.01
        constants: {decay: \(decays), epsilon: 1e-6}
        state: {v: 0.5}
        update: |
          v = decay * v + (1 - decay) * g ** 2
          theta - eta * g / (sqrt(v) + epsilon)
      """
    }
    let both = try grid(sweep(optimizer: optimizer("[0.9, 0.5]")))
    #expect(both.runCount == 2 && both.laneBatchCount == 1)
    let column = try #require(
      ParameterColumn.columns(of: both).first { $0.name == "optimizer_decay" })
    #expect(column.values(0..<2) == .real([0.9, 0.5]))
    let together = try values("train_loss", of: both)
    let alone = try ["0.9", "0.5"].flatMap { try loss(sweep(optimizer: optimizer($0))) }
    #expect(together == alone)
    #expect(try values("second_moment_l1", of: both).allSatisfy { $0 > 0 })
    let identities = [0, 1].map { RunIdentity(Run(both[$0]), plan: both.specification.record) }
    #expect(identities[0] != identities[1])
  }

  @Test func minibatchesHaveColumnsAndIdentities() throws {
    let grid = try grid(
      sweep(batches: "{size: [3, full], sampling: [shuffle, without-replacement]}"))
    let columns = ParameterColumn.columns(of: grid)
    let batch = try #require(columns.first { $0.name == "batch" })
    #expect(batch.values(0..<4) == .integer([3, 3, 9, 9]))
    #expect(batch.owners == nil)
    #expect(columns.contains { $0.name == "sampling" })
    let identities = (0..<4).map { RunIdentity(Run(grid[$0]), plan: grid.specification.record) }
    #expect(Set(identities).count == 3, "of the full batch there is one sampling")
    #expect(grid.specification.formatVersion == 3)
  }

  @Test(arguments: [
    (
      "{kind: formula, step_size: 1, state: {g: 0}, update: theta}",
      "'g' means something in formulas already"
    ),
    (
      "{kind: formula, step_size: 1, state: {m: 0}, constants: {m: 1}, update: theta}",
      "'m' is a name in 'state', too"
    ),
    ("{kind: formula, step_size: 1, update: theta - eta * gg}", "unknown name gg"),
    (
      "{kind: formula, step_size: 1, update: theta - eta * concatenate([g, g])}",
      "concatenate"
    ),
    (
      "{kind: sgd, step_size: 1, schedule: {kind: formula, value: k, constants: {steps: 1}}}",
      "'steps' means something in formulas already"
    ),
  ])
  func mistakesOfFormulasAreReported(optimizer: String, message: String) {
    let error = #expect(throws: SpecificationError.self) {
      try Specification(yaml: sweep(optimizer: optimizer), source: "s.yaml")
    }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }
}
