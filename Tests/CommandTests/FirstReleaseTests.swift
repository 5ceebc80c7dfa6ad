import FileSystem
import Foundation
import TestSupport
import Testing

/// The numbers of the first release: small sweeps over each of its kinds give them still, bit for bit.
@Suite struct FirstReleaseTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures/first-release").path
  private static let sweepCount = 107
  private static let partCount = 4

  @Test(arguments: 0..<partCount)
  func trainingGivesTheNumbersOfTheFirstRelease(part: Int) throws {
    let sweeps = try Files.names(in: Self.folder).filter { $0.hasSuffix(".yaml") }
    #expect(sweeps.count == Self.sweepCount)
    let work = TemporaryDirectory()
    let first = part * Self.sweepCount / Self.partCount
    let last = (part + 1) * Self.sweepCount / Self.partCount
    let result = try Python.run(
      script: "first_release_numbers.py", try builtProgram("thalweg"), Self.folder, "\(first)",
      "\(last)", work.path)
    #expect(result.exitCode == 0, "\(result.standardOutput)\(result.standardError)")
  }
}
