/// Short names of the users' files with data.
public enum ProblemNames {
  /// The shortest ends of paths that tell the files apart, by the same keys: `wheat.h5`, and
  /// `2024/wheat.h5` beside `2025/wheat.h5`.
  ///
  /// So a result does not depend on where a sweep's folder lies.
  public static func shortest(_ paths: [String: String]) -> [String: String] {
    let parts = paths.mapValues { $0.split(separator: "/").filter { $0 != "." } }
    return parts.mapValues { own in
      for length in 1..<max(own.count, 1) {
        let end = own.suffix(length)
        if parts.values.count(where: { $0.suffix(length) == end }) == 1 {
          return end.joined(separator: "/")
        }
      }
      return own.joined(separator: "/")
    }
  }
}
