import Foundation
import TestSupport
import Testing

/// The Python of `make test`, with the packages that users work with.
enum Python {
  /// Runs a script of this folder to its end.
  static func run(
    script: String, _ arguments: String..., timeout: Duration = .seconds(300)
  ) throws -> ProcessResult {
    let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: script).path
    return try runProcess(try interpreter, [path] + arguments, timeout: timeout)
  }

  /// The interpreter's path.
  static var interpreter: String {
    get throws {
      try #require(
        ProcessInfo.processInfo.environment["THALWEG_PYTHON"],
        "THALWEG_PYTHON names a Python with the packages of the Makefile: use 'make test'")
    }
  }
}
