import ArgumentParser
import CProcess
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
    var child: pid_t = 0
    let code = start(
      [
        "thalweg", ProbeCommand.name, "--kind", kind.rawValue, "--seconds", "\(seconds)", "--",
        path,
      ], &child)
    guard code == 0 else {
      let reason = unsafe String(cString: strerror(code))
      return .notToRead("no process could be started to read it first: \(reason)")
    }
    // Of CPU time, whatever else the machine does. Waiting may take much longer.
    switch wait(for: child, atMost: seconds.multipliedReportingOverflow(by: 100).partialValue) {
    case .exited(ProbeCommand.read), .exited(ProbeCommand.refused): return .readable
    case .exited(ProbeCommand.changed): return .changed
    case .exited(let code):
      return .notToRead("a process that was to read it ended with exit code \(code)")
    case .killed(by: SIGXCPU), .tooSlow:
      return .notToRead("reading it took more than \(seconds) CPU seconds, and was given up")
    case .killed(by: let signal):
      return .notToRead("a process that read it was ended by signal \(signal)")
    }
  }

  private enum End {
    case exited(Int32)
    case killed(by: Int32)
    case tooSlow
  }

  /// Starts this program once more, silent and with all signals as they are by default; 0 or an error
  /// number.
  private static func start(_ arguments: [String], _ child: inout pid_t) -> Int32 {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    unsafe posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var (all, none) = (sigset_t(), sigset_t())
    unsafe sigfillset(&all)
    unsafe sigemptyset(&none)
    unsafe posix_spawnattr_setsigdefault(&attributes, &all)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    unsafe posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    var words: [UnsafeMutablePointer<CChar>?] =
      unsafe arguments.map { unsafe strdup($0.systemCString) } + [nil]
    defer { for index in unsafe words.indices { unsafe free(words[index]) } }
    // What the library reads, its filters among it, is up to the environment too.
    return unsafe posix_spawn(
      &child, "/proc/self/exe", &actions, &attributes, &words, cprocess_environment())
  }

  private static func wait(for child: pid_t, atMost seconds: Int) -> End {
    let deadline = ContinuousClock.now + .seconds(seconds)
    var status: Int32 = 0
    while true {
      let reaped = unsafe waitpid(child, &status, WNOHANG)
      if reaped == child {
        // The low bits are the signal, 0 for an exit, whose code is above them.
        let signal = status & 0x7f
        return signal == 0 ? .exited(status >> 8 & 0xff) : .killed(by: signal)
      }
      if reaped < 0 && errno != EINTR { return .exited(-1) }
      if ContinuousClock.now > deadline {
        kill(child, SIGKILL)
        _ = unsafe waitpid(child, &status, 0)
        return .tooSlow
      }
      usleep(1000)
    }
  }
}
