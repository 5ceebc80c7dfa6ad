import FileSystem
import Foundation
import TestSupport
import Testing

@testable import thalweg

@Suite(.serialized) struct FollowTests {
  private let directory = TemporaryDirectory()

  @Test func followingEndsWithTheSweep() throws {
    let sweep = directory.write(SmallSweep.uneven, to: "sweep.yaml")
    let out = directory.file("out")
    let run = try Program.launch(["run", sweep, "--out", out])
    #expect(try waits { try Files.exists(out + "/progress.json") })
    let status = try Program.run("status", out)
    #expect(status.standardOutput.contains("worker  where"))
    let follow = try Program.run("status", out, "--follow", "--every", "0.1")
    #expect(follow.exitCode == 0)
    let lines = follow.standardOutput.split(separator: "\n")
    #expect(lines.first?.contains("of 36 runs · ") ?? false, "\(lines)")
    #expect(follow.standardOutput.contains("36 of 36 done"))
    #expect(!follow.standardOutput.contains("\u{1B}"))
    #expect(run.waitUntilExit(timeout: .seconds(600)).exitCode == 0)
    #expect(try !Files.exists(out + "/progress.json"))
  }

  @Test func followingASweepThatNobodyRunsEndsAtOnce() throws {
    let sweep = directory.write(SmallSweep.endless, to: "sweep.yaml")
    let out = directory.file("out")
    #expect(try Program.run("run", sweep, "--out", out, "--walltime", "5").exitCode == 75)
    let follow = try Program.run("status", out, "--follow")
    #expect(follow.exitCode == 1)
    #expect(follow.standardOutput.contains("checkpoints"))
    #expect(try Program.run("status", directory.path, "--follow").exitCode == 65)
  }

  @Test(arguments: [
    ("1-02:03:04", 93_784), ("02:03:04", 7384), ("3:04", 184), ("0:00", 0),
  ])
  func slurmsTimesAreRead(text: String, seconds: Double) {
    #expect(SlurmJob.seconds(of: text) == seconds)
  }

  @Test(arguments: ["UNLIMITED", "INVALID", "", "7", "1-2-3", "1:2:3:4", "NOT_SET"])
  func othersHaveNoEnd(text: String) {
    #expect(SlurmJob.seconds(of: text) == nil)
  }
}
