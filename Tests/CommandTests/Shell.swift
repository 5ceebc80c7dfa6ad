import TestSupport

/// Lines for bash, with the program as `$P`.
enum Shell {
  /// Runs a script in a directory, as a user types it.
  static func run(_ script: String, in directory: TemporaryDirectory) throws -> ProcessResult {
    try runProcess(
      "/usr/bin/env", ["bash", "-c", "cd \"$D\" || exit 99\n\(script)"],
      environment: ["P": try builtProgram("thalweg"), "D": directory.path], timeout: .seconds(600))
  }
}
