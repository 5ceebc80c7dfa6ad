import Parameters
import Shards
import Testing

@testable import Reports

/// Runs that were lost on the way count, and are said.
@Suite struct FinalSummaryTests {
  @Test func survivorsAloneMakeNoMedian() {
    let lost = FinalSummary(
      [0.1, 0.2, .infinity, .nan, .infinity, .infinity], divergedCount: 1)
    #expect(lost.median == .infinity && lost.runCount == 7 && lost.lostCount == 5)
    let most = FinalSummary([0.1, 0.2, 0.3, .nan], divergedCount: 1)
    #expect(most.quartiles == Quartiles(lower: 0.2, median: 0.3, upper: .infinity))
    #expect(most.lostCount == 2)
  }

  @Test func whatNoRunKnowsIsNotKnown() {
    let unknown = FinalSummary([.nan, .nan], divergedCount: 1)
    #expect(unknown.quartiles == nil && unknown.median.isNaN && unknown.lostCount == 1)
    #expect(FinalSummary([], divergedCount: 2).median == .infinity)
    #expect(FinalSummary([], divergedCount: 0).quartiles == nil)
  }

  @Test func inSharesALostRunIsTheWorst() {
    #expect(FinalSummary([1, .nan, .nan], divergedCount: 0, worst: 0).median == 0)
    #expect(
      Quantity.supportRecall.worst == 0 && Quantity.traceHessian.worst == .infinity)
  }

  /// Ten of fourteen runs of sgd could not be projected, two of adam's diverged.
  static var unprojected: RunTable {
    var losses: [Double] = []
    for place in 0..<14 {
      losses += [place < 4 ? 0.001 : .infinity, place < 12 ? 0.002 : .nan]
    }
    let states = (0..<28).map { $0 % 2 == 1 && $0 >= 24 ? RunState.diverged : .ok }
    return RunTable(
      title: "t",
      parameters: [
        RunParameter(name: "optimizer", values: (0..<28).map { ["sgd", "adam"][$0 % 2] }),
        RunParameter(name: "seed", values: (0..<28).map { "\($0 / 2)" }),
      ], states: states,
      finals: [
        .populationLossOnManifold: losses,
        .populationLoss: states.map { $0 == .ok ? 0.5 : .nan },
      ])
  }

  /// The sentence, the table and its forms for programs have the same numbers.
  @Test func headlineAndTableAgreeOnRunsThatCouldNotBeProjected() {
    let analysis = SweepAnalysis(Self.unprojected)
    let summary = SummaryTable(analysis)
    #expect(
      summary.cells.map { $0.joined(separator: " | ") } == [
        "optimizer | runs | div. | unproj. | pop. loss  | projected  | recovered ",
        "sgd | 14 | 0 | 10 | 0.500  | ∞  | 4/14 ",
        "adam | 14 | 2 | 0 | 0.500  | 0.00200* | 12/14*",
      ])
    let answer = Answer(analysis)
    #expect(
      answer.sentence == """
        Least median final population loss after projection: adam, 0.00200 (sgd: 10 of 14 runs \
        could not be projected).
        """)
    #expect(
      answer.reservations.contains(
        "Runs without a loss count as infinite: adam, 2 of 14 runs diverged; sgd, 10 of 14 runs "
          + "could not be projected."))
    #expect(
      summary.csv == """
        optimizer,runs_computed,runs_diverged,runs_unprojected,population_loss,\
        population_loss_on_manifold,recovered
        sgd,14,0,10,0.5,inf,4
        adam,14,2,0,0.5,0.002,12
        """)
    let record = SummaryRecord(summary)
    #expect(record.columns[3] == "runs_unprojected")
    #expect(record.rows[0][3...5] == [.count(10), .number(0.5), .missing])
    #expect(
      summary.notes.contains {
        $0.hasSuffix(
          "as it diverged (div.) or could not be projected (unproj.), counts as infinite.")
      })
  }

  /// One assignment that cannot be projected at all does not change what the others are judged by.
  @Test func anAssignmentWithoutAnyProjectionDoesNotChangeTheMeasure() {
    var table = Self.unprojected
    table.states = Array(repeating: .ok, count: 28)
    table.finals[.populationLossOnManifold] = (0..<28).map { $0 % 2 == 0 ? .infinity : 0.002 }
    #expect(Grouping(table).selection == .projectedLoss)
    // Where hardly any run can be projected, nothing would be left to compare.
    table.finals[.populationLossOnManifold] = (0..<28).map { $0 < 3 ? 0.002 : .infinity }
    let analysis = SweepAnalysis(table)
    #expect(analysis.grouping.selection == .populationLoss)
    #expect(
      Answer(analysis).reservations.contains {
        $0.hasPrefix("3 of 28 runs could be projected: too few")
      })
  }

  @Test func recallAndPrecisionStandSideBySideWithoutAMark() {
    let table = RunTable(
      title: "t", parameters: [RunParameter(name: "optimizer", values: ["sgd", "adam"])],
      states: [.ok, .ok],
      finals: [.trainLoss: [1, 2], .supportRecall: [0.5, 1], .supportPrecision: [1, 0.1]])
    let summary = SummaryTable(table)
    #expect(summary.cells[0].suffix(2) == ["precision ", "recall "])
    #expect(summary.cells[1].suffix(3) == ["1.00*", "1.00 ", "0.500 "])
    #expect(summary.cells[2].suffix(2) == ["0.100 ", "1.00 "])
  }

  @Test func figuresHaveTheTablesMediansAndSayWhatWasLost() throws {
    var runs: [Sweep.Run] = []
    for (place, stepSize) in [0.01, 0.1, 1].enumerated() {
      for seed in 0..<5 {
        runs.append(
          Sweep.Run(
            stepSize: stepSize, seed: seed, state: seed < 2 * place ? .diverged : .ok,
            loss: 0.1 + 0.1 * Double(seed)))
      }
    }
    let sweep = Sweep(runs: runs)
    let figure = try #require(sweep.figures()["step-size"])
    let points = figure.panels[0].curves[0].points
    let grouping = Grouping(sweep.table)
    #expect(points.map(\.middle) == grouping.groups.map(\.loss))
    #expect(points.map(\.middle) == [0.1 + 0.1 * 2, 0.1 + 0.1 * 4, .infinity])
    #expect(points.map(\.upper) == [0.1 + 0.1 * 3, .infinity, .infinity])
    #expect(points.map(\.runCount) == [5, 5, 5] && points.map(\.lostCount) == [0, 2, 4])
    #expect(figure.caption.contains("count as infinite, × at the top: most were lost"))
    #expect(figure.words.contains("most runs lost at 1."))
    #expect(GnuplotFigure(figure).data.contains("\n1 inf inf inf 5 4\n"))
  }

  /// A curve over time drops no run: one that diverged counts from there on.
  @Test func curvesCountDivergedRunsAsInfiniteFromWhereTheyDiverged() throws {
    let runs = (0..<3).map {
      Sweep.Run(seed: $0, state: $0 == 0 ? .diverged : .ok, loss: Double($0))
    }
    let table = Sweep(runs: runs).table
    let group = Grouping(table).groups[0]
    let traces = Traces(
      runs: [0, 1, 2], snapshotCount: 2, steps: [0, -1, 0, 9, 0, 9],
      values: [.traceHessian: [5, .nan, 7, 1, 9, 2]])
    let points = traces.points(.traceHessian, of: group, isSlow: false)
    #expect(points.map(\.middle) == [7, 2])
    #expect(points.map(\.upper) == [8, .infinity])
    #expect(points.map(\.lostCount) == [0, 1] && points.map(\.runCount) == [3, 3])
  }

  /// A mean over survivors is no mean: the point goes, and that is said.
  @Test func theWeakErrorLeavesOutAStepSizeWithLostRunsAndSaysSo() throws {
    var runs: [Sweep.Run] = []
    for stepSize in [0.01, 0.02, 0.04, 0.08] {
      for seed in 0..<3 {
        let isLost = stepSize == 0.08 && seed == 2
        runs.append(
          .init(
            stepSize: stepSize, seed: seed, state: isLost ? .diverged : .ok,
            loss: 0.2 + (3 + 0.1 * Double(seed)) * stepSize))
        let isSolutionLost = stepSize == 0.01 && seed == 0
        runs.append(
          .init(
            dynamics: "slow-sde", stepSize: stepSize, seed: seed,
            state: isSolutionLost ? .diverged : .ok, loss: 0.2))
      }
    }
    let notes = FigureSet(
      SweepAnalysis(Sweep(runs: runs, knowsBothTraces: true).table),
      traces: Sweep(runs: runs).traces(isTimed: true)
    ).figures.first { $0.name == "weak-error" }?.notes
    // Two of four step sizes are left, which make no line.
    #expect(notes == nil)
    let kept = runs.filter { $0.dynamics == "training" || $0.state == .ok }
    let sweep = Sweep(runs: kept, knowsBothTraces: true)
    let figure = try #require(sweep.figures(isTimed: true)["weak-error"])
    #expect(figure.panels[0].curves[0].points.map(\.x) == [0.01, 0.02, 0.04])
    #expect(figure.notes.first == "tr(H), sgd: no point at η = 0.08 (1 of 6 runs lost)")
  }
}
