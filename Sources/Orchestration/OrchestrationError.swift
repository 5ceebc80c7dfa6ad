public import FileSystem
public import Messaging
public import Shards

/// Why a sweep could not go on.
public enum OrchestrationError: Error, Sendable, CustomStringConvertible {
  /// Another process coordinates this directory.
  case locked(path: String, owner: String)
  /// Somebody else coordinates this directory by now, because this process was silent for too long.
  case lockLost(path: String, owner: String)
  /// The directory holds another sweep.
  case otherSweep(path: String, differences: [String])
  /// A worker could not write a shard.
  case shardFailed(shard: Int, reason: String)
  /// The system allows this process less than a run needs.
  case limited(reason: String)
  /// All workers are gone and cannot be replaced.
  case noWorkers(reason: String)
  /// A file of the sweep is unusable.
  case shard(ShardError)
  /// The operating system refused.
  case file(FileError)
  /// A message could not be sent or received.
  case transport(TransportError)

  /// What is wrong, where, and how to go on.
  public var description: String {
    switch self {
    case .locked(let path, let owner):
      "\(path): another run is at work here (\(owner)); wait for it, or end it first"
    case .lockLost(let path, let owner):
      """
      \(path): the lock was taken over by \(owner) while this process was silent; what is \
      finished is on disk
      """
    case .otherSweep(let path, let differences):
      """
      \(path): this directory holds another sweep:
      \(differences.map { "  " + $0 }.joined(separator: "\n"))
      use another --out, or the sweep file it was made with; with --extend, the runs that both \
      have are taken over
      """
    case .shardFailed(let shard, let reason): "shard \(shard) could not be written: \(reason)"
    case .limited(let reason): reason
    case .noWorkers(let reason): "no worker is left: \(reason)"
    case .shard(let error): error.description
    case .file(let error): error.description
    case .transport(let error): error.description
    }
  }

  /// Whether the operating system, a disk or a network is to blame, not the caller.
  public var isInputOutput: Bool {
    switch self {
    case .shardFailed, .file, .transport, .noWorkers, .limited: true
    case .shard(.file), .shard(.hdf5): true
    case .locked, .lockLost, .otherSweep, .shard: false
    }
  }
}

extension OrchestrationError {
  /// What code that works on files and shards throws, as one type.
  ///
  /// - Parameter error: An ``OrchestrationError``, a ``Shards/ShardError`` or a
  ///   ``FileSystem/FileError``; any other is the caller's mistake.
  init(_ error: any Error) {
    switch error {
    case let error as OrchestrationError: self = error
    case let error as ShardError: self = .shard(error)
    case let error as FileError: self = .file(error)
    default: preconditionFailure("no other error is thrown: \(error)")
    }
  }
}
