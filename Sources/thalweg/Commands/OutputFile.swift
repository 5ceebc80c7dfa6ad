import FileSystem
import Glibc

/// Where a command's `--out` leads.
enum OutputFile {
  /// Whether a table goes to standard output, under whichever of its names.
  ///
  /// FIFOs and devices cannot be replaced, but take bytes: they become standard output.
  static func isStream(_ path: String) throws -> Bool {
    if ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"].contains(path) { return true }
    guard let kind = try Files.kind(behind: path), kind == .pipe || kind == .device else {
      return false
    }
    let descriptor = unsafe open(path.systemCString, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(operation: "open", path: path, code: errno) }
    defer { close(descriptor) }
    guard dup2(descriptor, STDOUT_FILENO) >= 0 else {
      throw FileError(operation: "open", path: path, code: errno)
    }
    return true
  }

  /// Refuses a path where something is that a file must not replace, before any work is done.
  static func check(_ path: String) throws {
    guard let kind = try Files.kind(of: path), kind != .file else { return }
    throw Failure(
      "\(path): this is \(kind.words), and only files are replaced; give another name",
      code: .inputOutput)
  }
}
