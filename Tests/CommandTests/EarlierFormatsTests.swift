import Foundation
import TestSupport
import Testing

/// Results of earlier formats, and the same sweep in this one, in every command that reads results.
///
/// `union.yaml` was run by the first release (format 1, numerics 2), and is by this program.
@Suite struct EarlierFormatsTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures/formats").path
  private let directory = TemporaryDirectory()

  private func path(_ format: Int) -> String {
    format == 1 ? directory.file("union-v1.h5") : directory.file("new/results.h5")
  }

  init() throws {
    let unpack = """
      import gzip, sys
      with gzip.open(f"{sys.argv[1]}/union-v1.h5.gz") as source:
          open(f"{sys.argv[2]}/union-v1.h5", "wb").write(source.read())
      """
    let result = try runProcess(
      try Python.interpreter, ["-c", unpack, Self.folder, directory.path])
    try #require(result.exitCode == 0, "\(result.standardError)")
    let run = try Program.run("run", Self.folder + "/union.yaml", "--out", directory.file("new"))
    try #require(run.exitCode == 0, "\(run.standardError)")
  }

  /// What a command that succeeds prints.
  private func output(_ arguments: String...) throws -> String {
    let result = try runProcess(
      try builtProgram("thalweg"), arguments, timeout: .seconds(1200))
    #expect(result.exitCode == 0, "\(arguments): \(result.standardError)")
    return result.standardOutput
  }

  @Test(arguments: [1, 2])
  func everyCommandReadsThem(format: Int) throws {
    let path = self.path(format)
    #expect(try output("verify", path).contains("sound"))
    let report = try output("report", path, "--only", "optimizer=sgd")
    #expect(report.contains("One row for each n, noise, η."))
    #expect(try output("show", path, "0").contains("step_size"))
    #expect(try output("diff", path, path).contains("same"))
    #expect(try output("export", path, "--format", "csv", "--last").contains("adam-e"))
    _ = try output("export", path, "--format", "grid", "--out", directory.file("grid.nc"))
    let script = try Python.run(script: "content_digest.py", path)
    #expect(try output("digest", path).prefix(64) == script.standardOutput.dropLast())
  }

  /// The records are the same bits, and parameters the same labels where both have one.
  @Test func bothFormatsHoldTheSameResults() throws {
    let forth = try output("diff", path(1), path(2))
    #expect(forth.contains("A has format 1, B has 2"))
    _ = try output("diff", path(2), path(1))
    #expect(try output("report", path(1)) == output("report", path(2)))
  }

  /// Labels of two formats may differ in their last digits only.
  @Test(arguments: [(1e-9, 1), (1e-14, 0)]) func anotherLabelIsTold(relative: Double, code: Int)
    throws
  {
    let changed = directory.file("changed.h5")
    let script = directory.write(
      """
      import shutil, h5py
      shutil.copy('\(path(1))', '\(changed)')
      with h5py.File('\(changed)', 'a') as file:
          file['step_size'][0] *= 1 + \(relative)
      """, to: "change.py")
    #expect(try runProcess(try Python.interpreter, [script]).exitCode == 0)
    let result = try Program.run("diff", changed, path(2))
    #expect(result.exitCode == code)
    #expect(result.standardOutput.contains("step_size") == (code == 1))
  }

  @Test func anotherResultIsTold() throws {
    let changed = directory.file("changed.h5")
    let script = directory.write(
      """
      import shutil, h5py
      shutil.copy('\(path(1))', '\(changed)')
      with h5py.File('\(changed)', 'a') as file:
          file['step_size'][0] *= 2
          file['train_loss'][1, 0] *= 1 + 1e-13
      """, to: "change.py")
    #expect(try runProcess(try Python.interpreter, [script]).exitCode == 0)
    let result = try Program.run("diff", changed, path(2))
    #expect(result.exitCode == 1)
    #expect(result.standardOutput.contains("step_size"))
    #expect(result.standardOutput.contains("train_loss"))
  }
}
