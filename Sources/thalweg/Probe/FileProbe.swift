import ArgumentParser
import Digests
import FileSystem
import Glibc
import Orchestration
import Shards

/// Lets another process read a file first, because what HDF5 does with a damaged or hostile one can
/// be a crash, or go on forever.
enum FileProbe {
  /// What the file should be.
  enum Kind: String {
    /// A results file.
    case results
    /// A user's problem.
    case problem
  }

  /// Files with a provenance are not read twice beyond this size, 1 GiB.
  ///
  /// `verify` checks them.
  private static let largestHashed = 1 << 30

  /// Passes a results file that is what its provenance says, or, where none lies beside it, that another
  /// process can read.
  ///
  /// What is wrong with a file that can be read is said by whoever reads it next. If that is a crash
  /// nevertheless, it says so.
  ///
  /// One that was changed after it was written is read as it is, with a warning: words in it have no
  /// checksums but the digest of its content.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - code: The exit code of a damaged file.
  ///   - warns: Whether to warn of a changed one; `verify` itself says what is wrong with it.
  /// - Throws: ``Failure`` where the provenance speaks of another file, or the other process crashed or
  ///   was too slow, and for what is no regular file.
  static func checkResults(_ path: String, damaged code: ExitCode = .badInput, warns: Bool = true)
    throws
  {
    let byteCount = try RegularFile(path).byteCount
    let digest = try statedDigest(of: path)
    if digest != nil, byteCount > largestHashed {
      return CrashSentence.expect(from: path, code)
    }
    if let digest {
      if try SHA256Digest.ofFile(at: path) == digest { return }
      // Its numbers have checksums of their own, its words have none.
      throw Failure(
        """
        \(path): damaged: its SHA-256 is not the one in \(Provenance.path(beside: path))
        merge the sweep again, or move that file away to read this one as it is
        """, code: .incomplete)
    }
    switch read(path, .results) {
    case .readable: break
    case .changed where !warns: break
    case .changed:
      Output.message(
        "thalweg: \(path): damaged or changed since it was written; 'thalweg verify' says more")
    case .notToRead(let reason):
      throw Failure("\(path): damaged, or no results file: \(reason)", code: code)
    }
    CrashSentence.expect(from: path, code)
  }

  /// The digest that a provenance states; a damaged one vouches for nothing.
  private static func statedDigest(of path: String) throws -> SHA256Digest? {
    do throws(ShardError) {
      return try Provenance.digest(beside: path)
    } catch .damaged {
      return nil
    }
  }

  /// Why this process should not read a file; nil where another one survived that.
  static func reasonNotToRead(_ path: String, _ kind: Kind) -> String? {
    guard case .notToRead(let reason) = read(path, kind) else { return nil }
    return reason
  }

  /// What another process found when it read a file.
  private enum Reading {
    /// It can be read, or be refused with an error.
    case readable
    /// It can be read, and is not what it says of itself.
    case changed
    /// This process should not read it.
    case notToRead(String)
  }

  private static func read(_ path: String, _ kind: Kind) -> Reading {
    guard let size = try? Files.size(of: path) else { return .readable }
    // A hundred times what it takes; what never ends is what matters.
    let seconds = 5 + size / 5_000_000
    let child: ChildProcess
    do throws(FileError) {
      // What the library reads, its filters among it, is up to the environment too.
      child = try ChildProcess(
        "/proc/self/exe",
        [
          ProbeCommand.name, "--kind", kind.rawValue, "--seconds", "\(seconds)", "--", path,
        ], name: "thalweg", output: .nothing, error: .nothing, defaultSignals: true)
    } catch {
      let reason = unsafe String(cString: strerror(error.code))
      return .notToRead("no process could be started to read it first: \(reason)")
    }
    // Of CPU time, whatever else the machine does. Waiting may take much longer.
    switch child.wait(atMost: seconds.multipliedReportingOverflow(by: 100).partialValue) {
    case .exited(ProbeCommand.read), .exited(ProbeCommand.refused): return .readable
    case .exited(ProbeCommand.changed): return .changed
    case .exited(let code):
      return .notToRead("a process that was to read it ended with exit code \(code)")
    case .killed(by: SIGXCPU), nil:
      return .notToRead("reading it took more than \(seconds) CPU seconds, and was given up")
    case .killed(by: let signal):
      return .notToRead("a process that read it was ended by signal \(signal)")
    }
  }
}
