import FileSystem
import Foundation
import Reports
import TestSupport
import Testing

/// `thalweg report` on sweeps that the program ran.
@Suite struct ReportTests {
  private let directory = TemporaryDirectory()

  private func run(_ yaml: String) throws -> String {
    let sweep = directory.write(yaml, to: "sweep.yaml")
    let out = directory.file("out")
    let result = try Program.run("run", sweep, "--out", out, "--workers", "1")
    #expect(result.exitCode == 0, "\(result.standardError)")
    return out
  }

  private func table(_ out: String, _ arguments: String...) throws -> [[String: Any]] {
    let result = try runProcess(
      try builtProgram("thalweg"), ["report", out, "--json"] + arguments)
    let report =
      try JSONSerialization.jsonObject(with: Data(result.standardOutput.utf8)) as? [String: Any]
    let table = try #require(report?["table"] as? [String: Any])
    let columns = try #require(table["columns"] as? [String])
    let rows = try #require(table["rows"] as? [[Any]])
    return rows.map { Dictionary(uniqueKeysWithValues: zip(columns, $0)) }
  }

  /// Label noise so strong that most runs of sgd end where they cannot be projected.
  private static let unprojected = """
    name: unprojected
    model: {kind: diagonal-net, dimension: 16, sparsity: 3}
    data: {samples: 8}
    noise: {kind: label, alpha: 0.5}
    optimizer:
      - {kind: sgd, step_size: 0.2}
      - {kind: adam, step_size: 0.03, one_minus_beta2: 0.01}
    steps: 4000
    seed: {count: 14}
    """

