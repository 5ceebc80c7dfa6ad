import Foundation
import TestSupport
import Testing

/// Training through the command line against programs of others.
@Suite struct ReferencesTests {
  private let directory = TemporaryDirectory()

  /// Both models, seven optimizers, both precisions, as a user's own problem.
  @Test func goldenTrajectoriesComeOutOfAUsersFile() throws {
    let golden = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/golden/optimizers.json").path
    let result = try Python.run(
      script: "golden_trajectories.py", try builtProgram("thalweg"), golden, directory.path)
    #expect(result.exitCode == 0, "\(result.standardError)")
    #expect(result.standardOutput.contains("28 trajectories agree"), "\(result.standardOutput)")
  }

  @Test func pyTorchsOptimizersAgree() throws {
    let result = try Python.run(
      script: "compare_with_torch.py", try builtProgram("thalweg"), directory.path)
    #expect(result.exitCode == 0, "\(result.standardError)")
    #expect(result.standardOutput.contains("PyTorch agrees"))
  }

  /// The reference curve of `sweeps/sample-complexity.yaml`.
  @Test func theSlowEquationOfSGDEndsAtBasisPursuit() throws {
    let result = try Python.run(
      script: "basis_pursuit.py", try builtProgram("thalweg"), directory.path)
    #expect(result.exitCode == 0, "\(result.standardError)")
    #expect(result.standardOutput.contains("basis pursuit agrees"))
  }

  /// Some of the random problems of docs/theory.md, of each model and optimizer.
  @Test func theSlowEquationsAgreeWithAnotherIntegrator() throws {
    let result = try Python.run(
      script: "slow_equations.py", try builtProgram("thalweg"), directory.path, "2", "5", "6",
      "15", "126", "127", "134", "136", "142")
    #expect(result.exitCode == 0, "\(result.standardOutput)\(result.standardError)")
    #expect(result.standardOutput.contains("9 problems"))
  }

  @Test func theGradientFlowAgreesWithOtherIntegrators() throws {
    let result = try Python.run(
      script: "gradient_flow.py", try builtProgram("thalweg"), directory.path)
    #expect(result.exitCode == 0, "\(result.standardOutput)\(result.standardError)")
    #expect(result.standardOutput.contains("soft-max of a net: "))
  }

  /// The worked example of docs/own-data.md, as it stands there.
  @Test func theWorkedExampleWorks() throws {
    let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    for name in ["diabetes.py", "diabetes.yaml"] {
      let text = try String(contentsOf: project.appending(path: "sweeps/\(name)"), encoding: .utf8)
      _ = directory.write(text, to: name)
    }
    let make = try runProcess(
      "/usr/bin/env", ["-C", directory.path, try Python.interpreter, "diabetes.py"])
    #expect(make.exitCode == 0, "\(make.standardError)")
    let out = directory.file("out")
    let run = try Program.run(
      "run", directory.file("diabetes.yaml"), "--out", out, "--set", "steps=2000")
    #expect(run.exitCode == 0, "\(run.standardError)")

    let document = try String(
      contentsOf: project.appending(path: "docs/own-data.md"), encoding: .utf8)
    let block = try #require(document.components(separatedBy: "```python\n").last)
    let script = block.components(separatedBy: "```")[0].replacing("../out/diabetes", with: out)
    _ = directory.write(script, to: "evaluate.py")
    let evaluate = try runProcess(
      "/usr/bin/env", ["-C", directory.path, try Python.interpreter, "evaluate.py"])
    #expect(evaluate.exitCode == 0, "\(evaluate.standardError)")
    #expect(evaluate.standardOutput.contains("adam-e"))
  }
}
