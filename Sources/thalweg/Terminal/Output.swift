import FileSystem
import FoundationEssentials
import Glibc

/// What goes to the two output streams: results to stdout, everything else to stderr.
enum Output {
  /// Writes a result line to stdout.
  static func result(_ text: String) { write(text + "\n", to: STDOUT_FILENO) }

  /// Writes a message line to stderr.
  static func message(_ text: String) { write(text + "\n", to: STDERR_FILENO) }

  /// Writes a value as JSON with sorted keys to stdout.
  static func json(_ value: some Encodable) {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(value) else {
      preconditionFailure("what commands report is finite")
    }
    result(String(decoding: data, as: UTF8.self))
  }

  /// Writes bytes to stdout; a program reads them, so a failure is an error.
  static func bytes(_ bytes: [UInt8]) throws(FileError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { buffer in
        unsafe Glibc.write(STDOUT_FILENO, buffer.baseAddress, buffer.count)
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw FileError(operation: "write", path: "stdout", code: errno) }
      rest = rest.dropFirst(count)
    }
  }

  /// Columns of the terminal that stdout is; 100 where it is none.
  static var width: Int { terminalWidth ?? 100 }

  /// Columns of the terminal that stdout is; nil where it is none, or does not say.
  static var terminalWidth: Int? { terminalWidth(of: STDOUT_FILENO) }

  /// Columns of the terminal that a descriptor is; nil where it is none, or does not say.
  static func terminalWidth(of descriptor: Int32) -> Int? {
    var size = winsize()
    guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return nil
    }
    // Narrower than this nothing can be read.
    return max(Int(size.ws_col), 20)
  }

  /// Writes text as it is.
  static func write(_ text: String, to descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
      }
      if count < 0 && errno == EINTR { continue }
      // A reader that left is no reason to stop a sweep.
      guard count > 0 else { return }
      bytes = bytes.dropFirst(count)
    }
  }
}
