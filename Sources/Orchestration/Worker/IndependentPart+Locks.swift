internal import FileSystem
public import Shards

/// Nothing is computed twice: a part does not work beside a coordinator, nor beside parts of another
/// number N. Everybody takes his own lock first and then looks for those of others, so that of two
/// that start together at least one sees the other.
extension IndependentPart {
  /// The lock of this part.
  public func lock(in directory: SweepDirectory) -> String {
    "\(directory.lock)-\(number)-of-\(count)"
  }

  /// The locks of parts that there are in a directory, whoever holds them.
  ///
  /// - Throws: ``OrchestrationError/file(_:)``.
  public static func locks(in directory: SweepDirectory) throws(OrchestrationError) -> [String] {
    do {
      return try Files.names(in: directory.path).filter { IndependentPart(lockName: $0) != nil }
        .map { "\(directory.path)/\($0)" }
    } catch {
      throw .file(error)
    }
  }

  /// The locks of those beside whom this part must not work.
  ///
  /// - Throws: ``OrchestrationError/file(_:)``.
  public func rivals(in directory: SweepDirectory) throws(OrchestrationError) -> [String] {
    try [directory.lock]
      + Self.locks(in: directory).filter { path in
        IndependentPart(lockName: Files.name(of: path))?.count != count
      }
  }

  /// How long a coordinator waits for parts to end, in seconds.
  public static let coordinatorsCourtesy = 8.0

  /// How long a part waits for others to end, in seconds.
  ///
  /// Of two that see each other one must be the first to give up: a part before a coordinator, which
  /// waits for longer, and the many before the few.
  public var courtesy: Double { count == 1 ? 5 : 3 / Double(count - 1) }

  /// The part whose lock has this name; nil where it is no part's.
  private init?(lockName name: String) {
    let words = name.split(separator: "-", omittingEmptySubsequences: false)
    guard words.count == 4, words[0] == "lock", words[2] == "of", let number = Int(words[1]),
      let count = Int(words[3])
    else { return nil }
    self.init(number: number, of: count)
  }
}
