import FileSystem
import FoundationEssentials
import Glibc
import Synchronization

/// What goes to the two output streams: results to stdout, everything else to stderr.
///
/// Whatever is shown may hold text of files: control characters become words, see
/// ``Swift/String/harmless``. Standard output is written here and nowhere else, and what it did not
/// take is kept for the program's end, see ``exitCode(_:)``.
enum Output {
  /// The first failure of standard output; nothing more is written to it.
  private static let failure = Mutex<FileError?>(nil)

  /// Writes a result line to stdout.
  static func result(_ text: String) { screen("\(text)\n") }

  /// Writes a message line to stderr.
  static func message(_ text: String) { write("\(text.harmless)\n", to: STDERR_FILENO) }

  /// Writes a value as JSON with sorted keys to stdout.
  ///
  /// Control characters are written as JSON writes them, `\u009b`. A byte of a path that is not UTF-8
  /// is written as Python has it, `\udce9`, which its `open` takes.
  static func json(_ value: some Encodable) {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(value) else {
      preconditionFailure("what commands report is finite")
    }
    let text = String(decoding: data, as: UTF8.self).unicodeScalars.map { scalar in
      if let byte = scalar.systemByte { return "\\udc" + String(byte, radix: 16) }
      guard scalar.isControl, scalar != "\n" else { return String(scalar) }
      let digits = String(scalar.value, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
    result(text.joined())
  }

  /// Writes bytes to stdout as they are, unless that is a terminal; a program reads them, so the
  /// caller stops where they do not arrive.
  static func bytes(_ bytes: [UInt8]) throws(FileError) {
    if isatty(STDOUT_FILENO) == 1 {
      screen(String(decoding: bytes, as: UTF8.self))
    } else {
      put(bytes)
    }
    if let error = failure.withLock({ $0 }) { throw error }
  }

  /// Writes text to stdout: all of it harmless, except for the emphasis of ``Style``.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - control: Moves of the cursor before it, as terminals take them.
  static func screen(_ text: String, after control: String = "") {
    put(Array((control + Style.shown(text.harmless)).utf8))
  }

  /// Whether standard output takes no more.
  static var isClosed: Bool { failure.withLock { $0 != nil } }

  /// What the program exits with where its work says `code`.
  ///
  /// A result that nobody got is no success. A reader that left, as `head` does, wanted no more.
  static func exitCode(_ code: Int32) -> Int32 {
    guard let error = failure.withLock({ $0 }), error.code != EPIPE else { return code }
    message("thalweg: \(error)")
    return code <= 1 ? 74 : code
  }

  private static func put(_ bytes: [UInt8]) {
    failure.withLock { failure in
      if failure == nil { failure = write(bytes, to: STDOUT_FILENO) }
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

  /// Writes text to stderr as it is; what cannot be written there is lost.
  static func write(_ text: String, to descriptor: Int32) {
    _ = write(Array(text.utf8), to: descriptor)
  }

  /// Writes bytes; returns why not all of them could be written.
  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> FileError? {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { buffer in
        unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else {
        return FileError(operation: "write", path: "stdout", code: count < 0 ? errno : EIO)
      }
      rest = rest.dropFirst(count)
    }
    return nil
  }
}
