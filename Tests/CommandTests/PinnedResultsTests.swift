import Foundation
import TestSupport
import Testing

/// Manifests, contents, columns and their meaning as they were written down once: a new house keeps them.
///
/// The texts of `Fixtures/pinned` are what `describe_results.py` prints; the manifest's digest covers the
/// specification with its defaults and, by the bounds of the shards, the integers of the costs. Where a
/// change is meant and announced, a run with THALWEG_PIN=1 writes the texts anew.
@Suite struct PinnedResultsTests {
  private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures")

  private static let sweeps: [(name: String, yaml: String?)] = [
    ("tiny", SmallSweep.tiny), ("mixed", SmallSweep.mixed), ("wide", SmallSweep.wide),
    ("slow", SmallSweep.slow), ("theory", SmallSweep.theory), ("bits", nil),
  ]

  @Test(arguments: sweeps)
  func resultsAreAsWrittenDown(name: String, yaml: String?) throws {
    let work = TemporaryDirectory()
    let sweep =
      yaml.map { work.write($0, to: "sweep.yaml") }
      ?? Self.fixtures.appending(path: "bits/sweep.yaml").path
    let run = try Program.run("run", sweep, "--out", work.file("out"))
    try #require(run.exitCode == 0, "\(run.standardError)")
    let described = try Python.run(script: "describe_results.py", work.file("out"))
    try #require(described.exitCode == 0, "\(described.standardError)")
    let pinned = Self.fixtures.appending(path: "pinned/\(name).txt")
    if ProcessInfo.processInfo.environment["THALWEG_PIN"] == "1" {
      try described.standardOutput.write(to: pinned, atomically: true, encoding: .utf8)
    }
    let lines = described.standardOutput.split(separator: "\n", omittingEmptySubsequences: false)
    let wanted = try String(contentsOf: pinned, encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false)
    for change in lines.difference(from: wanted) {
      switch change {
      case .insert(let line, let text, _): Issue.record("new: line \(line + 1): \(text)")
      case .remove(let line, let text, _): Issue.record("gone: line \(line + 1): \(text)")
      }
    }
  }
}
