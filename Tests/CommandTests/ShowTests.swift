import Foundation
import TestSupport
import Testing

@Suite struct ShowTests {
  private let directory = TemporaryDirectory()

  private struct Shown: Decodable, Equatable {
    var status: String
    var divergedAtStep: Int?
    var parameters: [String: String]
    var step: [Int]
    var trace: [String: [Double?]]
    var `repeat`: String

    /// What must not depend on which sweep the run is part of.
    var content: Shown {
      var content = self
      content.repeat = ""
      return content
    }
  }

  private func show(_ path: String, _ run: Int, _ more: String...) throws -> Shown {
    let result = try runProcess(
      try builtProgram("thalweg"), ["show", path, "\(run)", "--json"] + more)
    #expect(result.exitCode == 0, "\(result.standardError)")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Shown.self, from: Data(result.standardOutput.utf8))
  }

  /// Runs the printed command by a shell, as a user would, and finds the same run.
  private func checkRepetition(of run: Int, in out: String, sweep: String) throws {
    let shown = try show(out, run)
    let new = directory.file("alone-\(run)")
    let command = shown.repeat
      .replacing("thalweg run SWEEP", with: "'\(try builtProgram("thalweg"))' run '\(sweep)'")
      .replacing("NEW", with: "'\(new)'")
    let result = try runProcess("/bin/sh", ["-c", command + " --json"])
    #expect(result.exitCode == 0, "\(command)\n\(result.standardError)")
    #expect(result.standardOutput.contains("\"runs\" : {"))
    let alone = try show(new, 0)
    #expect(alone.content == shown.content, "\(command)")
    #expect(alone.repeat.contains("--out NEW"))
    #expect(try runProcess(try builtProgram("thalweg"), ["show", new, "1"]).exitCode == 64)
  }

  @Test func theCommandShownRepeatsTheRunAlone() throws {
    let sweep = directory.write(SmallSweep.tiny, to: "tiny.yaml")
    let out = directory.file("out")
    #expect(try Program.run("run", sweep, "--out", out).exitCode == 0)
    for run in [0, 7, 11] { try checkRepetition(of: run, in: out, sweep: sweep) }
  }

  /// A union of three optimizers, among them a power law and a run that diverges.
  @Test func inAUnionTooTheCommandRepeatsTheRunAlone() throws {
    let text = SmallSweep.mixed.replacing("steps: 10000", with: "steps: 300")
    let sweep = directory.write(text, to: "mixed.yaml")
    let out = directory.file("out")
    #expect(try Program.run("run", sweep, "--out", out).exitCode == 0)
    for run in [0, 2, 47, 100, 319] { try checkRepetition(of: run, in: out, sweep: sweep) }
    #expect(try show(out, 2).status == "diverged")
    #expect(try show(out, 2).divergedAtStep != nil)
    let text2 = try Program.run("show", out, "2").standardOutput
    #expect(text2.contains("diverged: a parameter was not finite after step"))
    // What has no meaning for sgd is not there.
    #expect(!text2.contains("beta1") && text2.contains("step_size"))
  }

  @Test func beforeTheMergeTheRunIsReadFromItsShard() throws {
    let sweep = directory.write(SmallSweep.tiny, to: "tiny.yaml")
    let out = directory.file("out")
    #expect(try Program.run("run", sweep, "--out", out, "--shard", "1/1").exitCode == 0)
    let shard = try show(out, 5)
    #expect(try Program.run("merge", out).exitCode == 0)
    #expect(try show(out, 5) == shard)
    #expect(shard.step.count == 8 && shard.trace["train_loss"]?.count == 8)
  }

  @Test func aRunThatIsNotFinishedIsSaidSo() throws {
    let sweep = directory.write(SmallSweep.mixed, to: "mixed.yaml")
    let out = directory.file("out")
    // Parts are dealt by shards: the first part of many computes one of several shards.
    #expect(
      try Program.run("run", sweep, "--out", out, "--shard", "1/50", "--set", "steps=3000")
        .exitCode == 0)
    let results = try [0, 319].map { try Program.run("show", out, "\($0)") }
    let unfinished = try #require(results.first { $0.exitCode == 1 })
    #expect(unfinished.standardError.contains("is not finished yet"))
    #expect(results.contains { $0.exitCode == 0 })
  }

  @Test func columnsCanBeChosenByName() throws {
    let sweep = directory.write(SmallSweep.tiny, to: "tiny.yaml")
    let out = directory.file("out")
    #expect(try Program.run("run", sweep, "--out", out).exitCode == 0)
    let some = try show(out, 3, "--columns", "l1_norm,train_loss")
    #expect(Set(some.trace.keys) == ["l1_norm", "train_loss"])
    let wrong = try Program.run("show", out, "3", "--columns", "loss")
    #expect(wrong.exitCode == 64)
    #expect(wrong.standardError.contains("--columns loss: this run recorded slow_time, train_loss"))
    let beyond = try Program.run("show", out, "12")
    #expect(beyond.exitCode == 64)
    #expect(beyond.standardError.contains("0 to 11"))
    // A trace goes to a file as to a terminal of 100 columns.
    let text = try Program.run("show", out, "3").standardOutput
    let trace = text.split(separator: "\n").filter { $0.contains("─") || $0.hasPrefix("step ") }
    #expect(!trace.isEmpty && trace.allSatisfy { $0.count <= 100 })
  }
}
