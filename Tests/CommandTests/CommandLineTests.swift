import FileSystem
import Foundation
import TestSupport
import Testing

@Suite struct CommandLineTests {
  private let directory = TemporaryDirectory()

  @Test func helpShowsExamplesAndExitCodes() throws {
    let help = try Program.run("--help")
    #expect(help.exitCode == 0)
    #expect(help.standardOutput.contains("EXAMPLES"))
    #expect(help.standardOutput.contains("75  interrupted by a signal"))
    for command in [
      "init", "plan", "run", "status", "show", "merge", "verify", "diff", "report", "export",
      "doctor",
    ] {
      let text = try Program.run(command, "--help").standardOutput
      #expect(text.contains("EXAMPLES") && text.contains("thalweg \(command)"), "\(command)")
    }
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func completionsAreMadeForEveryShell(shell: String) throws {
    let result = try Program.run("--generate-completion-script", shell)
    #expect(result.exitCode == 0)
    #expect(result.standardOutput.contains("verify"))
  }

  @Test func allMistakesOfASweepFileAreReportedAtOnceWith65() throws {
    let sweep = directory.write(
      """
      name: wrong
      model: {kind: diagonal-net, dimension: 0, sparsity: 1}
      data: {samples: 5}
      noise: {kind: label, alpha: 0.1}
      optimizer: {kind: sgd, learning_rte: 0.1}
      steps: 100
      seed: 1
      """, to: "wrong.yaml")
    let result = try Program.run("run", sweep, "--out", directory.file("out"))
    #expect(result.exitCode == 65)
    #expect(
      result.standardError == """
        \(sweep):2:40: 'dimension' must be a whole number in 1…100000000, not '0'
            2 | model: {kind: diagonal-net, dimension: 0, sparsity: 1}
              |                                        ^
        \(sweep):5:12: 'optimizer' lacks 'step_size'
            5 | optimizer: {kind: sgd, learning_rte: 0.1}
              |            ^ a number > 0
        \(sweep):5:24: unknown key 'learning_rte' in 'optimizer'
            5 | optimizer: {kind: sgd, learning_rte: 0.1}
              |                        ^ did you mean 'step_size'?
        3 mistakes; nothing was run

        """)
    #expect(result.standardOutput.isEmpty)
    #expect(try !Files.exists(directory.file("out")))
  }

  @Test func underMPITooAMistakeEndsAllRanksWith65() throws {
    let sweep = directory.write("name: x\n", to: "x.yaml")
    let result = try Program.runUnderMPI(
      ranks: 2, ["run", sweep, "--out", directory.file("out")])
    #expect(result.exitCode == 65)
    #expect(result.standardError.contains("the sweep lacks 'model'"))
  }

  @Test(arguments: [
    ["frobnicate"], ["run"], ["run", "x.yaml"], ["run", "x.yaml", "--out", "o", "--shard", "4/3"],
    ["run", "x.yaml", "--out", "o", "--shard", "0/3"],
    ["run", "x.yaml", "--out", "o", "--shard", "a"],
    ["run", "x.yaml", "--out", "o", "--workers", "0"], ["plan", "x.yaml", "--frob"], ["worker"],
  ])
  func wrongUsageIs64(arguments: [String]) throws {
    let result = try runProcess(try builtProgram("thalweg"), arguments)
    #expect(result.exitCode == 64, "\(result.standardError)")
    #expect(result.standardOutput.isEmpty)
  }

  @Test func filesThatAreNotThereAreNamed() throws {
    let missing = directory.file("missing.yaml")
    let plan = try Program.run("plan", missing)
    #expect(plan.exitCode == 65)
    #expect(plan.standardError.contains("\(missing): open: No such file or directory"))
    let status = try Program.run("status", directory.path)
    #expect(status.exitCode == 65)
    #expect(status.standardError.contains("no sweep was run here"))
    let verify = try Program.run("verify", missing)
    #expect(verify.exitCode == 74)
  }

  @Test func anOutputThatCannotBeMadeIs74() throws {
    let sweep = directory.write(SmallSweep.tiny, to: "tiny.yaml")
    let obstacle = directory.write("", to: "obstacle")
    let result = try Program.run("run", sweep, "--out", obstacle + "/out")
    #expect(result.exitCode == 74)
    #expect(result.standardError.contains(obstacle))
  }

  @Test func anotherSweepInTheDirectoryIsRefused() throws {
    let sweep = directory.write(SmallSweep.tiny, to: "tiny.yaml")
    let out = directory.file("out")
    #expect(try Program.run("run", sweep, "--out", out).exitCode == 0)
    let other = try Program.run("run", sweep, "--out", out, "--set", "steps=300")
    #expect(other.exitCode == 65)
    #expect(other.standardError.contains("steps: it was 200, and is now 300"))
  }

  @Test func aPlanOfAHundredBillionRunsIsExact() throws {
    let sweep = directory.write(SmallSweep.tiny, to: "tiny.yaml")
    let arguments = [
      "plan", sweep, "--set", "seed={count: 10000000}", "--set",
      "optimizer.step_size={log: [1e-4, 1e-1], count: 1000}", "--set",
      "noise.alpha=0.1,0.01,0.2,0.3",
      "--set", "optimizer.beta1=0,0.5,0.9",
    ]
    let plain = try runProcess(try builtProgram("thalweg"), arguments)
    #expect(plain.exitCode == 0, "\(plain.standardError)")
    #expect(
      plain.standardOutput.split(separator: "\n").contains {
        $0.hasPrefix("runs ") && $0.hasSuffix(" 120000000000")
      })
    #expect(plain.standardOutput.contains("--allow-large"))
    let run = try runProcess(
      try builtProgram("thalweg"), ["run"] + arguments.dropFirst() + ["--out", directory.file("o")])
    #expect(run.exitCode == 1)
    #expect(run.standardError.contains("--allow-large"))
  }

  @Test func jsonIsJSON() throws {
    let sweep = directory.write(SmallSweep.tiny, to: "tiny.yaml")
    let out = directory.file("out")
    for arguments in [
      ["plan", sweep, "--json"], ["run", sweep, "--out", out, "--json"], ["status", out, "--json"],
      ["merge", out, "--json"], ["verify", out, "--json"],
    ] {
      let result = try runProcess(try builtProgram("thalweg"), arguments)
      #expect(result.exitCode == 0, "\(arguments)")
      let object = try JSONSerialization.jsonObject(with: Data(result.standardOutput.utf8))
      #expect(object is [String: Any], "\(arguments)")
    }
  }

  @Test func aRunThatIsCompleteIsQuickToRepeat() throws {
    let sweep = directory.write(SmallSweep.tiny, to: "tiny.yaml")
    let out = directory.file("out")
    let first = try Program.run("run", sweep, "--out", out)
    let again = try Program.run("run", sweep, "--out", out)
    #expect(again.exitCode == 0)
    #expect(first.standardOutput == again.standardOutput)
  }
}
