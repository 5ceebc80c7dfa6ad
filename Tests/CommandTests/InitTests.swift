import Experiments
import FileSystem
import Foundation
import TestSupport
import Testing

@Suite struct InitTests {
  private let directory = TemporaryDirectory()

  @Test func theDiagonalNetIsASweepThatRuns() throws {
    let path = directory.file("sweep.yaml")
    #expect(try Program.run("init", "--out", path).exitCode == 0)
    let plan = try Program.run("plan", path)
    #expect(plan.exitCode == 0, "\(plan.standardError)")
    #expect(plan.standardOutput.contains("my-sweep: From how many samples"))
    let run = try Program.run(
      "run", path, "--out", directory.file("out"), "--set", "steps=100", "--set", "seed=1")
    #expect(run.exitCode == 0, "\(run.standardError)")
  }

  /// The model, and the noises that its comments name, are not in sweep files yet.
  @Test func theMatrixFactorizationIsASweep() throws {
    let path = directory.file("sweep.yaml")
    #expect(try Program.run("init", "matrix-factorization", "--out", path).exitCode == 0)
    let plan = try Program.run("plan", path)
    #expect(plan.exitCode == 0, "\(plan.standardError)")
  }

  @Test func theFileIsASweepWhenItsProblemIsThere() throws {
    let python = try #require(
      ProcessInfo.processInfo.environment["THALWEG_PYTHON"],
      "THALWEG_PYTHON names a Python with h5py: use 'make test'")
    let path = directory.file("sweep.yaml")
    #expect(try Program.run("init", "file", "--out", path).exitCode == 0)
    let script = """
      import sys, h5py, numpy
      with h5py.File(sys.argv[1], "w") as file:
          design = numpy.random.default_rng(1).standard_normal((20, 50))
          file["design"] = design
          file["targets"] = design[:, :3].sum(1)
      """
    let problem = try runProcess(python, ["-c", script, directory.file("problem.h5")])
    #expect(problem.exitCode == 0, "\(problem.standardError)")
    let plan = try Program.run("plan", path)
    #expect(plan.exitCode == 0, "\(plan.standardError)")
  }

  /// All named models; what a sweep asks for is in the sweep.
  @Test(arguments: models) func everyModelIsASweepThatRuns(model: String) throws {
    let path = directory.file("sweep.yaml")
    #expect(try Program.run("init", "--model", model, "--out", path).exitCode == 0)
    let plan = try Program.run("plan", path)
    #expect(plan.exitCode == 0, "\(plan.standardError)")
    let run = try Program.run("run", path, "--out", directory.file("out"))
    #expect(run.exitCode == 0, "\(run.standardError)")
    #expect(!run.standardError.contains("diverged"))
  }

  /// Those that have no file of their own.
  private static let models = ModelStarter.names.filter {
    !["diagonal-net", "matrix-factorization"].contains($0)
  }

  @Test(arguments: ["diagonal-net", "matrix-factorization", "file"] + models)
  func everyKeyIsExplainedWhereItFirstAppears(kind: String) throws {
    let text = try Program.run("init", kind, "--out", "-").standardOutput
    var seen: Set<String> = []
    var lastLine = ""
    for line in text.split(separator: "\n").map(String.init) {
      defer { lastLine = line }
      let parts = line.split(separator: ":", maxSplits: 1)
      guard !line.hasPrefix("#"), parts.count == 2, !parts[1].isEmpty else { continue }
      let key = parts[0].trimmingCharacters(in: CharacterSet(charactersIn: " -"))
      guard seen.insert(key).inserted else { continue }
      #expect(line.contains("#") || lastLine.hasPrefix("#"), "\(key)")
      #expect(line.count <= 100)
    }
    #expect(seen.isSuperset(of: ["name", "kind", "step_size", "steps", "seed", "count"]))
  }

  @Test func aModelIsSaidOnce() throws {
    let result = try Program.run("init", "linear", "--model", "mlp", "--out", "-")
    #expect(result.exitCode == 64)
  }

  @Test func aFileThatIsThereIsKeptUnlessForced() throws {
    let path = directory.write("mine", to: "sweep.yaml")
    let refused = try Program.run("init", "--out", path)
    #expect(refused.exitCode == 74)
    #expect(refused.standardError.contains("--force"))
    #expect(try Files.read(path) == Array("mine".utf8))
    #expect(try Program.run("init", "--out", path, "--force").exitCode == 0)
    #expect(try Files.read(path).count > 1000)
  }

  @Test func anUnknownKindIsWrongUsage() throws {
    let result = try Program.run("init", "transformer")
    #expect(result.exitCode == 64)
    #expect(result.standardError.contains("matrix-factorization"))
  }
}
