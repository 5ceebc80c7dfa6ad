import Sweeps
import TestSupport
import Testing

@testable import Experiments

@Suite struct RunIdentityTests {
  private func identities(_ yaml: String) throws -> [RunIdentity] {
    let grid = Grid(try Specification(yaml: yaml, source: "test.yaml"))
    return (0..<grid.runCount).map {
      RunIdentity(RunParameters(grid[$0]), plan: grid.specification.record)
    }
  }

  @Test(arguments: [SmallSweep.mixed, SmallSweep.wide, SmallSweep.slow])
  func allRunsOfASweepDiffer(yaml: String) throws {
    let all = try identities(yaml)
    #expect(Set(all).count == all.count)
  }

  @Test func theSameRunInAnotherSweepIsTheSame() throws {
    let all = try identities(SmallSweep.tiny)
    let part = SmallSweep.tiny.replacing("[1e-3, 3e-3, 1e-2]", with: "3e-3")
      .replacing("name: tiny", with: "name: part")
    #expect(try Set(identities(part)).isSubset(of: Set(all)))
  }

  /// 1 − 0.99 is not 0.01.
  @Test func everyBitCounts() throws {
    let other = SmallSweep.tiny.replacing("beta2: 0.99", with: "one_minus_beta2: 0.01")
    #expect(try Set(identities(other)).isDisjoint(with: identities(SmallSweep.tiny)))
  }

  @Test(arguments: [
    ("count: 8", "count: 9"), ("signal: all", "signal: last"), ("steps: 200", "steps: 201"),
    ("signal: all", "signal: all, support_threshold: 0.02"), ("alpha: 0.01", "alpha: 0.02"),
    ("signal: all", "signal: all, projection: never"),
    ("record:", "dynamics: slow-ode\nrecord:"),
  ])
  func whatIsComputedOrRecordedCounts(old: String, new: String) throws {
    let other = SmallSweep.tiny.replacing(old, with: new)
    #expect(try Set(identities(other)).isDisjoint(with: identities(SmallSweep.tiny)))
  }

  /// A parameter or a part of the plan that is new must enter the identity, or be left out for a
  /// reason; then count it here.
  @Test func nothingIsForgotten() throws {
    let grid = Grid(try Specification(yaml: SmallSweep.tiny, source: "test.yaml"))
    #expect(Mirror(reflecting: RunParameters(grid[0])).children.count == 22)
    #expect(Mirror(reflecting: grid.specification.record).children.count == 4)
  }
}
