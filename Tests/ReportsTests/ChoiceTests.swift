import Parameters
import Shards
import Testing

@testable import Reports

/// Tuned parameters chosen by some runs while others are shown, or by the share recovered.
@Suite struct ChoiceTests {
  /// Of two step sizes one is better by seed 0, the other by seeds 1 and 2.
  private func lucky() throws -> RunTable {
    var runs: [Sweep.Run] = []
    for seed in 0..<3 {
      runs.append(Sweep.Run(stepSize: 0.1, seed: seed, loss: seed == 0 ? 0.001 : 0.9))
      runs.append(Sweep.Run(stepSize: 0.2, seed: seed, loss: seed == 0 ? 0.5 : 0.1))
    }
    return Sweep(runs: runs).table
  }

  @Test func whatIsShownIsNotWhatChose() throws {
    var table = try lucky()
    let isKnown = table.choose(by: try #require(RunFilter("seed=0")))
    #expect(isKnown && table.rows.count == 4 && table.choosingRows.count == 2)
    let analysis = SweepAnalysis(table)
    let best = try #require(analysis.bestOfMethods.first)
    // Chosen for its luck at seed 0, and then shown as it is.
    #expect(best.selectionLoss == 0.001 && best.loss == 0.9)
    #expect(best.rows.count == 2 && best.recoveredCount == 0)
    let answer = Answer(analysis)
    #expect(answer.sentence.contains("0.900"))
    #expect(answer.reservations.contains { $0.hasSuffix("by other runs.") })
    #expect(SummaryTable(analysis, rowLimit: 1).choiceText.contains("Chosen by 2 other runs"))
  }

  @Test func anUnknownParameterChoosesNothing() throws {
    var table = try lucky()
    let isKnown = table.choose(by: try #require(RunFilter("colour=red")))
    #expect(!isKnown && table.rows.count == 6 && table.choosingRows.isEmpty)
  }

  /// The one has the lesser median, the other recovers more often.
  @Test func recoveryIsChosenByTheShareRecovered() {
    let losses = [0.1: [0.02, 0.02, 0.02], 0.2: [0.001, 0.5, 0.5]]
    let runs = losses.flatMap { stepSize, losses in
      losses.enumerated().map { Sweep.Run(stepSize: stepSize, seed: $0, loss: $1) }
    }
    let grouping = Grouping(Sweep(runs: runs).table)
    let stepSize = grouping.place(of: .stepSize) ?? 0
    let levels = grouping.keyAxes[stepSize].levels
    #expect(levels[grouping.best(of: grouping.groups, foreach: [])[0].key[stepSize]] == "0.1")
    let best = grouping.best(of: grouping.groups, foreach: [], by: .recovery)
    #expect(levels[best[0].key[stepSize]] == "0.2")
  }
}
