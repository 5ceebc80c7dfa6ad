import ArgumentParser
import Digests
import FileSystem
import Orchestration
import Shards
import Sweeps

/// `thalweg status`: how far a sweep is, from any terminal or node.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Says how far a sweep is.",
    discussion: """
      Looks at names, sizes and headers of shards only, and disturbs nobody.

      EXAMPLES
        thalweg status out/sweep
        thalweg status out/sweep --json
      """)

  @Argument(help: "The sweep's directory.", completion: .directory) var directory: String
  @Flag(help: "Print JSON.") var json = false

  private struct Summary: Encodable {
    var name: String
    var runs: Int
    var runsDone: Int
    var shards: Int
    var shardsDone: Int
    var shardsDamaged: [String]
    var coordinator: String?
    var results: String?
    var sweepSha256: String
  }

  func run() throws {
    try reportingFailures {
      let session = try SweepSession(opening: SweepDirectory(directory))
      let scan = ResumeScan(session)
      let results = session.directory.results
      let summary = Summary(
        name: session.manifest.specification.name, runs: session.manifest.runCount,
        runsDone: scan.finished.reduce(0) { $0 + session.manifest.runs(ofShard: $1).count },
        shards: session.manifest.shardCount, shardsDone: scan.finished.count,
        shardsDamaged: scan.unsound.map(\.error.description),
        coordinator: DirectoryLock.livingOwner(of: session.directory.lock),
        results: Files.exists(results) ? results : nil,
        sweepSha256: session.manifest.digest.description)
      if json { Output.json(summary) } else { lines(of: summary).forEach(Output.result) }
    }
  }

  private func lines(of summary: Summary) -> [String] {
    var table = TextTable()
    table.add(["sweep", summary.name])
    table.add(["runs", "\(summary.runsDone) of \(summary.runs) done"])
    table.add(["shards", "\(summary.shardsDone) of \(summary.shards) done"])
    table.add(["coordinator", summary.coordinator ?? "none"])
    table.add(["results", summary.results ?? "not merged yet"])
    return table.lines() + summary.shardsDamaged.map { "damaged: \($0)" }
  }
}
