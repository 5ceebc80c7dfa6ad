import Digests
import FileSystem
import Foundation
import TestSupport
import Testing

/// A sweep of hundreds of runs, computed in every way there is: the results are the same file.
@Suite(.serialized) struct SameBytesTests {
  private let directory = TemporaryDirectory()

  /// Every function of formulas, and the rules that no kernel serves: what `make bits` runs, too.
  private static func formulas() throws -> String {
    try String(
      contentsOf: URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/bits/formulas.yaml"), encoding: .utf8)
  }

  private func write(_ yaml: String = SmallSweep.mixed) -> String {
    directory.write(yaml, to: "sweep.yaml")
  }

  private func out(_ name: String) -> String { directory.file(name) }

  private func runLocally(
    _ sweep: String, _ name: String, workers: Int
  ) throws -> SHA256Digest {
    let result = try Program.run("run", sweep, "--out", out(name), "--workers", "\(workers)")
    #expect(result.exitCode == 0, "\(result.standardError)")
    return try Program.digest(of: out(name))
  }

  private func runUnderMPI(_ sweep: String, _ name: String, ranks: Int) throws -> SHA256Digest {
    let result = try Program.runUnderMPI(ranks: ranks, ["run", sweep, "--out", out(name)])
    #expect(result.exitCode == 0, "\(result.standardError)")
    return try Program.digest(of: out(name))
  }

  @Test(arguments: [
    (SmallSweep.mixed, SmallSweep.mixedRunCount), (SmallSweep.wide, SmallSweep.wideRunCount),
    (SmallSweep.theory, SmallSweep.theoryRunCount),
    (SmallSweep.recorded, SmallSweep.recordedRunCount), (try formulas(), 6 * 2 * 17 * 2),
  ])
  func workersRanksAndPartsWriteTheSameFile(yaml: String, runCount: Int) throws {
    let sweep = write(yaml)
    let reference = try runLocally(sweep, "one", workers: 1)
    #expect(try runLocally(sweep, "two", workers: 2) == reference)
    #expect(try runUnderMPI(sweep, "rank", ranks: 1) == reference)
    #expect(try runUnderMPI(sweep, "ranks", ranks: 3) == reference)

    for part in 1...3 {
      let result = try Program.run("run", sweep, "--out", out("parts"), "--shard", "\(part)/3")
      #expect(result.exitCode == 0, "\(result.standardError)")
      #expect(try !Files.exists(out("parts") + "/results.h5"))
    }
    let merged = try Program.run("merge", out("parts"))
    #expect(merged.exitCode == 0, "\(merged.standardError)")
    #expect(try Program.digest(of: out("parts")) == reference)
    #expect(merged.standardOutput.contains("\(runCount) runs: "))
    #expect(merged.standardOutput.contains(reference.description))
  }

  /// SIGKILL at times spread over the sweep, the coordinator or all of mpirun; then once to the
  /// end.
  @Test(arguments: [
    (SmallSweep.mixed.replacing("steps: 10000", with: "steps: 50000"), nil),
    (SmallSweep.wide.replacing("steps: 400", with: "steps: 4000"), 3),
    (SmallSweep.theory.replacing("{count: 2}", with: "{count: 40}"), nil),
    (SmallSweep.recorded.replacing("steps: 2000", with: "steps: 200000"), nil),
    (try formulas().replacing("steps: 60", with: "steps: 600"), nil),
  ])
  func anyNumberOfKillsLeavesTheSameFile(yaml: String, ranks: Int?) throws {
    let slow = write(yaml)
    let whole = try Program.run("run", slow, "--out", out("whole"))
    #expect(whole.exitCode == 0, "\(whole.standardError)")

    var interrupted = 0
    for delay in [250, 700, 450, 900, 600] {
      let process = try Program.launch(["run", slow, "--out", out("killed")], underMPI: ranks)
      usleep(UInt32(delay) * 1000 + (ranks == nil ? 0 : 400_000))
      process.send(signal: SIGKILL)
      if process.waitUntilExit(timeout: .seconds(600)).exitCode != 0 { interrupted += 1 }
    }
    #expect(interrupted > 0)
    let last = try Program.run("run", slow, "--out", out("killed"))
    #expect(last.exitCode == 0, "\(last.standardError)")
    #expect(try Program.digest(of: out("killed")) == Program.digest(of: out("whole")))
    // Nothing half-written is left behind.
    let names = try FileManager.default.subpathsOfDirectory(atPath: out("killed"))
    #expect(!names.contains { $0.contains(".tmp-") }, "\(names)")
  }

  @Test func aSignalIsAnsweredWith75AndTheCommandThatResumes() throws {
    let slow = write(SmallSweep.endless)
    for signal in [SIGINT, SIGTERM, SIGUSR1] {
      let process = try Program.launch(["run", slow, "--out", out("signalled"), "--workers", "2"])
      #expect(waits { !SweepFiles(path: out("signalled")).livingWriters.isEmpty })
      process.send(signal: signal)
      let result = process.waitUntilExit(timeout: .seconds(600))
      #expect(result.exitCode == 75, "\(result.standardError)")
      #expect(result.standardError.contains("resume with: "))
      #expect(result.standardError.contains("run \(slow) --out \(out("signalled"))"))
    }
    let status = try Program.run("status", out("signalled"))
    #expect(status.exitCode == 0)
    #expect(status.standardOutput.contains("coordinator  none"))
  }

  @Test func aSecondCoordinatorIsRefused() throws {
    let slow = write(SmallSweep.endless)
    let first = try Program.launch(["run", slow, "--out", out("shared"), "--workers", "1"])
    #expect(try waits { try Files.exists(out("shared") + "/lock") })
    let second = try Program.run("run", slow, "--out", out("shared"))
    #expect(second.exitCode == 1)
    #expect(second.standardError.contains("another run is at work here"))
    first.send(signal: SIGTERM)
    #expect(first.waitUntilExit(timeout: .seconds(600)).exitCode == 75)
  }

  @Test func aDamagedShardIsNamedAndComputedAgain() throws {
    let sweep = write()
    let reference = try runLocally(sweep, "damaged", workers: 2)
    let shard = out("damaged") + "/shards/000/shard-000001.h5"
    var bytes = try Files.read(shard)
    bytes[bytes.count - 1000] ^= 1
    try Files.replace(shard, with: bytes)

    let verify = try Program.run("verify", out("damaged"))
    #expect(verify.exitCode == 1)
    #expect(verify.standardOutput.contains("\(shard): damaged"))
    let merge = try Program.run("merge", out("damaged"))
    #expect(merge.exitCode == 1)
    #expect(merge.standardError.contains("\(shard): damaged"))

    let again = try Program.run("run", sweep, "--out", out("damaged"))
    #expect(again.exitCode == 0)
    #expect(again.standardError.contains("shard 1 is computed again"))
    #expect(try Program.digest(of: out("damaged")) == reference)
    #expect(try Program.run("verify", out("damaged")).exitCode == 0)
  }
}
