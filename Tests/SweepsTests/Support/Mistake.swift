import Sweeps
import Testing

/// A bad sweep, or a bad override, and what the user is told.
struct Mistake: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let message: String
  private let file: String
  private let overrides: [String]
  private let files: Files

  /// A whole file.
  init(
    _ name: String, file: String, overrides: [String] = [], files: Files = [:], message: String
  ) {
    testDescription = name
    self.file = file
    self.overrides = overrides
    self.files = files
    self.message = message
  }

  /// The smallest sweep with some lines replaced.
  init(_ name: String, lines: [SweepLine: String], files: Files = [:], message: String) {
    self.init(name, file: sweep(lines), files: files, message: message)
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
      _ = try specification(of: file, overrides: overrides, files: files)
      return "no mistake was found"
    } catch {
      return error.description
    }
  }
}
