import Experiments
import Parameters
import Testing

@testable import Sweeps

@Suite struct SlowTimeTests {
  @Test func stepsFollowFromTheStepSize() throws {
    let grid = try grid([
      .noise: "noise: {kind: label, alpha: [0, 1]}",
      .optimizer: "optimizer: {kind: sgd, step_size: [0.1, 0.01]}",
      .steps: "steps: {slow_time: [1, 2]}",
    ])
    #expect(
      (0..<grid.runCount).map { grid[$0].steps }
        == [100, 100, 200, 200, 10_000, 10_000, 20_000, 20_000])
    // A point has what the sweep file says.
    #expect(grid.values("steps").allSatisfy { $0 == nil })
    #expect(grid.hasPath("steps.slow_time") && !grid.hasPath("steps"))
  }

  @Test func plainStepsAreTheSteps() throws {
    #expect(try grid([.steps: "steps: [1000, 500]"])[1].steps == 500)
  }

  /// Lanes move in lockstep, so what decides the steps is uniform.
  @Test(arguments: ["steps: {slow_time: 1}", "steps: 100\nrecord: {slow_times: [0, 0.5]}"])
  func theStepSizeIsUniform(steps: String) throws {
    let grid = try grid([
      .noise: "noise: {kind: label, alpha: [0, 1]}",
      .optimizer: "optimizer: {kind: sgd, step_size: [0.1, 0.08]}", .steps: steps,
    ])
    let subgrid = grid.specification.subgrids[0]
    #expect(subgrid.uniformAxes.map { $0.components[0].path } == ["optimizer.step_size"])
    #expect(subgrid.varyingAxes.map { $0.components[0].path } == ["noise.alpha"])
    for batch in 0..<grid.laneBatchCount {
      let runs = grid.runs(ofLaneBatch: batch)
      let plan = grid.specification.record
      let snapshots = Set(
        runs.map { run -> [Int] in
          let point = grid[run]
          let stepSize = point["optimizer.step_size"]?.asReal ?? 0
          return plan.snapshotSteps(horizon: point.steps, effectiveStep: stepSize)
        })
      #expect(snapshots.count == 1)
    }
  }

  @Test func theCostModelSeesWhatTheStepsFollowFrom() throws {
    let grid = try grid([
      .optimizer: "optimizer: {kind: sgd, step_size: [0.1, 0.01]}",
      .steps: "steps: {slow_time: 1}", .seed: "seed: {count: 7}",
    ])
    let model = CostModel(paths: ["steps.slow_time", "optimizer.step_size"]) { value, _ in
      let (time, eta) = (value("steps.slow_time")?.asReal, value("optimizer.step_size")?.asReal)
      return SlowTime(time ?? 0).step(effectiveStep: eta ?? 1) * 1_000_000
    }
    #expect(ShardTable(grid, model: model).predictedNanoseconds == 7 * 10_100e6)
    // The program's own sees them, too.
    let ofSteps = TrainingCost.model(of: grid.specification)
    let costs = (0..<grid.laneBatchCount).map { ofSteps.nanoseconds(ofLaneBatch: $0, of: grid) }
    #expect(Set(costs).count == 2 && (costs.max() ?? 0) > 10 * (costs.min() ?? 0))
  }

  @Test func aJointAxisIsCheckedPairByPair() throws {
    let grid = try grid([
      .optimizer: "optimizer: {kind: sgd, step_size: [1, 1e-3]}",
      .steps: """
      steps: {slow_time: [1000, 1e-3]}
      zip: [[steps.slow_time, optimizer.step_size]]
      record: {count: 1001}
      """,
    ])
    #expect((0..<2).map { grid[$0].steps } == [1000, 1000])
  }

  @Test func theOverrideReplacesTheSteps() throws {
    let overridden = try specification(of: sweep(), overrides: ["steps.slow_time=10"])
    #expect(try overridden == specification(of: sweep([.steps: "steps: {slow_time: 10}"])))
  }
}
