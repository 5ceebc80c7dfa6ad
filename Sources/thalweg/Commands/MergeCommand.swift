import ArgumentParser
import Digests
import Orchestration
import Shards

/// `thalweg merge`: one labelled file of a sweep's shards.
struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "Merges a sweep's shards into one labelled file.",
    discussion: """
      Every shard is checked against its SHA-256 first; a damaged one is named and never enters \
      the result. The file appears in one step.

      EXAMPLES
        thalweg merge out/sweep
        thalweg merge out/sweep --out sweep.h5 --allow-missing
      """)

  @Argument(help: "The sweep's directory.", completion: .directory) var directory: String

  @Option(help: "The results file (default: results.h5 in the directory).") var out: String?

  @Flag(help: "Runs without a shard become 'absent' instead of an error.") var allowMissing = false
  @Flag(help: "Print the outcome as JSON.") var json = false

  private struct Summary: Encodable {
    var results: String
    var resultsSha256: String
    var runs: [String: Int]
  }

  func run() throws {
    try reportingFailures {
      let session = try SweepSession(opening: SweepDirectory(directory))
      let path = out ?? session.directory.results
      let lock = try out == nil ? DirectoryLock.acquire(session.directory.lock) : nil
      defer { lock?.release() }
      let unsound = session.merger.unsoundShards()
      guard unsound.damaged.isEmpty else {
        let list = unsound.damaged.map { "  \($0.error)" }.joined(separator: "\n")
        throw Failure(
          "damaged shards:\n\(list)\nthe next 'thalweg run' computes them again",
          code: .incomplete)
      }
      let outcome = try session.merge(to: path, allowMissing: allowMissing)
      if json {
        Output.json(
          Summary(
            results: path, resultsSha256: outcome.digest.description,
            runs: Dictionary(
              uniqueKeysWithValues: outcome.runs.map { ($0.key.meaning, $0.value) })))
      } else {
        Output.result("\(outcome.summary)\n\(path)\nsha256 \(outcome.digest)")
      }
    }
  }
}
