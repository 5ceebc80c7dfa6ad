private import Glibc

/// Another program that this one has started and waits for.
///
/// Why not swift-subprocess: it needs threads of its own, and waits for ever where none can be had
/// (`ulimit -u`).
public struct ChildProcess: Sendable {
  /// Its number.
  private let identifier: pid_t

  /// Where one of its standard streams leads.
  public enum Stream: Sendable {
    /// To `/dev/null`.
    case nothing
    /// To a descriptor of this process; its own standard error is `.descriptor(STDERR_FILENO)`.
    case descriptor(Int32)
  }

  /// How it ended.
  public enum End: Hashable, Sendable {
    /// By itself, with an exit code; a shell's is 127 for a program that it does not find.
    case exited(Int32)
    /// By a signal.
    case killed(by: Int32)
  }

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - program: A name on the search path, or a path.
  ///   - arguments: All of its arguments, without the name.
  ///   - name: What it is told that it is called; nil for `program`.
  ///   - input: What it reads.
  ///   - output: Where its results go.
  ///   - error: Where its messages go.
  ///   - defaultSignals: Whether signals that this process blocks or ignores do to it what they do by
  ///     default.
  /// - Throws: ``FileError`` with the operation `start`; `ENOENT` where there is no such program.
  public init(
    _ program: String, _ arguments: [String], name: String? = nil, input: Stream = .nothing,
    output: Stream, error: Stream, defaultSignals: Bool = false
  ) throws(FileError) {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    for (stream, own, mode) in [
      (input, STDIN_FILENO, O_RDONLY), (output, STDOUT_FILENO, O_WRONLY),
      (error, STDERR_FILENO, O_WRONLY),
    ] {
      switch stream {
      case .nothing: unsafe posix_spawn_file_actions_addopen(&actions, own, "/dev/null", mode, 0)
      case .descriptor(let descriptor):
        unsafe posix_spawn_file_actions_adddup2(&actions, descriptor, own)
      }
    }
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    if defaultSignals {
      var (all, none) = (sigset_t(), sigset_t())
      unsafe sigfillset(&all)
      unsafe sigemptyset(&none)
      unsafe posix_spawnattr_setsigdefault(&attributes, &all)
      unsafe posix_spawnattr_setsigmask(&attributes, &none)
      unsafe posix_spawnattr_setflags(
        &attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    }
    var words: [UnsafeMutablePointer<CChar>?] =
      unsafe ([name ?? program] + arguments).map { unsafe strdup($0.systemCString) } + [nil]
    defer { for index in unsafe words.indices { unsafe free(words[index]) } }
    var child: pid_t = 0
    let code = unsafe posix_spawnp(
      &child, program.systemCString, &actions, &attributes, &words, environ)
    guard code == 0 else { throw FileError(operation: "start", path: program, code: code) }
    identifier = child
  }

  /// Waits for its end.
  public func wait() -> End { wait(options: 0) ?? .exited(-1) }

  /// Waits for its end, and ends it where that takes too long.
  ///
  /// - Parameter seconds: How long it may take.
  /// - Returns: How it ended; nil where this call has killed it.
  public func wait(atMost seconds: Int) -> End? {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while true {
      if let end = wait(options: WNOHANG) { return end }
      if ContinuousClock.now > deadline {
        kill(identifier, SIGKILL)
        _ = wait()
        return nil
      }
      usleep(1000)
    }
  }

  /// How it ended; nil while it has not.
  private func wait(options: Int32) -> End? {
    var status: Int32 = 0
    while true {
      let reaped = unsafe waitpid(identifier, &status, options)
      if reaped < 0 && errno == EINTR { continue }
      if reaped == 0 { return nil }
      guard reaped > 0 else { return .exited(-1) }
      // The low bits are the signal, 0 for an exit, whose code is above them.
      let signal = status & 0x7f
      return signal == 0 ? .exited(status >> 8 & 0xff) : .killed(by: signal)
    }
  }

  /// Runs a program to its end, and keeps what it says.
  ///
  /// - Parameters:
  ///   - program: A name on the search path, or a path.
  ///   - arguments: All of its arguments, without the name.
  ///   - withMessages: Whether its messages are kept, too, where they fall; otherwise they are lost.
  /// - Returns: How it ended, and what it said.
  /// - Throws: ``FileError`` where it cannot be started.
  public static func output(
    of program: String, _ arguments: [String], withMessages: Bool = false
  ) throws(FileError) -> (end: End, text: String) {
    let pipe = try ChildPipe(for: program)
    defer { close(pipe.reading) }
    let started = Result { () throws(FileError) in
      try ChildProcess(
        program, arguments, output: .descriptor(pipe.writing),
        error: withMessages ? .descriptor(pipe.writing) : .nothing)
    }
    // The child has its copy; this one would keep the pipe open.
    close(pipe.writing)
    let child = try started.get()
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = unsafe read(pipe.reading, &piece, piece.count)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { break }
      bytes += piece[..<count]
    }
    return (child.wait(), String(decoding: bytes, as: UTF8.self))
  }
}

/// The two ends of a pipe, of which a child inherits what it is given and nothing else.
public struct ChildPipe: Sendable {
  /// Where to read.
  public let reading: Int32
  /// Where to write.
  public let writing: Int32

  /// Opens a pipe; its ends are the caller's to close.
  ///
  /// - Parameter purpose: What an error names.
  /// - Throws: ``FileError`` where the process has no descriptors left.
  public init(for purpose: String) throws(FileError) {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else {
      throw FileError(operation: "pipe", path: purpose, code: errno)
    }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    (reading, writing) = (ends[0], ends[1])
  }
}
