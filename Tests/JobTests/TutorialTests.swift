import FileSystem
import Foundation
import TestSupport
import Testing

/// The tutorial does what it says, Slurm included.
@Suite(.slurm) struct TutorialTests {
  private let slurm: SlurmCluster
  private let directory = TemporaryDirectory()

  init() throws { slurm = try #require(SlurmCluster.current) }

  @Test func everyCommandRunsAndPrintsWhatIsShown() throws {
    let root = URL(filePath: Places.job("")).deletingLastPathComponent()
    try FileManager.default.createSymbolicLink(
      atPath: directory.file("jobs"), withDestinationPath: root.appending(path: "jobs").path)
    let text = String(
      decoding: try Files.read(root.appending(path: "docs/tutorial.md").path), as: UTF8.self)
    let python = try #require(
      ProcessInfo.processInfo.environment["THALWEG_PYTHON"], "use 'make test-slow'")

    var printed = ""
    for block in Self.blocks(of: text) {
      switch block.kind {
      case "yaml": _ = directory.write(block.text, to: block.argument)
      case "sh":
        printed = ""
        for command in block.text.split(separator: "\n") where !command.hasPrefix("export ") {
          let result = try run(
            ["bash", "-c", String(command)], in: directory.path,
            environment: ["SLURM_CONF": slurm.directory + "/slurm.conf"])
          let output = result.standardOutput + result.standardError
          #expect((result.exitCode == 0) == block.argument.isEmpty, "\(command)\n\(output)")
          printed += output
        }
      case "python":
        printed = try run([python, "-c", block.text], in: directory.path).standardOutput
      case "text":
        for line in block.text.split(separator: "\n") {
          #expect(printed.contains(line), "\(line)\nis not in\n\(printed)")
        }
      default: Issue.record("a block of \(block.kind)")
      }
    }
  }

  /// A block of code: the two words behind its fence, and what it holds.
  private struct Block {
    var kind: String
    var argument: String
    var text: String
  }

  private static func blocks(of text: String) -> [Block] {
    text.components(separatedBy: "```").enumerated().filter { $0.offset % 2 == 1 }.map { _, block in
      let (head, body) = (block.prefix { $0 != "\n" }, block.drop { $0 != "\n" }.dropFirst())
      let words = head.split(separator: " ").map(String.init)
      return Block(kind: words[0], argument: words.count > 1 ? words[1] : "", text: String(body))
    }
  }
}
