internal import FileSystem

/// Results that are made and checked, but do not have their name yet.
///
/// In between, whoever makes them can look whether they are still wanted.
public struct PreparedResults: Sendable {
  /// What the merge found.
  public let outcome: ResultsMerger.Outcome
  let temporary: String
  let path: String

  /// Gives the results their name, in one step; what had it is replaced.
  ///
  /// - Throws: ``ShardError/file(_:)``.
  public func publish() throws(ShardError) {
    do {
      try Files.publish(temporary, as: path)
    } catch {
      abandon()
      throw .file(error)
    }
  }

  /// Gives the results up.
  public func abandon() { try? Files.remove(temporary) }
}
