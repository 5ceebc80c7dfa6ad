import FileSystem
import Foundation
import TestSupport
import Testing

/// Clocks that jump, by a library between the program and the kernel (libfaketime).
@Suite(.serialized) struct ClockTests {
  private let bench = Bench()

  private var library: String { "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1" }

  /// The variables under which a program believes the offset that is in a file; the clock that counts
  /// from the start of the machine is the kernel's matter.
  private var environment: [String: String] {
    [
      "LD_PRELOAD": library, "FAKETIME_TIMESTAMP_FILE": bench.file("clock"),
      "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    ]
  }

  private func setClock(_ offset: String) throws {
    try Files.replace(bench.file("clock"), with: Array("\(offset)\n".utf8))
  }

  @Test func aClockThatJumpsChangesNothing() throws {
    try #require(try Files.exists(library), "install faketime")
    try setClock("-400d")
    let date = try run(["date", "+%Y"], environment: environment)
    try #require(date.standardOutput != (try run(["date", "+%Y"]).standardOutput))

    let command = ["thalweg", "run", bench.sweep, "--out", bench.out, "--workers", "2"]
    let first = try launch(command, environment: environment)
    try bench.waitUntilUnderWay()
    // Forwards, and the owner of the lock dies then: what it leaves is from the future.
    try setClock("+4000d")
    let before = bench.finishedShards().count
    try wait("the sweep goes on") { bench.finishedShards().count > before }
    first.send(signal: SIGKILL)
    _ = first.waitUntilExit(timeout: .seconds(600))

    let second = try launch(command, environment: environment)
    try wait("the sweep is under way again") { bench.finishedShards().count > before + 1 }
    try setClock("-4000d")
    let result = second.waitUntilExit(timeout: .seconds(600))
    #expect(result.exitCode == 0, "\(result.standardError)")
    try bench.expectReferenceResults()
  }
}
