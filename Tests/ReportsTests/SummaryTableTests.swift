import Experiments
import Parameters
import Shards
import Testing

@testable import Reports

@Suite struct SummaryTableTests {
  private func lines(_ table: SummaryTable) -> [String] {
    table.cells.map { $0.joined(separator: " | ") }
  }

  @Test func everyAssignmentHasARowWhileTheyAreFew() {
    let summary = SummaryTable(Sweep.comparison.table)
    #expect(
      lines(summary).prefix(5) == [
        "n | optimizer | η | runs | div. | train loss  | pop. loss  | tr H  | recovered ",
        "20 | sgd | 0.01 | 3 | 0 | 0.0160  | 1.60  | 16.0  | 0/3 ",
        "20 | sgd | 0.03 | 3 | 0 | 0.0110  | 1.10  | 11.0  | 0/3 ",
        "20 | sgd | 0.1 | 3 | 1 | 0.00600  | 0.600  | 6.00  | 0/3 ",
        "20 | adam-e | 0.01 | 3 | 0 | 0.000160  | 0.0160  | 0.160  | 0/3 ",
      ])
    #expect(
      summary.headerLines() == [
        "small", "Which is better?", "36 runs: 34 ok, 2 diverged", "",
        "One row for each n, optimizer, η.",
      ])
  }

  @Test func manyAssignmentsCollapseToTheBestOfEachMethod() {
    let summary = SummaryTable(Sweep.comparison.table, rowLimit: 5)
    #expect(
      lines(summary)
        == [
          "n | optimizer | η | runs | div. | train loss  | pop. loss  | tr H  | recovered ",
          "20 | sgd | 0.1 | 3 | 1 | 0.00600  | 0.600  | 6.00  | 0/3 ",
          "20 | adam-e | 0.1 | 3 | 0 | 6.00e-05* | 0.00600* | 0.0600* | 3/3*",
          "",
          "50 | sgd | 0.1 | 3 | 1 | 0.00240  | 0.240  | 2.40  | 0/3 ",
          "50 | adam-e | 0.1 | 3 | 0 | 2.40e-05* | 0.00240* | 0.0240* | 3/3*",
        ])
    #expect(summary.headerLines().joined(separator: " ").contains("(12 assignments in all)"))
    #expect(
      summary.noteLines().contains {
        $0.hasPrefix("In 4 of 4 rows the η chosen is the least or largest tried")
      })
  }

  @Test func whatStillDoesNotFitIsCounted() {
    let summary = SummaryTable(Sweep.comparison.table, rowLimit: 2)
    #expect(summary.rows.count == 2)
    #expect(summary.noteLines().last == "2 more rows: --rows 4 shows all.")
    #expect(lines(summary).dropFirst().allSatisfy { $0.contains("adam-e") })
  }

  /// Medians of survivors would make a row look good where most runs were lost.
  @Test func aMedianCountsDivergedRunsAsInfinite() {
    let runs = [
      Sweep.Run(stepSize: 0.1, loss: 0.3), Sweep.Run(stepSize: 0.2, loss: 0.4),
      Sweep.Run(stepSize: 0.5, loss: 0.001), Sweep.Run(stepSize: 0.5, seed: 1, state: .diverged),
    ]
    let summary = SummaryTable(Sweep(runs: runs).table)
    #expect(
      lines(summary).dropFirst() == [
        "0.1 | 1 | 0 | 0.00300* | 0.300* | 3.00* | 0/1 ",
        "0.2 | 1 | 0 | 0.00400  | 0.400  | 4.00  | 0/1 ",
        "0.5 | 2 | 1 | ∞  | ∞  | ∞  | 1/2*",
      ])
  }

  @Test func onlyDivergedRunsHaveARowWithoutValues() {
    let runs = [0.1, 1].map { Sweep.Run(stepSize: $0, state: .diverged) }
    let summary = SummaryTable(Sweep(runs: runs).table)
    #expect(lines(summary) == ["η | runs | div.", "0.1 | 1 | 1", "1 | 1 | 1"])
    #expect(summary.headerLines().contains("2 runs: 2 diverged"))
  }

  @Test func oneAssignmentIsOneRow() {
    let summary = SummaryTable(Sweep(runs: [Sweep.Run(), Sweep.Run(seed: 1)]).table)
    #expect(lines(summary).last == "all | 2 | 0.00500  | 0.500  | 5.00  | 0/2 ")
    #expect(summary.headerLines().last == "All runs differ in their seeds alone.")
  }

  @Test func noRunsAtAllAreSaid() {
    let summary = SummaryTable(Sweep(runs: []).table)
    #expect(summary.cells.isEmpty)
    #expect(summary.headerLines().last == "There are no runs to show.")
  }

  @Test func commaSeparatedValuesHaveTheNamesOfTheFile() {
    let runs = [Sweep.Run(loss: 0.25), Sweep.Run(optimizer: "a,b", loss: 0.125)]
    #expect(
      SummaryTable(Sweep(runs: runs).table).csv == """
        optimizer,runs_computed,runs_diverged,train_loss,population_loss,trace_hessian,recovered
        sgd,1,0,0.0025,0.25,2.5,0
        "a,b",1,0,0.00125,0.125,1.25,0
        """)
  }

  @Test func longTextIsBrokenBetweenWords() {
    #expect(wrapped("aa bb  cc\ndddddd", width: 5) == ["aa bb", "cc", "dddddd"])
    #expect(wrapped("aa dddddd", width: 5, breaksWords: true) == ["aa", "ddddd", "d"])
    // Two columns a letter.
    #expect(wrapped("试验 试", width: 6) == ["试验", "试"])
  }

  @Test func whatTheRunsAnswerStandsAboveTheTable() {
    let analysis = SweepAnalysis(Sweep.comparison.table)
    let answer = Answer(analysis)
    let lines = SummaryTable(analysis).headerLines(answer: answer).joined(separator: " ")
    #expect(lines.contains(answer.sentence))
    #expect(answer.recovery.map { lines.contains($0) } == true)
    #expect(!lines.contains("Caution"))
  }

  /// What the page and the JSON say of limits stands above the table, too.
  @Test func cautionsStandAboveTheTable() throws {
    let share = try #require(
      RecordedQuantities.known.first { $0.name == "initial_layer_share" })
    var table = Sweep.comparison.table
    table.finals[share] = table.rows.indices.map { $0 == 0 ? 0.25 : 0.01 }
    let analysis = SweepAnalysis(table)
    let answer = Answer(analysis)
    #expect(answer.cautions.count == 1)
    #expect(Array(answer.reservations.suffix(1)) == answer.cautions)
    let lines = SummaryTable(analysis).headerLines(answer: answer)
    let text = lines.joined(separator: " ")
    #expect(
      text.contains(
        "Caution: In 1 of 36 runs the initial layer e/(2λ_min) takes up to 25.0 % of the horizon."),
      "\(text)")
    #expect(lines.allSatisfy { $0.count <= 100 })
  }
}
