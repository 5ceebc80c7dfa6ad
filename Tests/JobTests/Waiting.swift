import Glibc

/// Something took too long.
struct TookTooLong: Error, CustomStringConvertible {
  let description: String
}

/// Looks fifty times a second until something is so.
///
/// It blocks on purpose: what a test does next must follow at once, while the sweep is in its
/// middle, and not when the tests beside it leave a thread free.
func wait(
  _ what: String, atMost limit: Duration = .seconds(600), until isSo: () throws -> Bool
) throws {
  let deadline = ContinuousClock.now + limit
  while try !isSo() {
    guard ContinuousClock.now < deadline else {
      throw TookTooLong(description: "waited \(limit) in vain until \(what)")
    }
    usleep(20_000)
  }
}
