import Sweeps
import Testing

/// A bad sweep, or a bad override, and what the user is told.
struct Mistake: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let message: String
  private let file: String
  private let overrides: [String]

  /// A whole file.
  init(_ name: String, file: String, overrides: [String] = [], message: String) {
    testDescription = name
    self.file = file
    self.overrides = overrides
    self.message = message
  }

  /// The smallest sweep with one line replaced.
  init(
    _ name: String, _ line: SweepLine, _ text: String, overrides: [String] = [], message: String
  ) {
    self.init(name, file: sweep([line: text]), overrides: overrides, message: message)
  }

  /// The smallest sweep with overrides.
  init(_ name: String, overrides: [String], message: String) {
    self.init(name, file: sweep(), overrides: overrides, message: message)
  }

  /// What is in fact reported.
  var report: String {
    do {
      _ = try specification(of: file, overrides: overrides)
      return "no mistake was found"
    } catch {
      return error.description
    }
  }
}
