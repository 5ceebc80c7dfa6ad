import Parameters
import Testing

@testable import Experiments
@testable import Sweeps

@Suite struct RecordedQuantitiesTests {
  private func plan(only: [String]? = nil, also: [String]? = nil) -> RecordPlan {
    RecordPlan(
      schedule: .linear(count: 2), signal: .never, projection: .never, supportThreshold: 0.01,
      only: only, also: also)
  }

  /// The quantities of format 2, which is frozen, in the order of its datasets.
  @Test func thoseOfTheFrozenFormatAreAsWrittenDown() {
    let frozen = RecordedQuantities.chosen(by: plan())
    #expect(
      frozen.map(\.name) == [
        "slow_time", "train_loss", "population_loss", "population_loss_on_manifold",
        "trace_hessian", "trace_sqrt_diag_hessian", "trace_power_diag_hessian", "l1_norm",
        "l_half_sum", "second_moment_l1", "support_precision", "support_recall", "nuclear_norm",
        "effective_rank", "stationarity",
      ])
    #expect(frozen.map(\.place) == Array(0..<frozen.count))
    #expect(RecordedQuantities.all.allSatisfy { ($0.place == nil) == ($0.since > 2) })
    #expect(Set(RecordedQuantities.all.map(\.name)).count == RecordedQuantities.all.count)
  }

  @Test func laterOnesAreThereWhereTheyAreAskedFor() {
    let later = ["a", "b"].map { name in
      Quantity(name, longName: name).with { $0.since = 3 }
    }
    let first = Quantity("first", longName: "of the frozen format", place: 0)
    let all = ([later[0], first, later[1]]).inOrderOfColumns
    #expect(all == [first, later[0], later[1]])
    #expect(RecordedQuantities.chosen(by: plan(), among: all) == [first])
    #expect(RecordedQuantities.chosen(by: plan(also: ["b"]), among: all) == [first, later[1]])
    #expect(RecordedQuantities.chosen(by: plan(also: ["b", "a"]), among: all) == all)
    #expect(RecordedQuantities.chosen(by: plan(only: ["a"]), among: all) == [later[0]])
  }
}
