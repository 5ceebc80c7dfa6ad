import Digests
import FileSystem
import TestSupport

/// The built program, as a user runs it.
enum Program {
  /// Variables that let root start MPI programs, and that start them quicker.
  static let mpiEnvironment = [
    "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
    "OMPI_MCA_mtl": "^psm,psm2,ofi",
  ]

  /// Runs `thalweg` to its end.
  static func run(_ arguments: String..., environment: [String: String] = [:]) throws
    -> ProcessResult
  {
    try runProcess(
      try builtProgram("thalweg"), arguments, environment: environment, timeout: .seconds(1200))
  }

  /// Runs `mpirun -n ranks thalweg …` to its end, with more ranks than cores if need be.
  static func runUnderMPI(ranks: Int, _ arguments: [String]) throws -> ProcessResult {
    let program = try builtProgram("thalweg")
    return try runProcess(
      "/usr/bin/env", ["mpirun", "--oversubscribe", "-n", "\(ranks)", program] + arguments,
      environment: mpiEnvironment, timeout: .seconds(1200))
  }

  /// Starts `thalweg` and returns at once.
  ///
  /// A crash prints no stack: that takes seconds, and the crashes of tests are no mistakes.
  static func launch(
    _ arguments: [String], underMPI ranks: Int? = nil, environment: [String: String] = [:]
  ) throws -> LaunchedProcess {
    let program = try builtProgram("thalweg")
    let quiet = environment.merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }
    guard let ranks else { return try LaunchedProcess(program, arguments, environment: quiet) }
    return try LaunchedProcess(
      "/usr/bin/env", ["mpirun", "--oversubscribe", "-n", "\(ranks)", program] + arguments,
      environment: mpiEnvironment.merging(quiet) { $1 })
  }

  /// The digest of the results in a sweep's directory.
  static func digest(of directory: String) throws -> SHA256Digest {
    try .ofFile(at: directory + "/results.h5")
  }
}
