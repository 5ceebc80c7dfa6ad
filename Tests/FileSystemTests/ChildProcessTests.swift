import FileSystem
import Glibc
import TestSupport
import Testing

@Suite struct ChildProcessTests {
  private func start(_ script: String) throws -> ChildProcess {
    try ChildProcess("sh", ["-c", script], output: .nothing, error: .nothing)
  }

  @Test func itsEndIsACodeOrASignal() throws {
    #expect(try start("exit 7").wait() == .exited(7))
    #expect(try start("kill -KILL $$").wait() == .killed(by: SIGKILL))
    #expect(try start("exit 3").wait(atMost: 60) == .exited(3))
  }

  @Test func whatIsTooSlowIsKilled() throws {
    #expect(try start("exec sleep 600").wait(atMost: 0) == nil)
  }

  @Test func aProgramThatIsNotThereIsAnError() {
    let error = #expect(throws: FileError.self) {
      try ChildProcess("no-such-program", [], output: .nothing, error: .nothing)
    }
    #expect(error?.code == ENOENT && error?.operation == "start")
  }

  /// More than a pipe holds, and bytes of both streams in the order in which they were written.
  @Test func itsWordsAreKept() throws {
    let script = "echo one; echo two >&2; seq 100000 | tail -n 90000; exit 5"
    let (end, text) = try ChildProcess.output(of: "sh", ["-c", script], withMessages: true)
    #expect(end == .exited(5))
    let lines = text.split(separator: "\n")
    #expect(lines.prefix(3) == ["one", "two", "10001"] && lines.count == 90_002)
    let quiet = try ChildProcess.output(of: "sh", ["-c", "echo one; echo two >&2"])
    #expect(quiet.text == "one\n")
  }

  /// It reads nothing, has no descriptor but three, and arguments that are not UTF-8 stay as they are.
  @Test func itInheritsNothingElse() throws {
    let pipe = try ChildPipe(for: "a test")
    defer { for end in [pipe.reading, pipe.writing] { close(end) } }
    let word = String(systemBytes: [0x66, 0xE9])
    let (end, text) = try ChildProcess.output(
      of: "sh",
      [
        "-c",
        "cat; [ ! -e /proc/self/fd/$1 ] && [ ! -e /proc/self/fd/$2 ] && printf %s $0 | od -An -tx1",
        word, "\(pipe.reading)", "\(pipe.writing)",
      ])
    #expect(end == .exited(0) && text == " 66 e9\n")
  }

  @Test func aBlockedSignalReachesItWhereThatIsAsked() throws {
    var (blocked, before) = (sigset_t(), sigset_t())
    unsafe sigemptyset(&blocked)
    unsafe sigaddset(&blocked, SIGTERM)
    unsafe pthread_sigmask(SIG_BLOCK, &blocked, &before)
    defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
    let script = "kill -TERM $$; exit 4"
    #expect(try start(script).wait() == .exited(4))
    let open = try ChildProcess(
      "sh", ["-c", script], output: .nothing, error: .nothing, defaultSignals: true)
    #expect(open.wait() == .killed(by: SIGTERM))
  }
}
