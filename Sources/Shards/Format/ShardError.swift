public import FileSystem
public import HDF5

/// Why a file of a sweep could not be used.
public enum ShardError: Error, Sendable, CustomStringConvertible {
  /// The file's bytes are not what was written.
  case damaged(path: String, reason: String)
  /// The file belongs to another sweep.
  case foreign(path: String)
  /// The file was written by a program with another format or numerics version.
  ///
  /// - Parameter expected: The numerics version that it would have been usable with.
  case otherVersion(path: String, format: Int, numerics: Int, expected: Int)
  /// There is no manifest.
  case notASweep(path: String)
  /// Runs are missing, so that no complete results can be made.
  case incomplete(path: String, missingRuns: Int)
  /// Shards are not what was written, each with the reason; counted from 0 within their sweeps.
  case damagedShards([(shard: Int, error: ShardError)])
  /// Two files hold the same run with different records.
  case conflict(run: Int, path: String, otherRun: Int, otherPath: String)
  /// Sweeps cannot be in one results file.
  case notOneSchema(reason: String)
  /// HDF5 failed on a file that was sound.
  case hdf5(HDF5Error)
  /// The operating system refused.
  case file(FileError)

  /// What is wrong, where, and how to go on.
  public var description: String {
    switch self {
    case .damaged(let path, let reason): "\(path): damaged: \(reason)"
    case .foreign(let path): "\(path): belongs to another sweep"
    case .otherVersion(let path, let format, let numerics, let expected):
      """
      \(path): written with format \(format) and numerics \(numerics), but this program needs \
      format \(FormatVersion.latest) and numerics \(expected) here; \
      use the program that wrote it, or a new directory
      """
    case .notASweep(let path): "\(path): no sweep was run here (there is no manifest.json)"
    case .incomplete(let path, let missing):
      "\(path): \(counted(missing, "run", "is", "are")) missing; run the sweep again, or merge with --allow-missing"
    case .damagedShards(let list):
      """
      damaged shards:
      \(list.map { "  \($0.error)" }.joined(separator: "\n"))
      the next 'thalweg run' computes them again
      """
    case .conflict(let run, let path, let otherRun, let otherPath):
      """
      the same run has different records in two files:
        \(otherPath), run \(otherRun)
        \(path), run \(run)
      """
    case .notOneSchema(let reason): "the sweeps cannot be merged into one file: \(reason)"
    case .hdf5(let error): error.description
    case .file(let error): error.description
    }
  }
}

extension ShardError {
  /// What code that works on files and shards throws, as one type.
  ///
  /// - Parameter error: A ``ShardError`` or a ``FileSystem/FileError``; any other is the caller's
  ///   mistake.
  package init(_ error: any Error) {
    switch error {
    case let error as ShardError: self = error
    case let error as FileError: self = .file(error)
    default: preconditionFailure("no other error is thrown: \(error)")
    }
  }
}
