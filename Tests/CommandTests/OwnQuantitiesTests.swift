import Foundation
import TestSupport
import Testing

/// Quantities that a sweep file writes as formulas.
@Suite struct OwnQuantitiesTests {
  private let directory = TemporaryDirectory()

  @Test func numpyFindsThemFromTheta() throws {
    let result = try Python.run(
      script: "own_quantities.py", try builtProgram("thalweg"), directory.path)
    #expect(result.exitCode == 0, "\(result.standardOutput)\(result.standardError)")
    #expect(result.standardOutput == "all agree\n")
  }

  /// Reports, tables and a table of runs have a column that only the sweep file knows.
  @Test func readersShowThem() throws {
    let sweep = directory.write(SmallSweep.recorded, to: "s.yaml")
    let out = directory.file("out")
    #expect(try Program.run("run", sweep, "--out", out).exitCode == 0)
    let shown = try Program.run("show", out, "0")
    #expect(
      shown.exitCode == 0 && shown.standardOutput.contains("error"), "\(shown.standardOutput)")
    let table = directory.file("last.csv")
    #expect(
      try Program.run("export", out, "--format", "csv", "--last", "--out", table).exitCode == 0)
    let head = try String(contentsOfFile: table, encoding: .utf8).prefix { $0 != "\n" }
    #expect(head.contains(",block_norm_u,") && head.contains(",error,"), "\(head)")
    #expect(try Program.run("report", out).exitCode == 0)
  }

  @Test func aMistakeIsShownWhereItIs() throws {
    let sweep = directory.write(
      SmallSweep.recorded.replacing("mean((f - y) ** 2)", with: "mean((f - z) ** 2)"), to: "s.yaml")
    let result = try Program.run("plan", sweep)
    #expect(result.exitCode == 65)
    #expect(result.standardError.contains("unknown name z"))
    #expect(result.standardError.contains("error: \"mean((f - z) ** 2) / 2\""))
  }
}
