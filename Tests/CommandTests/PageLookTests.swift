import TestSupport
import Testing

/// The page of a report in a real browser; Chromium is a package of the slow tests.
@Suite struct PageLookTests {
  private let directory = TemporaryDirectory()

  /// Desktop and phone, light and dark: no serious finding of axe-core, nothing wider than the
  /// window, nothing loaded, no complaint.
  @Test(arguments: ["mixed", "wide"])
  func aReportIsAccessibleAtEveryWidthAndInBothSchemes(name: String) throws {
    let sweep = directory.write(
      name == "mixed" ? SmallSweep.mixed : SmallSweep.wide, to: "\(name).yaml")
    let out = directory.file(name)
    #expect(try Program.run("run", sweep, "--out", out).exitCode == 0)
    let report = directory.file("report")
    #expect(try Program.run("report", out, "--out", report).exitCode == 0)
    let look = try Python.run(script: "look_at_report.py", report + "/index.html")
    #expect(look.exitCode == 0, "\(look.standardOutput)\(look.standardError)")
  }
}
