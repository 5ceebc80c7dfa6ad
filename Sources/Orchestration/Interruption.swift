private import Glibc
private import Synchronization

/// The last of the watched signals that came; 0 for none.
private let received = Atomic<Int32>(0)

/// Termination signals, turned into a flag that loops look at.
public enum Interruption {
  /// Signals by which people and batch systems end programs; they blame nobody.
  static let terminationSignals: Set<Int32> = [SIGINT, SIGTERM, SIGUSR1, SIGHUP, SIGUSR2, SIGXCPU]
  /// What a worker that such a signal reached exits with, and the program too.
  public static let exitCode = 75

  /// From now on SIGTERM, SIGUSR1 and, unless `interrupts` is false, SIGINT set the flag instead of
  /// ending the process.
  public static func watch(interrupts: Bool = true) {
    for signal in [SIGTERM, SIGUSR1] { install(signal) }
    if interrupts { install(SIGINT) }
    // A reader of our output that left shows as an error of `write`.
    _ = Glibc.signal(SIGPIPE, SIG_IGN)
  }

  /// The signal that asked to stop; nil while none has.
  public static var signal: Int32? {
    let value = received.load(ordering: .relaxed)
    return value == 0 ? nil : value
  }

  private static func install(_ number: Int32) {
    var action = sigaction()
    unsafe action.__sigaction_handler.sa_handler = { number in
      received.store(number, ordering: .relaxed)
    }
    action.sa_flags = Int32(SA_RESTART)
    _ = unsafe sigaction(number, &action, nil)
    // Whoever started us may have blocked the signal, as the threads of a pool do.
    var set = sigset_t()
    unsafe sigemptyset(&set)
    unsafe sigaddset(&set, number)
    unsafe pthread_sigmask(SIG_UNBLOCK, &set, nil)
  }
}
