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
    let (end, output) = try start(
      // The shell takes the directory as it is, where gnuplot's own 'cd' knows no line feed.
      "sh",
      [
        "-c", "cd \"$0\" && exec gnuplot \"$@\"", Files.absolutePath(directory), "-e",
        "format='\(format.rawValue)'", script,
      ])
    guard end != .exited(127) else { throw .notInstalled }
    guard end == .exited(0) else { throw .failed(script: script, output: output) }
  }

  /// What the program says of its version, as `gnuplot 5.4 patchlevel 4`; nil without the program.
  public static func version() -> String? {
    guard let (end, output) = try? start("gnuplot", ["--version"]), end == .exited(0) else {
      return nil
    }
    return output.split(whereSeparator: \.isNewline).first.map(String.init)
  }

  private static func start(
    _ program: String, _ arguments: [String]
  ) throws(GnuplotError) -> (end: ChildProcess.End, text: String) {
    do throws(FileError) {
      return try ChildProcess.output(of: program, arguments, withMessages: true)
    } catch {
      throw error.code == ENOENT ? .notInstalled : .notStarted(code: error.code)
    }
  }
}
