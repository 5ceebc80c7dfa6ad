import FileSystem
import Foundation
import TestSupport
import Testing

/// Users' data: what a sweep's SHA-256 does not cover, or what is silently a fill value, is refused.
@Suite struct DataFileTests {
  private let directory = TemporaryDirectory()

  init() throws {
    let script = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "data_files.py").path
    let made = try runProcess(
      try Python.interpreter, [script, directory.path], timeout: .seconds(300))
    try #require(made.exitCode == 0, "\(made.standardError)")
  }

  private func plan(_ data: String) throws -> ProcessResult {
    let sweep = directory.write(
      """
      name: own-data
      model: {kind: diagonal-net, dimension: 20}
      data: {kind: file, path: \(data)}
      noise: {kind: label, delta: 0.5}
      optimizer: {kind: sgd, step_size: 0.01}
      steps: 20
      seed: 1
      record: {count: 4}
      """, to: "s.yaml")
    return try Program.run("plan", sweep)
  }

  /// What the message says of each file, by the start of its name.
  private static let reasons = [
    "virtual-part": "'design' is virtual: its numbers are in 'part.h5'",
    "virtual-fifo": "'design' is virtual: its numbers are in 'fifo'",
    "virtual-missing": "'design' is virtual", "virtual-unlimited": "'design' is virtual",
    "virtual-own": "'design' is virtual",
    "link-": "'design' is a link to the file '", "detour-": "'design' is a link to another file",
    "foreign-": "'notes' is a link to the file '",
    "external-": "'design' has its numbers in the file '",
    "dangling": "'design' is a link to nothing", "circle": "'design' is a link to nothing",
    "never": "'design' was never written", "part": "'design' was written in part",
    "null": "there is no data", "references": "'design' holds references",
    "regions": "'design' holds references", "complex": "'design' holds compound values",
    "boolean": "'design' holds named values", "text": "'design' holds text",
    "vectors": "'design' holds arrays", "opaque": "'design' holds opaque bytes",
    "group": "'design' is a group", "type": "'design' is none of a problem",
    "filter": "filter 32000 (lzf), which this HDF5 library does not have",
    "both": "'inputs' says what 'design' says",
  ]

  @Test func whatIsNotInTheFileIsRefusedWithWhatWasFound() throws {
    try Files.remove(directory.file("part.h5.h5"))
    var seen: Set<String> = []
    for name in try Files.names(in: directory.path) where name.hasSuffix(".h5") {
      if name.hasPrefix("good-") || name == "part.h5" { continue }
      let key = try #require(
        Self.reasons.keys.filter(name.hasPrefix).max { $0.count < $1.count }, "\(name)")
      let result = try plan(name)
      #expect(result.exitCode == 65, "\(name): \(result.standardError)")
      let reason = Self.reasons[key] ?? ""
      #expect(result.standardError.contains(reason), "\(name): \(result.standardError)")
      seen.insert(key)
    }
    #expect(seen == Set(Self.reasons.keys))
  }

  @Test func numbersInTheFileAreReadHoweverTheyLieThere() throws {
    let names = try Files.names(in: directory.path).filter { $0.hasPrefix("good-") }
    #expect(names.count == 11)
    for name in names {
      let result = try plan(name)
      #expect(result.exitCode == 0, "\(name): \(result.standardError)")
    }
  }

  /// Archives of NumPy and tables train as HDF5 files do.
  @Test func otherFormsHoldTheSameNumbers() throws {
    // All columns but the file's own digest and name.
    func table(_ data: String) throws -> [[Substring]] {
      #expect(try plan(data).exitCode == 0)
      let out = directory.file("out-" + data)
      let run = try Program.run(
        "run", directory.file("s.yaml"), "--out", out, "--workers", "1")
      #expect(run.exitCode == 0, "\(run.standardError)")
      let export = try Program.run("export", out + "/results.h5", "--format", "csv")
      #expect(export.exitCode == 0, "\(export.standardError)")
      let lines = export.standardOutput.split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false)
      }
      return lines.map { line in
        zip(line, lines[0]).filter { !$0.1.hasPrefix("problem") }.map(\.0)
      }
    }
    let expected = try table("good-plain.h5")
    #expect(expected.count == 5 && expected[0].contains("train_loss"))
    for name in ["good-inputs.h5", "good-stored.npz", "good-deflated.npz", "good-table.csv"] {
      #expect(try table(name) == expected, "\(name)")
    }
  }

  @Test(arguments: [
    ("foreign.npz", "'notes' is none of a problem"),
    ("complex.npz", "'inputs' holds elements of type '<c16'"),
    ("nameless.csv", "line 1 holds numbers"),
    ("targetless.csv", "no column 'target'"),
  ])
  func otherFormsThatAreWrongAreRefused(name: String, reason: String) throws {
    let result = try plan(name)
    #expect(result.exitCode == 65)
    #expect(result.standardError.contains(reason), "\(result.standardError)")
  }

  /// A copy of the sweep's, which was made before such files were refused.
  @Test func aVirtualCopyIsRefusedWhereItIsRead() throws {
    let sweep = directory.file("s.yaml")
    #expect(try plan("good-plain.h5").exitCode == 0)
    let out = directory.file("out")
    #expect(try Program.run("run", sweep, "--out", out, "--workers", "1").exitCode == 0)
    let problem = try #require(try Files.names(in: out + "/problems").first)
    try Files.copy(directory.file("virtual-part.h5.h5"), to: out + "/problems/" + problem)
    try Files.remove(out + "/results.h5")
    try Files.remove(out + "/shards/000/shard-000000.h5")
    let result = try Program.run("run", sweep, "--out", out, "--workers", "1")
    #expect(result.exitCode != 0)
    #expect(result.standardError.contains("'design' is virtual"), "\(result.standardError)")
  }

  @Test(arguments: [("fifo", "a FIFO"), ("/dev/zero", "a device"), (".", "a directory")])
  func whatIsNoRegularFileIsRefusedAtOnce(data: String, word: String) throws {
    let result = try plan(data)
    #expect(result.exitCode == 65)
    #expect(result.standardError.contains("this is \(word), not a regular file"))
  }
}
