import FileSystem
import Foundation
import HDF5
import TestSupport
import Testing

/// Mistakes that users make, through the command line: each is answered on one screen with the
/// place and the remedy, the right exit code, and nothing left behind.
@Suite struct BadInputTests {
  /// A sweep file without mistakes, whose lines the cases replace.
  private static let lines = [
    "name: good",
    "model: {kind: diagonal-net, dimension: 12, sparsity: 2}",
    "data: {samples: 8}",
    "noise: {kind: label, alpha: 0.01}",
    "optimizer: {kind: adam, step_size: 0.01, beta2: 0.99}",
    "steps: 100",
    "seed: 1",
    "record: {count: 5}",
  ]

  /// A mistake in the sweep file: the line to put in place of the one with the same key, or to add.
  struct SweepMistake: Sendable, CustomTestStringConvertible {
    var line: String
    var says: String

    init(_ line: String, says: String) {
      self.line = line
      self.says = says
    }

    var testDescription: String { line }
  }

  @Test func theSweepWithoutMistakesRuns() throws {
    let directory = TemporaryDirectory()
    let sweep = directory.write(Self.lines.joined(separator: "\n"), to: "s.yaml")
    #expect(try Program.run("run", sweep, "--out", directory.file("out")).exitCode == 0)
  }

