import Shards
import Testing

@testable import Reports

@Suite struct GroupingTests {
  @Test func groupsAreAssignmentsOfVariedParametersSeedsApart() {
    let grouping = Grouping(Sweep.comparison.table)
    #expect(grouping.keyAxes.map(\.kind.name) == ["samples", "optimizer", "step_size"])
    #expect(grouping.groups.count == 12)
    #expect(grouping.groups.allSatisfy { $0.rows.count == 3 })
  }

  @Test func parametersThatFollowFromOthersTellNothingApart() {
    let grouping = Grouping(Sweep.comparison.table)
    #expect(
      grouping.followingAxes.map(\.kind.name) == ["exponent", "beta1", "one_minus_beta2"])
  }

  /// α = δ²/n of a sweep over δ and n has a value for each pair; δ is what was varied.
  @Test func ofTwoParametersThatFollowFromEachOtherTheOneWithFewerValuesIsKept() {
    var sweep = Sweep(runs: [10, 20].flatMap { n in [1, 2].map { _ in Sweep.Run(samples: n) } })
    sweep.furtherParameters = [
      ("alpha", ["0.1", "0.4", "0.05", "0.2"]), ("delta", ["1", "2", "1", "2"]),
    ]
    #expect(Grouping(sweep.table).keyAxes.map(\.kind.name) == ["samples", "delta"])
  }

  @Test func anExponentThatVariesWithinAnOptimizerIsPartOfTheKey() {
    let runs = ["0.25", "0.5"].map { Sweep.Run(optimizer: "adam-e", exponent: $0) }
    let grouping = Grouping(Sweep(runs: runs + [Sweep.Run()]).table)
    #expect(grouping.keyAxes.map(\.kind.name) == ["optimizer", "exponent"])
    #expect(
      grouping.groups.map { grouping.methodLabel(of: $0, at: grouping.places(.method)) } == [
        "adam-e, λ = 0.25", "adam-e, λ = 0.5", "sgd",
      ])
  }

  /// Who names an entry wants to read the name, and what the entries share beside it.
  @Test func aLabelStandsForWhatItDetermines() {
    let runs = [(0.1, 10), (0.1, 20), (0.2, 10), (0.2, 20)].map {
      Sweep.Run(samples: $0.1, stepSize: $0.0)
    }
    var sweep = Sweep(runs: runs + [Sweep.Run(optimizer: "adam-e", exponent: "0.5", samples: 10)])
    sweep.furtherParameters = [("optimizer_label", ["small", "small", "large", "large", ""])]
    let grouping = Grouping(sweep.table)
    let labels = grouping.groups.map {
      grouping.label(of: $0, at: grouping.keyAxes.indices.map(\.self))
    }
    #expect(Set(labels).count == 5)
    #expect(labels.contains("n = 10, small") && labels.contains("n = 20, large"))
    #expect(labels.contains { $0.contains("adam-e") })
  }

  /// Each exponent has step sizes of its own, as methods with different scales do.
  @Test func anExponentIsPartOfTheKeyAlsoWhereTheStepSizeTellsIt() {
    let runs = [("0.25", 0.1), ("0.75", 0.01)].map {
      Sweep.Run(optimizer: "adam-e", exponent: $0, stepSize: $1)
    }
    let grouping = Grouping(Sweep(runs: runs).table)
    #expect(grouping.keyAxes.map(\.kind.name) == ["exponent", "step_size"])
  }

  @Test func divergedRunsCountAsInfiniteWhenTheBestIsChosen() {
    var runs = [0, 1, 2].map { Sweep.Run(stepSize: 0.1, seed: $0, loss: 0.2) }
    runs += [0, 1, 2].map { Sweep.Run(stepSize: 1, seed: $0, state: .diverged) }
    runs[3].state = .ok
    runs[3].loss = 0.001
    let grouping = Grouping(Sweep(runs: runs).table)
    let best = grouping.best(of: grouping.groups, foreach: [])
    #expect(best.map { grouping.label(of: $0, at: [0]) } == ["η = 0.1"])
  }

  /// Both have the median of those that are left.
  @Test func ofEqualLossesTheOneThatLostFewerIsBetter() {
    var runs = (0..<4).map { Sweep.Run(stepSize: 0.1, seed: $0, loss: 0.2) }
    runs += (0..<4).map { Sweep.Run(stepSize: 1, seed: $0, loss: 0.2) }
    runs[3].state = .diverged
    let grouping = Grouping(Sweep(runs: runs).table)
    #expect(grouping.groups.map(\.loss) == [0.2, 0.2])
    let best = grouping.best(of: grouping.groups, foreach: [])
    #expect(best.map { grouping.label(of: $0, at: [0]) } == ["η = 1"])
  }

  @Test func absentAndFailedRunsAreNotCounted() {
    let runs = [RunState.ok, .diverged, .failed, .absent].enumerated().map {
      Sweep.Run(seed: $0, state: $1, loss: 0.001)
    }
    let group = Grouping(Sweep(runs: runs).table).groups[0]
    #expect(group.computedCount == 2)
    #expect(group.divergedCount == 1)
    #expect(group.recoveredCount == 1)
  }

  @Test func keepingValuesComparesNumbersAsNumbers() throws {
    var table = Sweep.comparison.table
    let isKept = table.keep(try #require(RunFilter("samples=2e1")))
    let isKeptFurther = table.keep(try #require(RunFilter("optimizer=sgd")))
    let isUnknownKept = table.keep(try #require(RunFilter("nonsense=1")))
    #expect([isKept, isKeptFurther, isUnknownKept] == [true, true, false])
    #expect(table.rows == Array(0..<9))
  }

  /// The lower of the two in the middle.
  @Test(arguments: [([10, 20, 30], "n = 20"), ([10, 20, 30, 40], "n = 20"), ([10], "")])
  func theMiddleProblemIsTheLowerMiddle(samples: [Int], label: String) {
    let grouping = Grouping(Sweep(runs: samples.map { Sweep.Run(samples: $0) }).table)
    #expect(MiddleProblem(grouping).label() == label)
  }

  @Test func theMiddleProblemIsOneThatMostMethodsWereTriedOn() {
    var runs = [10, 20, 30, 40].map { Sweep.Run(samples: $0) }
    runs += [30, 40].map { Sweep.Run(optimizer: "adam", samples: $0) }
    let grouping = Grouping(Sweep(runs: runs).table)
    #expect(MiddleProblem(grouping).label() == "n = 30")
  }
}
