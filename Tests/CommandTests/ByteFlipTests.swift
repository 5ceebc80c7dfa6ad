import Foundation
import TestSupport
import Testing

/// Every kind of file of a sweep's directory, damaged in two ways, under one of the commands that read it.
///
/// `byte_flips.py` says what is right; run by hand it tries as many damages as one likes.
@Suite struct ByteFlipTests {
  @Test func damageIsNamedAndNothingCrashes() throws {
    let work = TemporaryDirectory()
    let script = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "byte_flips.py").path
    let result = try runProcess(
      try Python.interpreter,
      [script, try builtProgram("thalweg"), work.file("flips"), "2", "--commands", "1"],
      timeout: .seconds(3600))
    #expect(result.exitCode == 0, "\(result.standardOutput)\(result.standardError)")
    // Every kind was there to be damaged.
    #expect(result.standardOutput.split(separator: "\n").count == 1 + 19)
  }
}
