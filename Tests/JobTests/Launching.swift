import Foundation
import TestSupport

/// Where the scripts are.
enum Places {
  private static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

  /// A script of these tests.
  static func script(_ name: String) -> String { tests.appendingPathComponent(name).path }

  /// A job script, as users get it.
  static func job(_ name: String) -> String {
    tests.deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("jobs/\(name)").path
  }
}

/// Starts a program or script as a user's shell would, and returns at once.
///
/// The built `thalweg` is first on the search path, and root may start MPI programs, on few cores
/// too. No signal is blocked, though a thread of a pool, which tests run on, blocks most: bash,
/// mpirun and daemons would inherit that, and never hear of SIGTERM.
func launch(
  _ command: [String], in directory: String = "/", environment: [String: String] = [:]
) throws -> LaunchedProcess {
  let program = URL(fileURLWithPath: try builtProgram("thalweg")).deletingLastPathComponent().path
  let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
  let defaults = [
    "PATH": "\(program):\(path):/usr/sbin:/sbin",
    "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
    "OMPI_MCA_mtl": "^psm,psm2,ofi", "OMPI_MCA_rmaps_base_oversubscribe": "1",
    "OMPI_MCA_mpi_yield_when_idle": "1",
  ]
  return try LaunchedProcess(
    "/usr/bin/env", ["--default-signal", "--chdir=\(directory)"] + command,
    environment: defaults.merging(environment) { _, new in new })
}

/// Starts a program or script as ``launch(_:in:environment:)`` does, and waits for its end.
func run(
  _ command: [String], in directory: String = "/", environment: [String: String] = [:]
) throws -> ProcessResult {
  try launch(command, in: directory, environment: environment)
    .waitUntilExit(timeout: .seconds(600))
}
