import FileSystem
import Foundation
import TestSupport
import Testing

/// Results files that are damaged or hostile: the program says so, and neither crashes nor hangs.
@Suite struct HostileFileTests {
  private let directory = TemporaryDirectory()
  private let results: [UInt8]

  init() throws {
    let sweep = directory.write(SmallSweep.tiny, to: "tiny.yaml")
    let out = directory.file("out")
    let result = try Program.run("run", sweep, "--out", out)
    try #require(result.exitCode == 0, "\(result.standardError)")
    results = try Files.read(out + "/results.h5")
  }

  /// A file of its own, without a provenance that could vouch for it.
  private func write(_ bytes: [UInt8], to name: String) throws -> String {
    let path = directory.file(name)
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return path
  }

  /// Where collections of the global heap start: texts of variable length lie there, without a
  /// checksum, and HDF5 1.10.8 trusts what it finds.
  private var heaps: [Int] {
    results.indices.dropLast(4).filter { results[$0..<$0 + 4].elementsEqual("GCOL".utf8) }
  }

  /// Sizes of a collection and of an object in it that end the library in a loop or in a crash.
  @Test(arguments: ["show", "report", "verify"])
  func aDamagedHeapOfTextsIsAnError(command: String) throws {
    try #require(heaps.count > 1)
    for (heap, offset) in [(heaps[0], 8), (heaps[1], 26)] {
      var bytes = results
      bytes[heap + offset] = 0xff
      let path = try write(bytes, to: "heap.h5")
      let arguments = command == "show" ? [command, path, "0"] : [command, path]
      let result = try runProcess(
        try builtProgram("thalweg"), arguments, timeout: .seconds(1200))
      #expect(result.signal == nil && !result.isTimedOut)
      // A library that does better says what is wrong instead.
      #expect([1, 65].contains(result.exitCode), "\(result.standardError)")
      #expect((result.standardError + result.standardOutput).contains("heap.h5: damaged"))
    }
  }

  /// Whatever the damage: an answer, or a message; never a signal.
  @Test func noDamagedResultsFileCrashesTheProgram() throws {
    var mutate = Mutation(seed: 11)
    var refused = 0
    for trial in 0..<Mutation.count(or: 150) {
      let path = try write(mutate(results), to: "damaged.h5")
      let command = trial % 2 == 0 ? ["show", path, "3"] : ["export", path, "--format", "csv"]
      let result = try runProcess(
        try builtProgram("thalweg"), command, timeout: .seconds(1200))
      #expect(result.signal == nil && !result.isTimedOut, "trial \(trial)")
      switch result.exitCode {
      case 0: break
      case 1, 64, 65, 74: refused += 1
      default: Issue.record("trial \(trial): exit code \(String(describing: result.exitCode))")
      }
    }
    #expect(refused > 0)
  }

  @Test func aDamagedProblemIsAMistakeOfTheSweepFile() throws {
    let problem = try write(results.map { $0 ^ 0x55 }, to: "problem.h5")
    let sweep = directory.write(
      """
      name: own
      model: {kind: diagonal-net, dimension: 12}
      data: {kind: file, path: \(problem)}
      noise: {kind: label, alpha: 0.01}
      optimizer: {kind: sgd, step_size: 1e-3}
      steps: 10
      seed: 1
      """, to: "own.yaml")
    let result = try Program.run("plan", sweep)
    #expect(result.exitCode == 65)
    #expect(result.standardError.contains("problem.h5"))
  }

  @Test func aFileThatDoesNotMatchItsProvenanceIsNotTrusted() throws {
    var bytes = results
    bytes[heaps[1] + 26] = 0xff
    try Data(bytes).write(to: URL(fileURLWithPath: directory.file("out") + "/results.h5"))
    let result = try Program.run("verify", directory.file("out"))
    #expect(result.exitCode == 1)
  }
}
