import FileSystem
import Reports
import Testing

@testable import Orchestration
@testable import thalweg

/// What is shown fits the terminal.
@Suite struct TerminalTests {
  private func table(columns: Int, cell: String = "0.00123") -> TextTable {
    var table = TextTable()
    table.add(["optimizer", "η"] + (0..<columns).map { "head \($0)" })
    for name in ["sgd", "adam"] {
      table.add([name, "0.1"] + (0..<columns).map { _ in cell })
      table.add([])
    }
    return table
  }

  @Test func aTableThatFitsIsOne() {
    let lines = table(columns: 2).lines(hasHead: true, keyCount: 2, width: 40)
    #expect(lines == table(columns: 2).lines(hasHead: true, keyCount: 2, width: nil))
    #expect(lines[0] == "optimizer    η   head 0   head 1")
  }

  @Test(arguments: [20, 40, 79, 80, 81])
  func aWideTableGoesOnBelowWithItsFirstColumns(width: Int) {
    let lines = table(columns: 12).lines(hasHead: true, keyCount: 2, width: width)
    #expect(lines.allSatisfy { $0.columnCount <= width }, "\(lines)")
    let heads = lines.filter { $0.contains("head") }
    #expect(heads.count > 1 && heads.allSatisfy { $0.contains("η") })
    for column in 0..<12 { #expect(heads.contains { $0.contains("head \(column)") }) }
  }

  @Test func longNamesAreShortenedAndLettersOfTwoColumnsCounted() {
    var table = TextTable()
    table.add(["problem", "loss"])
    table.add([String(repeating: "barley", count: 20), "0.1"])
    table.add(["大麦", "0.2"])
    let lines = table.lines(hasHead: true, width: 40)
    #expect(lines.allSatisfy { $0.columnCount <= 40 })
    #expect(lines[2].contains("…") && lines[2].hasSuffix("0.1"))
    #expect(lines[2].columnCount == lines[3].columnCount)
    #expect("大麦".columnCount == 4 && "η²".columnCount == 2 && "⚠️".columnCount == 2)
  }

  private func progress(runs: Int, elapsed: Double) -> Progress {
    var progress = Progress(
      runsDone: runs / 3, runCount: runs, shardsDone: 1, shardCount: 3, diverged: runs / 7,
      share: 0.337, runStepsPerSecond: 4.21e8, elapsed: elapsed)
    progress.remaining = 2 * elapsed
    progress.remainingError = elapsed / 10
    return progress
  }

  @Test(arguments: [12, 30, 50, 79], [1200, 1_000_000_000])
  func theLineOfProgressIsNeverWiderThanTheTerminal(width: Int, runs: Int) {
    let line = ProgressLine.text(progress(runs: runs, elapsed: 86_000), width: width)
    #expect(line.columnCount <= width, "\(line)")
    #expect(line.hasPrefix("33 %"))
  }

  @Test func whatMattersLessGoesFirst() {
    let progress = progress(runs: 1200, elapsed: 100)
    #expect(
      ProgressLine.text(progress)
        == "33 % · 400 of 1200 runs · 421 M steps/s · 171 diverged · 1 min 40 s elapsed"
        + " · ETA 3 min 20 s ± 10 s")
    #expect(
      ProgressLine.text(progress, width: 60)
        == "33 % · 400 of 1200 runs · 171 diverged · ETA 3 min 20 s")
  }

  @Test func oneIsNotMany() {
    #expect(counted(1, "run") == "1 run" && counted(0, "run") == "0 runs")
    #expect(counted(Int64(1), "run", "was", "were") == "1 run was")
    #expect(counted(2, "run", "was", "were") == "2 runs were")
  }
}
