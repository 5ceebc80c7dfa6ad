import ArgumentParser
import FileSystem

/// The text of a sweep file, which may come from a pipe.
struct SweepText {
  /// What messages call it.
  let name: String
  let text: String
  /// Where the relative paths in it start.
  let directory: String
  /// Whether it cannot be read again.
  let isStream: Bool

  /// More bytes than any sweep file has; more are a mistake, such as a results file in its place.
  private static let sizeLimit = 4 << 20

  /// Reads a file, or standard input as `-`.
  ///
  /// - Throws: ``Failure`` where there is none, or one that is no text.
  init(reading path: String) throws {
    isStream = Self.isStream(path)
    name = path == "-" ? "<stdin>" : path
    directory = isStream ? "." : Files.directory(of: path)
    let bytes: [UInt8]
    do {
      if let size = try Files.size(of: path), size > Self.sizeLimit {
        throw Failure("\(name): this file of \(size) bytes is not a sweep file", code: .badInput)
      }
      bytes = try Files.readStream(path, atMost: Self.sizeLimit + 1)
    } catch let error as FileError {
      throw Failure(error.description, code: .badInput)
    }
    guard bytes.count <= Self.sizeLimit else {
      throw Failure(
        "\(name): with more than \(Self.sizeLimit) bytes this is not a sweep file", code: .badInput)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure("\(name): a sweep file is UTF-8 text", code: .badInput)
    }
    self.text = text
  }

  /// Whether what a path leads to can be read only once, and has no place beside its data.
  static func isStream(_ path: String) -> Bool {
    // What a process has open has names in these directories.
    if path == "-" || ["/dev/", "/proc/"].contains(where: path.hasPrefix) { return true }
    return (try? Files.kind(behind: path)) == .pipe
  }
}
