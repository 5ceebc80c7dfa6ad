import FileSystem
import Glibc
import TestSupport
import Testing

/// The scripts for machines without a scheduler.
@Suite(.serialized) struct LauncherTests {
  private let bench = Bench()

  @Test(arguments: [["mpirun.sh", "-n", "3"], ["parallel.sh", "8", "--jobs", "2"]])
  func aScriptThatIsToldToStopLeavesWith75AndGoesOn(command: [String]) throws {
    let script = [Places.job(command[0]), bench.sweep, bench.out] + command.dropFirst()
    let first = try launch(script, in: bench.path)
    try bench.waitUntilUnderWay()
    first.send(signal: SIGUSR1)
    let interrupted = first.waitUntilExit(timeout: .seconds(600))
    #expect(interrupted.exitCode == 75, "\(interrupted.standardError)")
    #expect(interrupted.standardError.contains("interrupted; resume with: "))
    #expect(try !Files.exists(bench.out + "/results.h5"))
    let finished = bench.finishedShards()

    let last = try run(script, in: bench.path)
    #expect(last.exitCode == 0, "\(last.standardError)")
    #expect(finished.count < bench.finishedShards().count)
    try bench.expectReferenceResults()
  }

  @Test func aPartThatFailsEndsTheOthersAndItsExitCodeIsTheScripts() throws {
    try Files.create(bench.file("wrong.yaml"), containing: Array("name: wrong\n".utf8))
    let result = try run(
      [Places.job("parallel.sh"), bench.file("wrong.yaml"), bench.out, "4"], in: bench.path)
    #expect(result.exitCode == 65, "\(result.standardError)")
    #expect(result.standardError.contains("the sweep lacks 'model'"))
  }
}
