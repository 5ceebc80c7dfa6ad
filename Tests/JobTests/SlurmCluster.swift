import Foundation
import TestSupport
import Testing

/// A real Slurm of one node, up for as long as a suite runs.
struct SlurmCluster: Sendable {
  @TaskLocal static var current: SlurmCluster?

  /// slurm.conf, logs, state, process identifiers.
  let directory: String

  /// A command that Slurm refused.
  struct Refusal: Error, CustomStringConvertible {
    let description: String
  }

  /// Runs a command of Slurm, or a script that uses them; returns what it prints.
  @discardableResult
  func command(_ arguments: [String], in path: String = "/") throws -> String {
    let result = try run(
      arguments, in: path, environment: ["SLURM_CONF": directory + "/slurm.conf"])
    guard result.exitCode == 0 else {
      throw Refusal(description: "\(arguments): \(result.standardOutput)\(result.standardError)")
    }
    return result.standardOutput.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// Submits a job script for a bench's sweep; its log goes to `job.log` there.
  func submit(_ script: String, options: [String] = [], _ bench: Bench) throws -> String {
    try command(
      ["sbatch", "--parsable", "--output=job.log"] + options
        + [Places.job(script), bench.sweep, bench.out], in: bench.path)
  }

  /// The states that jobs end in; before, they pass through others such as `SIGNALING`.
  private static let ends: Set<Substring> = ["COMPLETED", "FAILED", "CANCELLED", "TIMEOUT"]

  /// Waits until a job has ended, in whatever way, and is not in the queue again.
  func waitUntilOver(_ job: String) throws {
    try wait("job \(job) is over") {
      // `sbatch --wait` looks too rarely.
      try command(["squeue", "--noheader", "--jobs=\(job)", "--states=all", "--format=%T"])
        .split(separator: "\n")
        .allSatisfy(Self.ends.contains)
    }
  }

  /// A field of a job's record, such as `JobState`, `ExitCode` (code:signal), `Restarts`.
  func field(_ name: String, ofJob job: String) throws -> String? {
    let record = try command(["scontrol", "--oneliner", "show", "job", job])
    return record.split(separator: " ").first { $0.hasPrefix(name + "=") }
      .map { String($0.dropFirst(name.count + 1)) }
  }
}

/// Brings a cluster up before a suite, and down after it.
struct SlurmTrait: SuiteTrait, TestScoping {
  func provideScope(
    for test: Test, testCase: Test.Case?,
    performing body: @concurrent @Sendable () async throws -> Void
  ) async throws {
    let directory = TemporaryDirectory()
    let path = directory.file("slurm")
    let up = try run([Places.script("slurm-up.sh"), path, "\(getpid())"])
    defer {
      let down = try? run([Places.script("slurm-down.sh"), path])
      #expect(down?.exitCode == 0, "daemons of \(path) had to be killed")
    }
    try #require(up.exitCode == 0, "\(up.standardError)")
    try await SlurmCluster.$current.withValue(SlurmCluster(directory: path)) { try await body() }
  }
}

extension Trait where Self == SlurmTrait {
  /// The suite's tests find a cluster in ``SlurmCluster/current``.
  static var slurm: Self { Self() }
}
