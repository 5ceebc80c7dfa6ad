private import Glibc

extension Files {
  /// A program on the search path `PATH`; nil where there is none of this name.
  public static func program(named name: String) -> String? {
    guard let path = variable("PATH") else { return nil }
    return path.split(separator: ":").map { "\($0)/\(name)" }
      .first { unsafe access($0.systemCString, X_OK) == 0 && (try? size(of: $0)) != nil }
  }

  /// A variable of the environment; nil where it is not set.
  public static func variable(_ name: String) -> String? {
    unsafe getenv(name).map { unsafe String(systemCString: $0) }
  }
}

extension CommandLine {
  /// The arguments as they were given, where ``arguments`` repairs those that are not UTF-8.
  public static var systemArguments: [String] {
    (0..<Int(argc)).compactMap { index in
      unsafe unsafeArgv[index].map { unsafe String(systemCString: $0) }
    }
  }
}
