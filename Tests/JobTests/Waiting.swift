import Glibc
import TestSupport

/// Something took too long.
struct TookTooLong: Error, CustomStringConvertible {
  let description: String
}

/// Looks ten times a second until something is so, without holding up other tests.
func wait(
  _ what: String, atMost limit: Duration = .seconds(100), until isSo: () throws -> Bool
) async throws {
  let deadline = ContinuousClock.now + limit
  while try !isSo() {
    guard ContinuousClock.now < deadline else {
      throw TookTooLong(description: "waited \(limit) in vain until \(what)")
    }
    try await Task.sleep(for: .milliseconds(100))
  }
}

extension LaunchedProcess {
  /// Waits for its end without holding up other tests.
  func end(within limit: Duration = .seconds(100)) async throws -> ProcessResult {
    try? await wait("a process ends", atMost: limit) { kill(processIdentifier, 0) != 0 }
    return waitUntilExit(timeout: .seconds(1))
  }
}
