import ArgumentParser
import FileSystem

/// Paths on the command line.
enum PathArgument {
  /// The path, unless nobody means it: an empty one, which a variable that is not set leaves behind,
  /// or the root directory, which is what such a variable with a slash behind it says.
  static func checked(_ path: String) throws -> String {
    guard !path.isEmpty else { throw ValidationError("the path is empty") }
    guard !Files.isRoot(path) else {
      throw ValidationError("this is the root directory")
    }
    return path
  }
}
