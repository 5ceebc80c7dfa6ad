private import FileSystem
private import Glibc

/// The program gnuplot, found on the search path.
public enum Gnuplot {
  /// What it draws.
  public enum Format: String, CaseIterable, Sendable {
    /// Scalable; the same bytes for the same data.
    case svg
    /// Scalable, for papers.
    case pdf
    /// Pixels, for slides and messages.
    case png
  }

  /// Runs a script in a directory and waits for its end.
  ///
  /// - Parameters:
  ///   - script: A file's name in the directory, as ``GnuplotFigure`` describes it.
  ///   - directory: Where the script and its data are, and where the figure goes.
  ///   - format: What to draw.
  /// - Throws: ``GnuplotError``.
  public static func run(
    _ script: String, in directory: String, format: Format
  ) throws(GnuplotError) {
    var descriptors: [Int32] = [-1, -1]
    guard unsafe pipe(&descriptors) == 0 else { throw .notStarted(code: errno) }
    let (reading, writing) = (descriptors[0], descriptors[1])
    defer { close(reading) }
    // The child has its copy as standard output; another one would keep the pipe open.
    for descriptor in descriptors { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    let started = Result { () throws(GnuplotError) in
      // The shell takes the directory as it is, where gnuplot's own 'cd' knows no line feed.
      try spawn(
        [
          "sh", "-c", "cd \"$0\" && exec gnuplot \"$@\"", Files.absolutePath(directory), "-e",
          "format='\(format.rawValue)'", script,
        ], output: writing)
    }
    close(writing)
    let child = try started.get()
    let output = readAll(reading)
    let status = wait(for: child)
    // What a shell exits with where there is no such program.
    guard status != 127 << 8 else { throw .notInstalled }
    guard status == 0 else { throw .failed(script: script, output: output) }
  }

  /// What the program says of its version, as `gnuplot 5.4 patchlevel 4`; nil without the program.
  public static func version() -> String? {
    var descriptors: [Int32] = [-1, -1]
    guard unsafe pipe(&descriptors) == 0 else { return nil }
    let (reading, writing) = (descriptors[0], descriptors[1])
    defer { close(reading) }
    for descriptor in descriptors { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    let child = try? spawn(["gnuplot", "--version"], output: writing)
    close(writing)
    guard let child else { return nil }
    let output = readAll(reading)
    guard wait(for: child) == 0 else { return nil }
    return output.split(whereSeparator: \.isNewline).first.map(String.init)
  }

  /// Starts a program of the search path; it reads nothing and writes everything to `output`.
  private static func spawn(
    _ arguments: [String], output: Int32
  ) throws(GnuplotError) -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    unsafe posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO)
    var words: [UnsafeMutablePointer<CChar>?] =
      unsafe arguments.map { unsafe strdup($0.systemCString) } + [nil]
    defer { for index in unsafe words.indices { unsafe free(words[index]) } }
    var child: pid_t = 0
    let code = unsafe posix_spawnp(&child, arguments[0], &actions, nil, &words, environ)
    guard code != ENOENT else { throw .notInstalled }
    guard code == 0 else { throw .notStarted(code: code) }
    return child
  }

  private static func readAll(_ descriptor: Int32) -> String {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = unsafe read(descriptor, &piece, piece.count)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { break }
      bytes += piece[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The wait status; 0 when it ended well.
  private static func wait(for child: pid_t) -> Int32 {
    var status: Int32 = 0
    while unsafe waitpid(child, &status, 0) < 0 {
      guard errno == EINTR else { return -1 }
    }
    return status
  }
}
