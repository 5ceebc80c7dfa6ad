private import Glibc

extension Files {
  /// A program on the search path `PATH`; nil where there is none of this name.
  public static func program(named name: String) -> String? {
    guard let path = unsafe getenv("PATH") else { return nil }
    return unsafe String(cString: path).split(separator: ":").map { "\($0)/\(name)" }
      .first { unsafe access($0, X_OK) == 0 && (try? size(of: $0)) != nil }
  }
}
