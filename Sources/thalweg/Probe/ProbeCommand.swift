import ArgumentParser
import Experiments
import Glibc
import Shards

/// `thalweg probe`: reads a file to its end, so that only this process suffers from it.
struct ProbeCommand: ParsableCommand {
  /// The subcommand's name.
  static let name = "probe"
  /// The exit code after a file that can be read.
  static let read: Int32 = 0
  /// The exit code after a results file that can be read and is not what it says of itself.
  static let changed: Int32 = 2
  /// The exit code after a file that is refused with an error.
  static let refused = ExitCode.incomplete.rawValue

  static let configuration = CommandConfiguration(
    commandName: name, abstract: "Reads a file before another process does.",
    shouldDisplay: false)

  @Argument var path: String
  @Option var kind: String
  @Option var seconds: UInt = 60

  func run() throws {
    // A crash prints no stack: that takes seconds.
    for signal in [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP] {
      Glibc.signal(signal, SIG_DFL)
    }
    limit(__rlimit_resource_t(RLIMIT_CPU.rawValue), to: seconds)
    limit(__rlimit_resource_t(RLIMIT_CORE.rawValue), to: 0)
    do {
      if kind == FileProbe.Kind.problem.rawValue {
        _ = try ProblemFile(reading: path)
        return
      }
      try ResultsFile.open(path).readEverything()
    } catch {
      throw ExitCode(Self.refused)
    }
    do { try ResultsFile.verify(path, expecting: nil) } catch { throw ExitCode(Self.changed) }
  }

  private func limit(_ resource: __rlimit_resource_t, to value: UInt) {
    // At the second one the kernel would send SIGKILL, which others send too.
    var limit = rlimit(rlim_cur: value, rlim_max: value + 5)
    unsafe setrlimit(resource, &limit)
  }
}
