import FileSystem
import TestSupport
import Testing

/// An answer that did not arrive is no success.
@Suite struct FullOutputTests {
  private let directory = TemporaryDirectory()

  init() throws {
    _ = directory.write(SmallSweep.tiny, to: "tiny.yaml")
    let run = try Shell.run("$P run tiny.yaml --out out --workers 1", in: directory)
    #expect(run.exitCode == 0, "\(run.standardError)")
  }

  /// Every command that prints something, in every form.
  @Test(arguments: [
    "--help", "--version", "help run", "plan --help", "--generate-completion-script bash",
    "init --out -", "init --out /dev/full", "plan tiny.yaml", "plan tiny.yaml --json", "status out",
    "status out --json", "status out --follow", "show out 0", "show out 0 --json", "verify out",
    "verify out --json", "diff out out", "diff out out --json", "report out", "report out --json",
    "report out --format csv", "report out --pairs", "export out --format csv",
    "export out --format csv --out /dev/full", "merge out", "merge out --json",
    "merge out --virtual", "run tiny.yaml --out out --workers 1",
    "run tiny.yaml --out out --workers 1 --json", "bench tiny.yaml --seconds 0.1",
    "bench tiny.yaml --seconds 0.1 --json", "doctor", "doctor --json",
  ])
  func aFullStandardOutputIs74(command: String) throws {
    let result = try Shell.run("$P \(command) > /dev/full", in: directory)
    #expect(result.exitCode == 74)
    #expect(
      result.standardError.contains("thalweg: stdout: write: No space left on device"),
      "\(result.standardError)")
  }

  /// Nobody has read what was found.
  @Test func aFullStandardOutputIs74AlsoWhereSomethingWasFound() throws {
    let run = try Shell.run(
      "$P run tiny.yaml --set steps=100 --out other --workers 1", in: directory)
    #expect(run.exitCode == 0, "\(run.standardError)")
    #expect(try Shell.run("$P diff out other", in: directory).exitCode == 1)
    #expect(try Shell.run("$P diff out other > /dev/full", in: directory).exitCode == 74)
  }

  @Test func aClosedStandardOutputIs74AndNoFileGetsTheAnswer() throws {
    let result = try Shell.run("$P run tiny.yaml --out new --workers 1 >&-", in: directory)
    #expect(result.exitCode == 74)
    #expect(result.standardError.contains("thalweg: stdout: write: Bad file descriptor"))
    #expect(
      try Files.read(directory.file("new/results.h5"))
        == Files.read(directory.file("out/results.h5")))
  }

  @Test func allStandardStreamsMayBeClosed() throws {
    let result = try Shell.run("$P run tiny.yaml --out new --workers 1 <&- >&- 2>&-", in: directory)
    #expect(result.exitCode == 74)
    #expect(try Shell.run("$P verify new", in: directory).exitCode == 0)
  }

  /// Files of a command are complete, whatever becomes of its words.
  @Test func aFullStandardOutputSparesTheWork() throws {
    let script =
      "$P run tiny.yaml --out new --workers 1 > /dev/full; cmp new/results.h5 out/results.h5"
    #expect(try Shell.run(script, in: directory).exitCode == 0)
  }

  @Test(arguments: ["plan tiny.yaml", "show out 0", "export out --format csv", "--help"])
  func aReaderThatLeavesIsNoFailure(command: String) throws {
    // One that ignores SIGPIPE, as services do, hands that on.
    for prefix in ["", "trap '' PIPE; "] {
      let result = try Shell.run("\(prefix)$P \(command) | head -n 1", in: directory)
      #expect(result.exitCode == 0 && !result.standardError.contains("thalweg:"))
      let gone = try Shell.run(
        "\(prefix)set -o pipefail; $P \(command) | true; echo $?", in: directory)
      #expect(!gone.standardError.contains("thalweg:"))
    }
  }
}
