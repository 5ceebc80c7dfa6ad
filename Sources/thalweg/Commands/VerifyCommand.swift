import ArgumentParser
import FileSystem
import Orchestration
import Shards

/// `thalweg verify`: whether files are what was written.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Checks a sweep's directory, a shard or a results file.",
    discussion: """
      A directory: every byte of every shard against its SHA-256, that every run is there, and the \
      results. A shard: its header and SHA-256. A results file: the checksums of all its data, and \
      its SHA-256 where results.provenance.json lies beside it.

      EXAMPLES
        thalweg verify out/sweep
        thalweg verify out/sweep/results.h5
      """)

  @Argument(
    help: "A sweep's directory, a shard, or a results file.", completion: .file(),
    transform: PathArgument.checked)
  var path: String

  @Flag(help: "Print JSON.") var json = false

  /// Problems that a person is shown at most.
  private static let shownCount = 40

  private struct Summary: Encodable {
    var path: String
    var isSound: Bool
    var problems: [String]
    var checked: String
  }

  /// HDF5 sees a results file; the bytes of a shard are compared without it.
  private func checkBeforeReading(_ path: String) throws {
    let start = try Files.read(path, atMost: ShardHeader.byteCount)
    guard !ShardHeader.isClaimed(by: start), !Files.name(of: path).hasPrefix("shard-") else {
      return
    }
    // Whose digest is known is not shown to HDF5 before it is right.
    if (try? Provenance.digest(beside: path)) != nil { return }
    // What verify is asked for is the exit code of damage.
    try FileProbe.checkResults(path, damaged: .incomplete, warns: false)
  }

  func run() throws {
    try reportingFailures {
      guard try Files.exists(path) else {
        throw Failure("\(path): there is no such file", code: .inputOutput)
      }
      for results in [path, SweepDirectory(path).results] where try Files.size(of: results) != nil {
        try checkBeforeReading(results)
      }
      let findings = try Verification(of: path)
      if json {
        Output.json(
          Summary(
            path: path, isSound: findings.problems.isEmpty, problems: findings.problems,
            checked: findings.checked))
      } else {
        for problem in findings.problems.prefix(Self.shownCount) { Output.result(problem) }
        let hidden = findings.problems.count - Self.shownCount
        if hidden > 0 { Output.result("… and \(hidden) more; --json lists them all") }
        Output.result(
          findings.problems.isEmpty
            ? "\(path): sound (\(findings.checked))"
            : "\(path): \(findings.problems.count) problems (\(findings.checked))")
      }
      guard findings.problems.isEmpty else { throw ExitCode.incomplete }
    }
  }
}
