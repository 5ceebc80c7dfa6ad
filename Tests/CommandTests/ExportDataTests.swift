import TestSupport
import Testing

/// `export --data`: what a run is trained on, as a file.
@Suite struct ExportDataTests {
  private let directory = TemporaryDirectory()

  @Test func aSweepOnTheFileHasTheSameNumbers() throws {
    let result = try Python.run(
      script: "exported_data.py", try builtProgram("thalweg"), directory.path)
    #expect(result.exitCode == 0, "\(result.standardOutput)\(result.standardError)")
    #expect(result.standardOutput == "all agree\n")
  }

  @Test func argumentsAreChecked() throws {
    for arguments in [
      ["--data", "out"], ["--data", "out", "x", "data.h5"],
      ["--data", "out", "0", "data.h5", "--last"], ["out", "0", "--format", "csv"], ["out"],
    ] {
      let result = try runProcess(try builtProgram("thalweg"), ["export"] + arguments)
      #expect(result.exitCode == 64, "\(arguments)")
    }
  }
}