  @Test(arguments: [
    SweepMistake("name: [a, b]", says: "'name' must be text"),
    SweepMistake("model: diagonal-net", says: "'model' lacks 'dimension'"),
    SweepMistake("model: diagonal", says: "'model' must be a block"),
    SweepMistake("model: {dimension: 12, sparsity: 2}", says: "'model' lacks 'kind'"),
    SweepMistake("model: {kind: diagonal-nett, dimension: 12, sparsity: 2}", says: "diagonal-net"),
    SweepMistake("model: {kind: diagonal-net, sparsity: 2}", says: "lacks 'dimension'"),
    SweepMistake("model: {kind: diagonal-net, dimension: 0, sparsity: 2}", says: "whole number"),
    SweepMistake("model: {kind: diagonal-net, dimension: 12}", says: "'sparsity'"),
    SweepMistake("model: {kind: diagonal-net, dimension: 12, sparsity: 13}", says: "does not fit"),
    SweepMistake(
      "model: {kind: diagonal-net, dimension: 12, sparsity: 2, initial_scale: -1}", says: "> 0"),
    SweepMistake(
      "model: {kind: diagonal-net, dimension: 12, sparsity: 2, width: 3}", says: "'width'"),
    SweepMistake("model: {kind: matrix-factorization, dimension: 4}", says: "'rank'"),
    SweepMistake("model: {kind: matrix-factorization, dimension: 4, rank: 5}", says: "rank"),
    SweepMistake(
      "model: {kind: matrix-factorization, dimension: 4, rank: 1, depth: 1}", says: "'depth'"),
    SweepMistake("data: {samples: 0}", says: "whole number"),
    SweepMistake("data: {samples: 8, design: signs}", says: "did you mean 'sign'"),
    SweepMistake("data: {design: sign}", says: "lacks 'samples'"),
    SweepMistake("data: {kind: file}", says: "'path'"),
    SweepMistake("data: {kind: file, path: missing.h5}", says: "missing.h5: open: No such file"),
    SweepMistake("data: {kind: file, path: s.yaml}", says: "s.yaml"),
    SweepMistake("data: {samples: 8, path: x.h5}", says: "'path'"),
    SweepMistake("noise: {kind: label}", says: "'alpha' or 'delta'"),
    SweepMistake("noise: {kind: label, alpha: 0.1, delta: 0.1}", says: "twice"),
    SweepMistake("noise: {kind: label, alpha: -0.1}", says: "≥ 0"),
    SweepMistake("noise: {kind: label, alpha: nan}", says: "≥ 0"),
    SweepMistake("noise: {kind: label, alpha: 0.1, batch: 9}", says: "batch"),
    SweepMistake("noise: {kind: label, alpha: 0.1, batch: half}", says: "batch"),
    SweepMistake("noise: {kind: label, alpha: 0.1, std: 1}", says: "'std'"),
    SweepMistake("noise: {kind: gradient}", says: "'std'"),
    SweepMistake("noise: {kind: none, alpha: 0.1}", says: "'alpha'"),
    SweepMistake("optimizer: {kind: adam, step_size: 0, beta2: 0.9}", says: "> 0"),
    SweepMistake("optimizer: {kind: adam, step_size: 0.1}", says: "'beta2' or 'one_minus_beta2'"),
    SweepMistake("optimizer: {kind: adam, step_size: 0.1, beta2: 1}", says: "'beta2'"),
    SweepMistake(
      "optimizer: {kind: adam, step_size: 2, one_minus_beta2: {rate: 1, power: 2}}",
      says: "is not in (0, 1]"),
    SweepMistake("optimizer: {kind: adam, lr: 0.1, beta2: 0.9}", says: "step_size"),
    SweepMistake("optimizer: {kind: adam-e, step_size: 0.1, beta2: 0.9}", says: "'exponent'"),
    SweepMistake(
      "optimizer: {kind: adam-e, exponent: 1, step_size: 0.1, beta2: 0.9}", says: "in (0, 1)"),
    SweepMistake("optimizer: {kind: sgd, step_size: 0.1, beta1: 0.9}", says: "'beta1'"),
    SweepMistake("optimizer: {kind: adam-mini, step_size: 0.1, beta2: 0.9}", says: "'block_size'"),
    SweepMistake(
      "optimizer: {kind: adam, step_size: 0.1, beta2: 0.9, block_size: 2}", says: "'block_size'"),
    SweepMistake(
      "optimizer: {kind: adam, step_size: 0.1, beta2: 0.9, bias_correction: 2}",
      says: "'2' is not a value of 'optimizer.bias_correction'"),
    SweepMistake("optimizer: []", says: "empty"),
    SweepMistake("optimizer: {kind: [sgd, adam], step_size: 0.1, beta2: 0.9}", says: "kind"),
    SweepMistake("steps: 1.5", says: "'steps'"),
    SweepMistake("steps: {slow_time: -1}", says: "slow_time"),
    SweepMistake("steps: {log: [1, 2], count: 5}", says: "repeats whole numbers"),
    SweepMistake("seed: -1", says: "'seed'"),
    SweepMistake("seed: {first: 1}", says: "count"),
    SweepMistake("record: {count: 1}", says: "'count'"),
    SweepMistake("record: {count: 500}", says: "do not fit"),
    SweepMistake("record: {steps: [3, 2]}", says: "increase"),
    SweepMistake("record: {signal: sometimes}", says: "never, last or all"),
    SweepMistake("record: {slow_times: [0, 100]}", says: "slow"),
    SweepMistake("precision: float16", says: "float"),
    SweepMistake("stepz: 100", says: "did you mean 'steps'"),
    SweepMistake("zip: [[optimizer.step_size, optimizer.exponent]]", says: "no sub-grid has all"),
    SweepMistake("zip: [[seed, seed]]", says: "zipped twice"),
    SweepMistake("zip: [[model.width]]", says: "zip"),
    SweepMistake("exclude: [{optimizer.kind: sgd}]", says: "sgd"),
    SweepMistake("exclude: [{seed: 1}]", says: "exclude"),
    SweepMistake("exclude: [{model.dimensoin: 12}]", says: "model.dimension"),
    SweepMistake("seed: 1\nseed: 2", says: "twice"),
    SweepMistake("seed: [1, 1]", says: "twice"),
    SweepMistake("seed: \"1", says: "s.yaml:"),
  ])
  func aMistakeInTheSweepFileIsReportedWithItsPlaceAnd65(_ mistake: SweepMistake) throws {
    let directory = TemporaryDirectory()
    let key = mistake.line.prefix { $0 != ":" } + ":"
    var lines = Self.lines.filter { !$0.hasPrefix(key) }
    lines.append(mistake.line)
    let sweep = directory.write(lines.joined(separator: "\n"), to: "s.yaml")
    let result = try Program.run("run", sweep, "--out", directory.file("out"))
    expectMessage(result, code: 65, saying: mistake.says)
    #expect(result.standardError.contains("s.yaml:"), "\(result.standardError)")
    #expect(try !Files.exists(directory.file("out")))
  }

