import TestSupport
import Testing

/// Names of inputs, from a data file to a coordinate of the results.
@Suite struct NamedInputsTests {
  private let directory = TemporaryDirectory()

  @Test func resultsAreOpenedByName() throws {
    let result = try Python.run(
      script: "named_inputs.py", try builtProgram("thalweg"), directory.path)
    #expect(result.exitCode == 0, "\(result.standardOutput)\(result.standardError)")
    #expect(result.standardOutput == "all agree\n")
  }
}
