import ArgumentParser
import MPI

/// Whether this process is one of several that a launcher has started, and can join the others.
enum ParallelStart {
  /// Whether it is a rank of Open MPI.
  ///
  /// - Throws: ``Failure`` where it is one of several that cannot join each other, in the one of them
  ///   that speaks: each would compute everything by itself.
  static func isUnderMPI(_ launch: Launch = .current) throws -> Bool {
    guard launch.isOneOfSeveral else { return launch.isOfRanks && libraryIsThere }
    if launch.isOfRanks && libraryIsThere { return true }
    try refuse(launch)
    return false
  }

  /// Ends a process that is one of several and found itself alone.
  static func refuse(_ launch: Launch = .current) throws {
    guard launch.speaks else { throw ExitCode.wrongUsage }
    throw Failure(launch.refusal, code: .wrongUsage)
  }

  private static var libraryIsThere: Bool { (try? MPI.libraryVersion()) != nil }
}
