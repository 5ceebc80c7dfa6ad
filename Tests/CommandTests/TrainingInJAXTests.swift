import TestSupport
import Testing

/// Runs of every kind, trained anew by the programs that print them.
@Suite struct TrainingInJAXTests {
  private let directory = TemporaryDirectory()

  @Test func everyKindAgrees() throws {
    let result = try Python.run(
      script: "printed_programs.py", try builtProgram("thalweg"), directory.path, "jax",
      timeout: .seconds(1800))
    #expect(result.exitCode == 0, "\(result.standardOutput)\(result.standardError)")
  }
}
