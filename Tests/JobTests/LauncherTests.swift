import FileSystem
import Glibc
import TestSupport
import Testing

/// The scripts for machines without a scheduler.
@Suite(.serialized) struct LauncherTests {
  private let bench: Bench

  init() { bench = Bench() }

  private func launch(_ script: String, _ arguments: String...) throws -> LaunchedProcess {
    try LaunchedProcess(
      "/usr/bin/env",
      ["--chdir=\(bench.path)", Places.job(script), bench.sweep, bench.out] + arguments,
      environment: try Places.environment())
  }

  @Test func mpirunIsInterruptedByAUserSignalAndGoesOn() async throws {
    let first = try launch("mpirun.sh", "-n", "2")
    try await bench.waitUntilUnderWay()
    first.send(signal: SIGUSR1)
    let interrupted = try await first.end()
    #expect(interrupted.exitCode == 75, "\(interrupted.standardError)")
    #expect(!Files.exists(bench.out + "/results.h5"))

    let last = try await launch("mpirun.sh", "-n", "3").end()
    #expect(last.exitCode == 0, "\(last.standardError)")
    try bench.expectReferenceResults()
  }

  @Test(arguments: [SIGTERM, SIGKILL])
  func gnuParallelIsEndedMidwayAndGoesOn(signal: Int32) async throws {
    let first = try launch("parallel.sh", "8", "--jobs", "2")
    try await bench.waitUntilUnderWay()
    first.send(signal: signal)
    let ended = try await first.end()
    #expect(ended.exitCode != 0)
    #expect(!Files.exists(bench.out + "/results.h5"))

    let last = try await launch("parallel.sh", "8", "--jobs", "2").end()
    #expect(last.exitCode == 0, "\(last.standardError)")
    try bench.expectReferenceResults()
  }

  @Test func aPartThatFailsEndsTheOthersAndItsExitCodeIsTheScripts() async throws {
    let sweep = bench.file("wrong.yaml")
    try Files.create(sweep, containing: Array("name: wrong\n".utf8))
    let result = try runProcess(
      Places.job("parallel.sh"), [sweep, bench.out, "4"], environment: try Places.environment())
    #expect(result.exitCode == 65, "\(result.standardError)")
    #expect(result.standardError.contains("the sweep lacks 'model'"))
  }
}
