import Foundation

/// A new directory for one test, removed with everything in it when the value goes away.
public final class TemporaryDirectory {
  /// The directory's path.
  public let path: String

  /// Makes an empty directory.
  public init() {
    path = NSTemporaryDirectory() + "thalweg-test-" + UUID().uuidString
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      preconditionFailure("the temporary directory can be written: \(error)")
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of a file in the directory.
  public func file(_ name: String) -> String { path + "/" + name }

  /// Writes text to a file in the directory and returns its path.
  public func write(_ text: String, to name: String) -> String {
    let path = file(name)
    do {
      try text.write(toFile: path, atomically: false, encoding: .utf8)
    } catch {
      preconditionFailure("the temporary directory can be written: \(error)")
    }
    return path
  }
}
