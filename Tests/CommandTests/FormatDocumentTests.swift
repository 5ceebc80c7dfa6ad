import FileSystem
import Foundation
import TestSupport
import Testing

/// docs/format.md and docs/reading.md against what the program writes.
@Suite struct FormatDocumentTests {
  private let directory = TemporaryDirectory()

  private func run(_ yaml: String, as name: String) throws -> String {
    let sweep = directory.write(yaml, to: name + ".yaml")
    let out = directory.file(name)
    let result = try Program.run("run", sweep, "--out", out)
    try #require(result.exitCode == 0, "\(result.standardError)")
    return out
  }

  @Test func everyNameIsInTheDocumentAndInAFile() throws {
    let described = SmallSweep.tiny.replacing(
      "name: tiny", with: "name: tiny\nquestion: Is it so?\ndescription: All of it.")
    let tiny = try run(described, as: "tiny")
    let mixed = try run(SmallSweep.mixed, as: "mixed")
    let slow = try run(SmallSweep.slow, as: "slow")
    let stochastic = try run(Self.stochastic, as: "stochastic")
    let file = try run(try sweepOfAFile(), as: "file")
    let (view, merged) = (directory.file("view.h5"), directory.file("merged.h5"))
    #expect(try Program.run("merge", tiny, "--virtual", "--out", view).exitCode == 0)
    let other = try run(
      described.replacing("seed: {count: 4}", with: "seed: {first: 90, count: 2}"), as: "other")
    #expect(try Program.run("merge", tiny, other, "--out", merged).exitCode == 0)
    let result = try Python.run(
      script: "check_format.py", Documents.path("format.md"), mixed, view, merged,
      tiny + "/results.h5", mixed + "/results.h5", slow + "/results.h5", stochastic + "/results.h5",
      file + "/results.h5")
    #expect(result.exitCode == 0, "\(result.standardError)")
  }

  /// The slow equation with a diffusion.
  private static let stochastic = """
    name: stochastic
    model: {kind: diagonal-net, dimension: 4, sparsity: 1, initial_scale: 0.5}
    data: {samples: 3}
    noise: {kind: gradient, std: 0.01}
    optimizer: {kind: sgd, step_size: 0.1}
    steps: {slow_time: 0.5}
    seed: 1
    dynamics: slow-sde
    slow_steps: 20
    record: {slow_times: [0, 0.5]}
    """

  /// Data of the user's, and a factorization.
  private func sweepOfAFile() throws -> String {
    let script = """
      import h5py, numpy
      with h5py.File("wheat.h5", "w") as file:
          file["design"], file["targets"] = numpy.eye(9)[:4], numpy.ones(4)
      """
    let result = try runProcess(
      "/usr/bin/env", ["-C", directory.path, try Python.interpreter, "-c", script])
    try #require(result.exitCode == 0, "\(result.standardError)")
    return """
      name: file
      model: [{kind: matrix-factorization, dimension: 3, rank: 1}, {kind: diagonal-net, dimension: 9, sparsity: 1}]
      data: [{kind: file, path: ./wheat.h5}, {samples: 4}]
      noise: {kind: none}
      optimizer: {kind: sgd, step_size: 0.01}
      steps: 5
      seed: 1
      record: {count: 2, signal: last}
      """
  }

  /// The snippets of docs/reading.md, as they stand there, give the same numbers in every tool.
  @Test func everyPythonToolReadsTheSameNumbers() throws {
    let out = try run(SmallSweep.tiny, as: "tiny")
    try Files.rename(out + "/results.h5", to: directory.file("results.h5"))
    let python = try Python.interpreter
    let snippets = try Documents.snippets(of: "reading.md")
    for line in snippets.filter({ $0.language == "shell" }).map(\.text) {
      let words = line.split(separator: " ").dropFirst().map(String.init)
      let result = try runProcess(
        "/usr/bin/env",
        ["-C", directory.path, "THALWEG_PYTHON=\(python)", try builtProgram("thalweg")] + words)
      #expect(result.exitCode == 0, "\(line): \(result.standardError)")
    }
    var answers: [[[Double]]] = []
    for snippet in snippets where ["python", "sql"].contains(snippet.language) {
      let text =
        snippet.language == "python"
        ? snippet.text
        : "import duckdb\nfor row in duckdb.sql('''\(snippet.text)''').fetchall(): print(*row)"
      let script = directory.write(text, to: "snippet.py")
      let result = try runProcess("/usr/bin/env", ["-C", directory.path, python, script])
      #expect(result.exitCode == 0, "\(snippet.text)\n\(result.standardError)")
      answers.append(Documents.numbers(in: result.standardOutput))
    }
    #expect(answers.count == 4)
    #expect(answers[0].count == 3 && answers[0].allSatisfy { $0.count == 2 && $0[1] > 0 })
    #expect(answers.allSatisfy { $0 == answers[0] }, "\(answers)")
  }
}

/// Documents as tests see them.
enum Documents {
  struct Snippet {
    /// `python`, `sql`, `r`; `shell` for an indented command of this program.
    var language: String
    var text: String
  }

  static func path(_ name: String) -> String {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "docs/" + name).path
  }

  /// Snippets in their order, fenced ones and commands.
  static func snippets(of name: String) throws -> [Snippet] {
    let text = String(decoding: try Files.read(path(name)), as: UTF8.self)
    var snippets: [Snippet] = []
    var fenced: Snippet?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        if let snippet = fenced { snippets.append(snippet) }
        fenced = fenced == nil ? Snippet(language: String(line.dropFirst(3)), text: "") : nil
      } else if fenced != nil {
        fenced?.text += line + "\n"
      } else if line.hasPrefix("    thalweg ") {
        snippets.append(Snippet(language: "shell", text: String(line.dropFirst(4))))
      }
    }
    return snippets
  }

  /// Lines of nothing but numbers; R prints warnings among them.
  static func numbers(in text: String) -> [[Double]] {
    text.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      let numbers = words.compactMap { Double($0) }
      return numbers.count == words.count && !numbers.isEmpty ? numbers : nil
    }
  }
}