  /// A mistake in a user's problem: what the file holds, and what the message says.
  struct ProblemMistake: Sendable, CustomTestStringConvertible {
    var name: String
    var datasets: [String: [Double]]
    var shapes: [String: [Int]] = [:]
    var says: String

    var testDescription: String { name }
  }

  /// A problem without mistakes for a diagonal net of dimension 3.
  private static let problem: [String: [Double]] = [
    "design": [1, 2, 3, 4, 5, 6], "targets": [1, 2], "theta0": [1, 2, 3, 4, 5, 6],
  ]

  private static func problem(_ changes: [String: [Double]?]) -> [String: [Double]] {
    problem.merging(changes.compactMapValues { $0 }) { $1 }
      .filter { !changes.keys.contains($0.key) || changes[$0.key] != .some(nil) }
  }

  @Test(arguments: [
    ProblemMistake(name: "good", datasets: problem, says: ""),
    ProblemMistake(
      name: "no targets", datasets: problem(["targets": nil]), says: "no dataset 'targets'"),
    ProblemMistake(
      name: "no design", datasets: problem(["design": nil]), says: "no dataset 'design'"),
    ProblemMistake(
      name: "flat design", datasets: problem, shapes: ["design": [6]], says: "'design' has shape"),
    ProblemMistake(
      name: "too few targets", datasets: problem(["targets": [1]]), says: "'targets' has shape [1]"),
    ProblemMistake(
      name: "not finite", datasets: problem(["targets": [1, .nan]]), says: "'targets' holds nan"),
    ProblemMistake(
      name: "infinite", datasets: problem(["theta0": [1, 2, 3, 4, 5, .infinity]]),
      says: "'theta0' holds inf"),
    ProblemMistake(
      name: "short truth", datasets: problem(["w_star": [1, 2]]), says: "'w_star' has shape [2]"),
    ProblemMistake(
      name: "short theta0", datasets: problem(["theta0": [1, 2, 3]]), says: "parameters"),
    ProblemMistake(
      name: "two lengths", datasets: problem(["v0": [1, 2, 3]]), says: "different lengths"),
    ProblemMistake(
      name: "negative v0", datasets: problem(["v0": [1, 2, 3, 4, 5, -6]]), says: "'v0' holds -6"),
    ProblemMistake(
      name: "misspelt", datasets: problem(["wstar": [1, 2, 3]]), says: "'wstar' is none"),
    ProblemMistake(
      name: "other dimension", datasets: problem, shapes: ["design": [2, 3]], says: ""),
    ProblemMistake(
      name: "wrong q", datasets: problem(["design": [1, 2, 3, 4], "theta0": nil]),
      shapes: ["design": [2, 2]], says: "dimension"),
  ])
  func aMistakeInAProblemNamesTheDataset(_ mistake: ProblemMistake) throws {
    let directory = TemporaryDirectory()
    let file = try File.create(at: directory.file("p.h5"))
    for (name, values) in mistake.datasets {
      let shape = mistake.shapes[name] ?? (name == "design" ? [2, 3] : [values.count])
      let dataset = try file.createDataset(name, of: Double.self, shape: shape)
      try dataset.write(values)
      try dataset.close()
    }
    try file.close()
    var lines = Self.lines.filter { !$0.hasPrefix("model:") && !$0.hasPrefix("data:") }
    lines += ["model: {kind: diagonal-net, dimension: 3}", "data: {kind: file, path: p.h5}"]
    let sweep = directory.write(lines.joined(separator: "\n"), to: "s.yaml")
    let result = try Program.run("run", sweep, "--out", directory.file("out"))
    if mistake.says.isEmpty {
      #expect(result.exitCode == 0, "\(result.standardError)")
    } else {
      expectMessage(result, code: 65, saying: mistake.says)
      #expect(result.standardError.contains("p.h5"))
      #expect(try !Files.exists(directory.file("out")))
    }
  }

