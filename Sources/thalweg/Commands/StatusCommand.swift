import ArgumentParser
import Digests
import FileSystem
import Glibc
import Orchestration
import Shards
import Sweeps

/// `thalweg status`: how far a sweep is, from any terminal or node.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Says how far a sweep is.",
    discussion: """
      Looks at names, sizes and headers only, and disturbs nobody. With --follow it shows what the \
      workers do until the run ends; the exit code is 0 if the sweep is complete then.

      EXAMPLES
        thalweg status out/sweep
        thalweg status out/sweep --json
        thalweg status out/sweep --follow --every 10
      """)

  @Argument(
    help: "The sweep's directory.", completion: .directory, transform: PathArgument.checked)
  var directory: String
  @Flag(help: "Show what the workers do until the run ends.") var follow = false
  @Option(help: ArgumentHelp("Seconds between two looks with --follow.", valueName: "seconds"))
  var every: Double = 2
  @Flag(help: "Print JSON.") var json = false

  private struct Summary: Encodable {
    var name: String
    var runs: Int
    var runsDone: Int
    var shards: Int
    var shardsDone: Int
    var shardsCheckpointed: Int
    var shardsDamaged: [String]
    var checkpointsUnusable: [String]
    var shardsQuarantined: [Int]
    var coordinator: String?
    var progress: ProgressFile?
    var results: String?
    var sweepSha256: String
  }

  func validate() throws {
    guard every > 0 else { throw ValidationError("--every takes seconds above 0") }
    if follow && json {
      throw ValidationError("--follow is for people; it does not go with --json")
    }
  }

  func run() throws {
    try reportingFailures {
      let place = SweepDirectory(directory)
      if follow { try FollowedSweep(place, interval: every).follow() }
      let status = try SweepStatus(of: place)
      let summary = try summary(of: status)
      if json {
        Output.json(summary)
      } else {
        try lines(of: summary, status).forEach(Output.result)
      }
      if follow && !status.isComplete { throw ExitCode.incomplete }
    }
  }

  private func summary(of status: SweepStatus) throws -> Summary {
    let (manifest, place) = (status.session.manifest, status.session.directory)
    let coordinator = try DirectoryLock.livingOwner(of: place.lock)
    return Summary(
      name: manifest.specification.name, runs: manifest.runCount, runsDone: status.runsDone,
      shards: manifest.shardCount, shardsDone: status.scan.finished.count,
      shardsCheckpointed: status.checkpointed.count,
      shardsDamaged: status.scan.unsound.map(\.error.description),
      checkpointsUnusable: status.unusableCheckpoints.map(\.description),
      shardsQuarantined: status.quarantined, coordinator: coordinator,
      progress: coordinator == nil ? nil : ProgressFile(at: place.progress),
      results: try Files.exists(place.results) ? place.results : nil,
      sweepSha256: manifest.digest.description)
  }

  private func lines(of summary: Summary, _ status: SweepStatus) throws -> [String] {
    var list = FieldList()
    list.add("sweep", summary.name)
    let style: Style? = status.isComplete ? .green : nil
    list.add("runs", "\(summary.runsDone) of \(summary.runs) done", style)
    list.add("shards", "\(summary.shardsDone) of \(summary.shards) done", style)
    if summary.shardsCheckpointed > 0 {
      list.add("checkpoints", "of \(counted(summary.shardsCheckpointed, "shard")) under way")
    }
    list.add("coordinator", summary.coordinator ?? "none")
    list.add("results", summary.results ?? "not merged yet")
    var lines = list.lines(width: Output.width)
    lines += summary.shardsDamaged.map { Style.red.applied(to: "damaged: \($0)") }
    lines += summary.checkpointsUnusable.map {
      Style.red.applied(to: "damaged checkpoint, its shard starts anew: \($0)")
    }
    for shard in summary.shardsQuarantined {
      lines.append(
        Style.red.applied(to: "quarantined: \(status.session.directory.shard(shard))"))
      lines += try status.evidence(ofShard: shard).map { "  \($0)" }
    }
    if let progress = summary.progress {
      lines += [""] + ProgressTable(progress).lines(width: Output.width)
    }
    return lines
  }
}
