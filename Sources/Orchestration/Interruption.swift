internal import CProcess
internal import FileSystem
private import Glibc
private import Synchronization

/// Signals by which people and batch systems end programs, heard in one of two ways.
///
/// Loops that lay down what they are at look at a flag, ``signal``. Everything else, as merging and
/// reading back, need not look: the program ends in the midst of it, and what is temporary goes first.
/// What was ignored when the program started, as under `nohup` or in the background of a script, stays
/// ignored.
public enum Interruption {
  /// They blame nobody; SIGQUIT is not heard, but ends the program at once.
  static let terminationSignals: Set<Int32> = heardSignals.union([SIGQUIT])
  private static let heardSignals: Set<Int32> = [
    SIGHUP, SIGINT, SIGTERM, SIGUSR1, SIGUSR2, SIGALRM, SIGXCPU,
  ]
  /// What a worker that such a signal reached exits with, and the program too.
  public static let exitCode = 75

  /// From now on the signals, SIGINT only where `interrupts` is true, set the flag instead of ending
  /// the process.
  public static func watch(interrupts: Bool = true) {
    state.withLock { $0.isWatched = true }
    hear(interrupts: interrupts)
    // A reader of our output that left shows as an error of `write`.
    _ = Glibc.signal(SIGPIPE, SIG_IGN)
  }

  /// The signal that asked to stop; nil while none has.
  public static var signal: Int32? {
    let value = cprocess_heard()
    return value == 0 ? nil : value
  }

  /// Why the program is leaving, in a word or two.
  public static var reason: String {
    signal == SIGXCPU ? "the limit of processor time is reached (ulimit -t)" : "interrupted"
  }

  // MARK: Ending the program

  private struct State {
    /// Whether a command answers signals in its own way.
    var isWatched = false
    /// What is said and done last; nil where signals set the flag only.
    var ending: (@Sendable (_ signal: Int32) -> Void)?
    /// Whether somebody looks at the flag.
    var isLookedAt = false
    var hasThread = false
  }

  private static let state = Mutex(State())

  /// From now on the signals end the program as they end others, but for its temporary files and
  /// locks, which go first; not where ``watch(interrupts:)`` was called before.
  public static func endProgram() {
    guard state.withLock({ !$0.isWatched }) else { return }
    endProgram { cprocess_end_by($0) }
  }

  /// From now on, until ``look()``, the signals end the program: its children and temporary files go,
  /// its locks are given back, and `ending` says and does what is left to do.
  public static func endProgram(by ending: @escaping @Sendable (_ signal: Int32) -> Void) {
    let isReady = state.withLock { state in
      state.ending = ending
      state.isLookedAt = false
      if !state.hasThread { state.hasThread = startThread() }
      return state.hasThread
    }
    // Without a thread that answers, signals do what they do to every program.
    if isReady { hear(interrupts: true) }
    // One that came before, to a flag that nobody has looked at.
    if signal != nil { end() }
  }

  /// From now on somebody looks at the flag.
  static func look() { state.withLock { $0.isLookedAt = true } }

  /// Takes a step in which nobody looks at the flag: a signal ends the program in the midst of it, if
  /// ``endProgram(by:)`` has said how.
  static func withoutLooking<Result, Failure: Error>(
    _ step: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let before = state.withLock { state in
      defer { state.isLookedAt = false }
      return state.isLookedAt
    }
    defer { state.withLock { $0.isLookedAt = before } }
    if signal != nil { end() }
    return try step()
  }

  /// Returns unless the program is being ended; then what failed need not be said.
  public static func waitIfEnding() { state.withLock { _ in } }

  /// Ends the program, if that is how signals are answered now.
  private static func end() {
    // The lock is kept to the end: nobody else goes on meanwhile.
    state.withLock { state in
      guard !state.isLookedAt, let ending = state.ending, let signal else { return }
      ChildProcesses.killAll()
      TemporaryFiles.removeAll()
      ending(signal)
      _exit(128 + signal)
    }
  }

  private static func startThread() -> Bool {
    var thread = pthread_t()
    let code = unsafe pthread_create(
      &thread, nil,
      { _ in
        while true {
          cprocess_wait_for_signal()
          Interruption.end()
        }
      }, nil)
    return code == 0
  }

  private static func hear(interrupts: Bool) {
    for signal in heardSignals where interrupts || signal != SIGINT { _ = cprocess_hear(signal) }
  }
}