  /// A mistake on the command line.
  struct UsageMistake: Sendable, CustomTestStringConvertible {
    var arguments: [String]
    var code: Int
    var says: String

    init(_ arguments: String..., code: Int, says: String) {
      self.arguments = arguments
      self.code = code
      self.says = says
    }

    var testDescription: String { arguments.joined(separator: " ") }
  }

  @Test(arguments: [
    UsageMistake("rnu", "s.yaml", code: 64, says: "rnu"),
    UsageMistake("run", "s.yaml", code: 64, says: "--out"),
    UsageMistake("run", "--out", "o", code: 64, says: "sweep"),
    UsageMistake("run", "s.yaml", "--out", "o", "--workers", "0", code: 64, says: "--workers"),
    UsageMistake("run", "s.yaml", "--out", "o", "--workers", "two", code: 64, says: "two"),
    UsageMistake("run", "s.yaml", "--out", "o", "--shard", "4/3", code: 64, says: "--shard"),
    UsageMistake(
      "run", "s.yaml", "--out", "o", "--shard", "1/3", "--workers", "2", code: 64, says: "--shard"),
    UsageMistake("run", "s.yaml", "--out", "o", "--set", "steps", code: 64, says: "path=value"),
    UsageMistake("run", "s.yaml", "--out", "o", "--set", "stpes=1", code: 65, says: "steps"),
    UsageMistake(
      "run", "s.yaml", "--out", "o", "--set", "steps=0", code: 65, says: "--set steps=0"),
    UsageMistake("run", "none.yaml", "--out", "o", code: 65, says: "none.yaml"),
    UsageMistake("run", ".", "--out", "o", code: 65, says: "."),
    UsageMistake("run", "s.yaml", "--out", "s.yaml", code: 74, says: "s.yaml"),
    UsageMistake("plan", "s.yaml", "--json", "--yaml", code: 64, says: "--yaml"),
    UsageMistake("status", "nowhere", code: 65, says: "nowhere"),
    UsageMistake("status", ".", code: 65, says: "no sweep was run here"),
    UsageMistake("verify", "nowhere", code: 74, says: "nowhere"),
    UsageMistake("merge", ".", code: 65, says: "no sweep was run here"),
    UsageMistake("report", "nowhere.h5", "--out", "o", code: 74, says: "nowhere.h5"),
    UsageMistake("report", "s.yaml", "--out", "o", code: 1, says: "s.yaml: damaged"),
    UsageMistake("worker", code: 64, says: "worker"),
  ])
  func aMistakeOnTheCommandLineIsExplained(_ mistake: UsageMistake) throws {
    let directory = TemporaryDirectory()
    _ = directory.write(Self.lines.joined(separator: "\n"), to: "s.yaml")
    let result = try runProcess(
      "/usr/bin/env", ["-C", directory.path, try builtProgram("thalweg")] + mistake.arguments)
    expectMessage(result, code: mistake.code, saying: mistake.says)
    #expect(try Files.names(in: directory.path) == ["s.yaml"])
  }

  /// One screen, no trace, no output but the message.
  private func expectMessage(
    _ result: ProcessResult, code: Int, saying text: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let message = result.standardError
    #expect(result.exitCode == code, "\(message)", sourceLocation: sourceLocation)
    #expect(message.contains(text), "\(message)", sourceLocation: sourceLocation)
    #expect(
      message.split(separator: "\n", omittingEmptySubsequences: false).count <= 24, "\(message)",
      sourceLocation: sourceLocation)
    for sign in ["Fatal error", "Stack dump", "Swift/", "H5E", "#0"] {
      #expect(!message.contains(sign), "\(message)", sourceLocation: sourceLocation)
    }
    #expect(result.standardOutput.isEmpty, sourceLocation: sourceLocation)
  }
}
