import TestSupport
import Testing

@Suite struct ExtendTests {
  private let directory = TemporaryDirectory()

  @Test func aLargerSweepIsRefusedUnlessItExtends() throws {
    let (old, out) = (directory.write(SmallSweep.tiny, to: "old.yaml"), directory.file("out"))
    #expect(try Program.run("run", old, "--out", out).exitCode == 0)
    let new = directory.write(
      SmallSweep.tiny.replacing("{count: 4}", with: "{count: 6}"), to: "new.yaml")
    let refused = try Program.run("run", new, "--out", out)
    #expect(refused.exitCode == 65)
    #expect(refused.standardError.contains("with --extend, the runs that both have are taken over"))
    let extended = try Program.run("run", new, "--out", out, "--extend")
    #expect(extended.exitCode == 0, "\(extended.standardError)")
    #expect(extended.standardError.contains("12 runs were taken over, not computed"))
    #expect(try Program.run("run", new, "--out", directory.file("fresh")).exitCode == 0)
    #expect(try Program.digest(of: out) == Program.digest(of: directory.file("fresh")))
    #expect(try Program.run("verify", out).exitCode == 0)
  }
}
