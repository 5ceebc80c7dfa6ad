import TestSupport
import Testing

@testable import Sweeps

@Suite struct RecordPlanTests {
  private static let maximumSteps = 1 << 53

  private func steps(_ schedule: RecordPlan.Schedule, horizon: Int) -> [Int] {
    let plan = RecordPlan(
      schedule: schedule, signal: .never, projection: .last, supportThreshold: 0.01)
    let steps = plan.snapshotSteps(horizon: horizon, effectiveStep: 0.1)
    #expect(steps.count == plan.snapshotCount)
    return steps
  }

  /// A count and a number of steps, many at random and the tightest.
  private static let cases: [(count: Int, steps: Int)] = {
    var generator = SplitMix64(seed: 1)
    var cases = [
      (2, 1), (2, 2), (3, 2), (3, 3), (40, 39), (40, 40), (1000, 999), (40, maximumSteps),
      (2, maximumSteps), (1000, maximumSteps - 1),
    ]
    for _ in 0..<300 {
      let count = Int.random(in: 2...200, using: &generator)
      let slack = Int.random(
        in: 0...(1 << Int.random(in: 0...52, using: &generator)), using: &generator)
      cases.append((count, count - 1 + slack))
    }
    return cases
  }()

  @Test func linearStepsAreTheFormulaRoundedHalfUp() {
    for (count, horizon) in Self.cases {
      let last = Int128(count - 1)
      for (k, step) in steps(.linear(count: count), horizon: horizon).enumerated() {
        // −½ < step − k · steps / last ≤ ½, times 2 · last.
        let error = 2 * (Int128(step) * last - Int128(k) * Int128(horizon))
        #expect(-last < error && error <= last, "\(count) snapshots of \(horizon) steps, k = \(k)")
      }
    }
    #expect(steps(.linear(count: 3), horizon: 5) == [0, 3, 5])
  }

  @Test func bothSchedulesStartAtZeroIncreaseAndEndAtTheLastStep() {
    for (count, horizon) in Self.cases {
      for schedule in [RecordPlan.Schedule.linear(count: count), .logarithmic(count: count)] {
        let steps = steps(schedule, horizon: horizon)
        #expect(steps.first == 0 && steps.last == horizon, "\(schedule), \(horizon) steps")
        #expect(zip(steps, steps.dropFirst()).allSatisfy(<), "\(schedule), \(horizon) steps")
      }
    }
  }

  @Test func theTightestScheduleTakesEveryStep() {
    for count in 2...50 {
      #expect(steps(.linear(count: count), horizon: count - 1) == Array(0..<count))
      #expect(steps(.logarithmic(count: count), horizon: count - 1) == Array(0..<count))
    }
  }

  @Test func logarithmicStepsAreEquallySpacedInTheLogarithm() {
    #expect(
      steps(.logarithmic(count: 8), horizon: 1_000_000)
        == [0, 1, 10, 100, 1000, 10_000, 100_000, 1_000_000])
    // 8^(1/5) = 1.52, 8^(2/5) = 2.30, 8^(3/5) = 3.48, 8^(4/5) = 5.28; two of them moved up.
    #expect(steps(.logarithmic(count: 7), horizon: 8) == [0, 1, 2, 3, 4, 5, 8])
  }

  @Test func explicitStepsAreTaken() {
    #expect(steps(.steps([3, 70, 1000]), horizon: 5000) == [3, 70, 1000])
  }

  @Test func slowTimesAreSquaresOfTheStepSizeApart() {
    let plan = RecordPlan(
      schedule: .slowTimes([0, 0.001, 0.25, 1]), signal: .never, projection: .last,
      supportThreshold: 0.01)
    #expect(plan.snapshotCount == 4)
    #expect(plan.snapshotSteps(horizon: 100, effectiveStep: 0.1) == [0, 0, 25, 100])
    #expect(plan.snapshotSteps(horizon: 10_000, effectiveStep: 0.01) == [0, 10, 2500, 10_000])
    #expect(plan.snapshotSteps(horizon: 4, effectiveStep: 0.5) == [0, 0, 1, 4])
    // 0.5 steps are rounded up.
    let half = RecordPlan(
      schedule: .slowTimes([0.5]), signal: .never, projection: .last, supportThreshold: 0.01)
    #expect(half.snapshotSteps(horizon: 4, effectiveStep: 1) == [1])
  }

  @Test func moreSnapshotsThanStepsAreTheCallersMistake() async {
    await #expect(processExitsWith: .failure) {
      let plan = RecordPlan(
        schedule: .logarithmic(count: 40), signal: .never, projection: .last, supportThreshold: 0.01
      )
      _ = plan.snapshotSteps(horizon: 38, effectiveStep: 0.1)
    }
  }
}