  @Test func runsThatCouldNotBeProjectedAreCountedAndSaid() throws {
    let out = try run(Self.unprojected)
    let rows = try table(out)
    #expect(rows.map { $0["runs_unprojected"] as? Int } == [10, 0])
    #expect(rows[0]["population_loss_on_manifold"] is NSNull)
    let text = try Program.run("report", out).standardOutput
    #expect(
      text.split(separator: "\n").joined(separator: " ").contains(
        "sgd: 10 of 14 runs could not be projected"))
    #expect(text.contains("unproj."))
  }

  private static let noises = """
    name: "'tis: of noise"
    question: Does noise help?
    model: {kind: diagonal-net, dimension: 10, sparsity: 2}
    data: {samples: 6}
    noise: {kind: label, delta: [0, 0.1, 0.3, 1]}
    optimizer:
      - {kind: sgd, step_size: [0.01, 0.03, 0.1]}
      - {kind: adam, step_size: [0.001, 0.003, 0.01], one_minus_beta2: 0.01}
    steps: 100
    seed: {count: 2}
    """

  @Test func everyValueOfTheNoiseIsShownAsTheSweepFileGivesIt() throws {
    let out = try run(Self.noises)
    let rows = try table(out, "--rows", "10")
    for optimizer in ["sgd", "adam"] {
      let own = rows.filter { $0["optimizer"] as? String == optimizer }
      #expect(own.compactMap { $0["delta"] as? Double } == [0, 0.1, 0.3, 1])
    }
    #expect(rows.allSatisfy { $0["alpha"] == nil })
  }

  @Test(.enabled(if: Gnuplot.version() != nil)) func thePageAndItsDataHaveTheRunsValues() throws {
    let out = try run(Self.noises)
    let page = directory.file("page")
    let result = try Program.run("report", out, "--out", page)
    #expect(result.exitCode == 0, "\(result.standardError)")
    let html = try String(contentsOfFile: page + "/index.html", encoding: .utf8)
    #expect(html.contains("<dt>label noise δ</dt><dd>0, 0.1, 0.3, 1</dd>"))
    let data = try String(contentsOfFile: page + "/heat-step-size-delta.dat", encoding: .utf8)
    // The place of 0 on a logarithmic axis is said, and is in columns of its own.
    #expect(data.contains("# y = 0 stands at "))
    let rows = data.split(separator: "\n").filter { !$0.hasPrefix("#") && !$0.isEmpty }
      .map { $0.split(separator: " ").map(String.init) }
    #expect(rows.count == 24 && rows.count { $0[1] == "0" } == 6)
    #expect(rows.allSatisfy { $0.count == 13 && ($0[1] != "0" || Double($0[12]) ?? 0 > 0) })
    let script = try String(contentsOfFile: page + "/heat-step-size-delta.gp", encoding: .utf8)
    #expect(script.contains("set ytics ('0' "))
  }

  @Test func aConditionThatNoRunMeetsSaysWhatThereIs() throws {
    let out = try run(Self.noises)
    for (arguments, words) in [
      (["--only", "delta=5"], "--only delta=5: no run has that; there is delta: 0, 0.1, 0.3, 1"),
      (["--only", "optimizer=adm"], "there is optimizer: sgd, adam"),
      (["--only", "optimizer=sgd", "--only", "step_size=0.001"], "step_size: 0.01, 0.03, 0.1"),
      (["--choose-on", "seed=7"], "there is seed: 0, 1"),
      (["--choose-on", "seed=0,1"], "no run is left"),
    ] {
      let result = try runProcess(try builtProgram("thalweg"), ["report", out] + arguments)
      #expect(result.exitCode == 64, "\(arguments)")
      #expect(result.standardError.contains(words), "\(result.standardError)")
    }
  }

  private static let one = """
    name: one
    model: {kind: diagonal-net, dimension: 10, sparsity: 2}
    data: {samples: 6}
    noise: {kind: label, alpha: 0.01}
    optimizer: {kind: sgd, step_size: 0.01}
    steps: 50
    seed: 1
    """

  @Test func oneRunIsNeverCalledRuns() throws {
    let out = try run(Self.one)
    let sweep = directory.file("sweep.yaml")
    let page = directory.file("page")
    var said = ""
    for arguments in [
      ["plan", sweep], ["status", out], ["verify", out], ["report", out, "--out", page],
      ["diff", out, out], ["show", out, "0"], ["merge", out], ["run", sweep, "--out", out],
      ["run", sweep, "--out", directory.file("again"), "--workers", "1"],
    ] {
      let result = try runProcess(try builtProgram("thalweg"), arguments)
      said += result.standardOutput + result.standardError
    }
    said += try String(contentsOfFile: page + "/index.html", encoding: .utf8)
    let words = "runs|shards|seeds|points|values|columns|lanes|assignments|rows|workers|methods"
    let plural = said.range(
      of: "(?<![0-9.] of )(?<![0-9.])\\b1 (\(words))\\b", options: .regularExpression)
    #expect(plural == nil, "\(plural.map { said[$0] } ?? "")")
  }

  /// Where util-linux has a terminal for us.
  @Test(.enabled(if: Files.program(named: "script") != nil), arguments: [80, 120])
  func noLineIsWiderThanTheTerminal(width: Int) throws {
    let out = try run(Self.noises)
    let program = try builtProgram("thalweg")
    for command in [
      "report \(out)", "report \(out) --pairs", "show \(out) 3", "diff \(out) \(out)",
    ] {
      let result = try runProcess(
        "/usr/bin/env",
        ["script", "-qec", "stty cols \(width); \(program) \(command)", "/dev/null"],
        environment: ["TERM": "xterm", "NO_COLOR": "1"])
      let lines = result.standardOutput.split(whereSeparator: \.isNewline).map(String.init)
      #expect(lines.count >= 3)
      // Commands stay in one line, so that they can be pasted.
      for line in lines where !line.hasPrefix("  thalweg run") {
        #expect(line.columnCount <= width, "\(line)")
      }
    }
    let wide = try runProcess(
      "/usr/bin/env",
      ["script", "-qec", "stty cols \(width); \(program) report \(out) --wide", "/dev/null"],
      environment: ["TERM": "xterm"])
    #expect(wide.standardOutput.split(whereSeparator: \.isNewline).contains { $0.count > 90 })
  }
}
