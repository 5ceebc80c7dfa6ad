import FileSystem
import TestSupport
import Testing

/// θ in the results, of models with blocks of different names and sizes.
@Suite struct RecordedParametersTests {
  private let directory = TemporaryDirectory()

  private func run(_ yaml: String, _ name: String) throws -> String {
    let sweep = directory.write(yaml, to: name + ".yaml")
    let result = try Program.run("run", sweep, "--out", directory.file(name))
    #expect(result.exitCode == 0, "\(result.standardError)")
    return directory.file(name) + "/results.h5"
  }

  /// NumPy finds from θ what the program recorded of it: the signal, norms, formulas.
  @Test func readersFindTheRestFromTheta() throws {
    let last = SmallSweep.recorded.replacing("parameters: all", with: "parameters: last")
    let results = try run(SmallSweep.recorded, "all")
    let grid = directory.file("grid.nc")
    let exported = try Program.run(
      "export", results, "--format", "grid", "--only", "model=diagonal-net", "--out", grid)
    #expect(exported.exitCode == 0, "\(exported.standardError)")
    let result = try Python.run(
      script: "recorded_parameters.py", results, run(last, "last"), grid)
    #expect(result.exitCode == 0, "\(result.standardOutput)\(result.standardError)")
    #expect(result.standardOutput.hasSuffix("all agree\n"))
  }

  /// Results, views, digests, differences and larger sweeps have them like all else.
  @Test func everyCommandKnowsThem() throws {
    let results = try run(SmallSweep.recorded, "first")
    let out = directory.file("first")
    #expect(try Program.run("verify", out).exitCode == 0)
    #expect(try Program.run("merge", out, "--virtual").exitCode == 0)
    let same = try Program.run("diff", results, out + "/view.h5")
    #expect(same.standardOutput.hasSuffix("\nonly B has the column completeness\n"))

    let other = try run(
      SmallSweep.recorded.replacing("seed: {count: 3}", with: "seed: [1, 2, 4]"), "other")
    let different = try Program.run("diff", results, other, "--limit", "400")
    #expect(different.exitCode != 0)
    #expect(different.standardOutput.contains("theta_u snapshot 0 u_0 0"))

    let larger = directory.write(
      SmallSweep.recorded.replacing("dimension: [6, 4]", with: "dimension: [6, 4, 9]"),
      to: "larger.yaml")
    let extended = try Program.run("run", larger, "--out", out, "--extend")
    #expect(extended.exitCode == 0, "\(extended.standardError)")
    #expect(
      extended.standardError.contains(
        "\(SmallSweep.recordedRunCount) runs were taken over, not computed"))
    #expect(
      try Program.run("run", larger, "--out", directory.file("fresh")).exitCode == 0)
    #expect(try Program.digest(of: out) == Program.digest(of: directory.file("fresh")))
  }
}
