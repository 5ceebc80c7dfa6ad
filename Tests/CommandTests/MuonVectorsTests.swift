import TestSupport
import Testing

/// `vectors: adamw` of muon against an independent program.
@Suite struct MuonVectorsTests {
  private let directory = TemporaryDirectory()

  @Test func trajectoriesAgreeWithNumPy() throws {
    let result = try Python.run(
      script: "muon_vectors.py", try builtProgram("thalweg"), directory.path)
    #expect(result.exitCode == 0, "\(result.standardOutput)\(result.standardError)")
    #expect(result.standardOutput == "all agree\n")
  }

  /// Adam's numbers mean nothing where vectors are rows.
  @Test func numbersWithoutAMeaningAreMistakes() throws {
    let sweep = directory.write(
      """
      name: t
      model: {kind: two-layer, width: 3}
      data: {design: gaussian, inputs: 2, samples: 4, target: "x[0]"}
      noise: {kind: none}
      optimizer: {kind: muon, step_size: 0.01, vectors_beta2: 0.9}
      steps: 50
      seed: 1
      """, to: "s.yaml")
    let result = try Program.run("plan", sweep)
    #expect(result.exitCode == 65)
    #expect(
      result.standardError.contains(
        "s.yaml:5:57: vectors_beta2 is adam's of vectors, and here they are moved as matrices are"),
      "\(result.standardError)")
    let both = try Program.run("plan", sweep, "--set", "optimizer.vectors=[muon, adamw]")
    #expect(both.exitCode == 0, "\(both.standardError)")
  }
}
