import ArgumentParser
import CProcess

/// What is said, instead of dying by a signal, where reading a file crashes this process after it did
/// not crash another one: what the library does with damaged texts depends on where memory lies.
enum CrashSentence {
  nonisolated(unsafe) private static var paths: [String] = []

  /// From now on a crash is blamed on this file, and on those that were named before.
  static func expect(from path: String, _ code: ExitCode) {
    unsafe paths.append(path)
    let files = unsafe paths.joined(separator: " or ")
    _ = unsafe cprocess_explain_crash(
      "thalweg: \(files): damaged: reading it ended in a crash", code.rawValue)
  }

  /// Reads a file; a crash in between is blamed on it.
  static func reading<Value, Failure: Error>(
    _ path: String, _ code: ExitCode, _ body: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    _ = unsafe cprocess_explain_crash(
      "thalweg: \(path): damaged: reading it ended in a crash", code.rawValue)
    defer { cprocess_explain_no_crash() }
    return try body()
  }
}
