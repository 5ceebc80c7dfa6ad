import FileSystem
import Foundation
import TestSupport
import Testing

/// A directory of format 2, in every command that reads one.
@Suite struct SecondFormatTests {
  private static let packed = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures/formats/v2/directory.tar.gz").path
  private let temporary = TemporaryDirectory()
  private let directory: String

  init() throws {
    let result = try runProcess(
      "/usr/bin/env", ["tar", "xzf", Self.packed, "-C", temporary.path])
    try #require(result.exitCode == 0, "\(result.standardError)")
    directory = temporary.file("v2")
  }

  /// What a command that succeeds prints.
  private func output(_ arguments: String...) throws -> String {
    let result = try runProcess(try builtProgram("thalweg"), arguments, timeout: .seconds(1200))
    #expect(result.exitCode == 0, "\(arguments): \(result.standardError)")
    return result.standardOutput
  }

  @Test func verifyFindsItSound() throws {
    let shard = directory + "/shards/000/shard-000000.h5"
    for path in [directory, directory + "/results.h5", shard] {
      #expect(try output("verify", path).hasPrefix("\(path): sound"))
    }
    #expect(try output("status", directory).contains("24 of 24 done"))
  }

  @Test func reportAndShowTellWhatIsInIt() throws {
    let report = try output("report", directory)
    #expect(report.hasPrefix("fixture\nDo later versions read this?\n"))
    #expect(report.contains("24 runs: 20 ok, 2 diverged, 2 failed"))
    for word in ["adam-mini", "adalayer", "matrix-factorization", "slow-ode"] {
      #expect(report.contains(word))
    }
    let run = try output("show", directory, "8")
    #expect(run.contains("block_size") && run.contains("adam-mini"))
    // Labels of what a run does not have are not shown.
    #expect(try !output("show", directory, "0").contains("block_size"))
  }

  @Test func whatIsExportedAndMergedIsTheSame() throws {
    let table = try output("export", directory, "--format", "csv", "--last")
    #expect(table.split(separator: "\n").count == 1 + 24)
    _ = try output("export", directory, "--format", "grid", "--out", temporary.file("grid.nc"))
    #expect(try Files.exists(temporary.file("grid.nc")))
    let script = try Python.run(script: "content_digest.py", directory + "/results.h5")
    #expect(try output("digest", directory).prefix(64) == script.standardOutput.dropLast())
    let merged = temporary.file("merged.h5")
    _ = try output("merge", directory, "--out", merged)
    #expect(try output("diff", directory, merged).contains("same: 24 runs"))
    // Its shard alone says the same as its results.
    let before = try output("show", directory, "5")
    try Files.remove(directory + "/results.h5")
    try Files.remove(directory + "/results.provenance.json")
    #expect(try output("show", directory, "5") == before)
  }
}
