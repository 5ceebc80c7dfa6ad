import ArgumentParser
import Digests
import FileSystem
import Orchestration
import Shards

/// `thalweg merge`: one labelled file of the shards of one or more sweeps.
struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "Merges the shards of sweeps into one labelled file.",
    discussion: """
      Every shard is checked against its SHA-256; a damaged one is named and never enters the \
      result. The file appears in one step, with its provenance beside it.

      Of several directories each run is taken once, in the order of the directories. A run that \
      two of them have must have the same records in both; if not, both files are named.

      With --virtual the file holds no records but shows those of the shards as they are when it \
      is read. Missing runs have status 3 (absent), and the column 'completeness' says which were \
      there when the view was made.

      EXAMPLES
        thalweg merge out/sweep
        thalweg merge out/sweep --out sweep.h5 --allow-missing
        thalweg merge out/monday out/tuesday --out both.h5
        thalweg merge out/sweep --virtual
      """)

  @Argument(
    help: "The sweeps' directories.", completion: .directory, transform: PathArgument.checked)
  var directories: [String]

  @Option(
    help: ArgumentHelp(
      "The results file (default: results.h5 in the directory, view.h5 with --virtual)."),
    completion: .file(), transform: PathArgument.checked)
  var out: String?

  @Flag(help: "Runs without a shard become 'absent' instead of an error.") var allowMissing = false
  @Flag(help: "Write a view of the shards instead of a copy, at once.") var virtual = false
  @Flag(
    help: """
      Delete the shards after the result was read back from the disk and compared with all of them.
      """)
  var deleteSources = false
  @Flag(help: "Print the outcome as JSON.") var json = false

  private struct Summary: Encodable {
    var results: String
    var resultsSha256: String?
    var runs: [String: Int]
    var repeatedRuns: Int?
    var deletedShards: Int?
  }

  func validate() throws {
    guard directories.count == 1 || out != nil else {
      throw ValidationError("several directories are merged into a file of yours: give --out")
    }
    if virtual && directories.count > 1 {
      throw ValidationError("--virtual shows one directory")
    }
    if virtual && deleteSources {
      throw ValidationError("--virtual needs the shards that --delete-sources removes")
    }
    if deleteSources && allowMissing {
      throw ValidationError(
        "--delete-sources needs every run in the results; it does not go with --allow-missing")
    }
    if deleteSources && (directories.count > 1 || out != nil) {
      throw ValidationError(
        "--delete-sources goes with one directory and its own results.h5, which takes their place")
    }
  }

  func run() throws {
    try reportingFailures {
      let sessions = try directories.map { try SweepSession(opening: SweepDirectory($0)) }
      for session in sessions where try session.archived != nil {
        throw Failure(
          """
          \(session.directory.path): the shards were deleted after they had been merged into \
          \(session.directory.results)
          """, code: .badInput)
      }
      if let out { try OutputFile.check(out) }
      if virtual { return try makeView(of: sessions[0]) }
      let path = out ?? sessions[0].directory.results
      let lock = try out == nil ? DirectoryLock.acquire(sessions[0].directory.lock) : nil
      // A long merge must not look like a death to others.
      lock?.keep()
      defer { lock?.release() }
      let outcome: ResultsMerger.Outcome
      do {
        outcome = try SweepSession.merge(
          sessions, to: path, allowMissing: allowMissing, lock: lock
        ).outcome
      } catch OrchestrationError.shard(let error) {
        guard case .damagedShards = error else { throw error }
        throw Failure(error.description, code: .incomplete)
      }
      let deleted =
        try deleteSources
        ? sessions[0].deleteShards(mergedInto: outcome.digest, lock: lock) : nil
      report(outcome, path, deleted)
    }
  }

  private func makeView(of session: SweepSession) throws {
    let path = out ?? session.directory.path + "/view.h5"
    let present = try session.merger.makeView(at: path)
    let missing = session.manifest.runCount - present
    if json {
      Output.json(Summary(results: path, runs: ["present": present, "missing": missing]))
    } else {
      Output.result(
        "\(present) of \(counted(session.manifest.runCount, "run", "is", "are")) there now\n\(path)"
      )
    }
  }

  private func report(_ outcome: ResultsMerger.Outcome, _ path: String, _ deleted: Int?) {
    if json {
      Output.json(
        Summary(
          results: path, resultsSha256: outcome.digest.description,
          runs: Dictionary(
            uniqueKeysWithValues: outcome.runs.map { ($0.key.meaning, $0.value) }),
          repeatedRuns: directories.count > 1 ? outcome.repeatedRuns : nil,
          deletedShards: deleted))
      return
    }
    Output.result(outcome.summary)
    if outcome.repeatedRuns > 0 {
      Output.result(
        "\(counted(outcome.repeatedRuns, "run", "was", "were")) there twice, with the same records")
    }
    Output.result("\(path)\nsha256 \(outcome.digest)")
    if let deleted {
      Output.result("\(counted(deleted, "shard")) deleted after reading the result back")
    }
  }
}
