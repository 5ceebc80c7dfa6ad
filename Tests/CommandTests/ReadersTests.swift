import TestSupport
import Testing

/// The tools that users read results with.
@Suite struct ReadersTests {
  /// xarray with both engines, h5py and pandas, in the Python of `make test`.
  @Test func resultsOpenWithLabelsInXarrayH5pyAndPandas() throws {
    let directory = TemporaryDirectory()
    let sweep = directory.write(SmallSweep.mixed, to: "mixed.yaml")
    let tiny = directory.write(SmallSweep.tiny, to: "tiny.yaml")
    #expect(try Program.run("run", sweep, "--out", directory.file("mixed")).exitCode == 0)
    #expect(try Program.run("run", tiny, "--out", directory.file("tiny")).exitCode == 0)
    let result = try Python.run(
      script: "read_results.py", directory.file("mixed") + "/results.h5",
      directory.file("tiny") + "/results.h5")
    #expect(result.exitCode == 0, "\(result.standardOutput)\(result.standardError)")
    #expect(result.standardOutput.hasSuffix("all readers agree\n"))
  }

  /// The README's lines over unions of sub-grids of all kinds: twelve random ones.
  @Test func everyRunOfAUnionStandsAtItsOwnLabels() throws {
    let directory = TemporaryDirectory()
    let result = try Python.run(
      script: "check_unions.py", try builtProgram("thalweg"), directory.path, "12", "1")
    #expect(result.exitCode == 0, "\(result.standardOutput)\(result.standardError)")
  }
}
