internal import Foundation

/// Where a program of this package was built.
///
/// SwiftPM puts programs and test bundle into one directory. That is where the running test is
/// (/proc/self/exe); if a runner from elsewhere has loaded the bundle, it is named among the
/// arguments; failing both, it is `.build` of this package, found from this source file.
public func builtProgram(_ name: String) throws -> String {
  var directories = [
    URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
  ]
  for argument in CommandLine.arguments where argument.contains(".xctest") {
    directories.append(URL(fileURLWithPath: argument).deletingLastPathComponent())
  }
  let package = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  directories.append(package.appendingPathComponent(".build/release"))
  directories.append(package.appendingPathComponent(".build/debug"))
  let paths = directories.map { $0.appendingPathComponent(name).path }
  guard let found = paths.first(where: FileManager.default.isExecutableFile(atPath:)) else {
    throw ConformanceFailure("\(name) is not built; looked at \(paths.joined(separator: ", "))")
  }
  return found
}

/// A program on the search path, or nil.
public func installedProgram(_ name: String) -> String? {
  let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
  return path.split(separator: ":").map { "\($0)/\(name)" }
    .first(where: FileManager.default.isExecutableFile(atPath:))
}
