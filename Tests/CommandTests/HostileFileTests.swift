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
      let command = [
        ["show", path, "3"], ["export", path, "--format", "csv"], ["report", path],
        ["diff", path, path], ["verify", path],
        ["export", path, "--format", "grid", "--out", directory.file("grid.nc")],
      ][trial % 6]
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

  /// A word of a run's parameters, which no checksum but the provenance's covers.
  @Test func aResultsFileThatIsNotItsProvenancesIsRefusedByWhoeverReadsIt() throws {
    let out = directory.file("out")
    let word = Array("label".utf8)
    let place = try #require(
      results.indices.dropLast(word.count).first {
        results[$0..<$0 + word.count].elementsEqual(word)
      })
    var bytes = results
    bytes[place] = UInt8(ascii: "L")
    try Data(bytes).write(to: URL(fileURLWithPath: out + "/results.h5"))
    let whole = try write(results, to: "whole.h5")
    for command in [
      ["show", out, "3"], ["report", out], ["export", out, "--format", "csv"],
      ["diff", out, whole],
      ["diff", whole, out], ["verify", out],
    ] {
      let result = try runProcess(try builtProgram("thalweg"), command)
      #expect(result.exitCode == 1, "\(command): \(result.standardError)")
      let said = result.standardError + result.standardOutput
      #expect(said.contains("its SHA-256 is not the one in"), "\(command)")
    }
  }

  /// A word of the runs where no provenance speaks: it is read as it is, with a warning.
  ///
  /// In the heap its
  /// length is in front of it; that of other texts with this word is larger.
  @Test func aWordThatWasChangedIsNamedWhereNoProvenanceSpeaks() throws {
    let word = Array("label".utf8)
    let place = try #require(
      results.indices.dropFirst(8).dropLast(word.count).first {
        results[$0..<$0 + word.count].elementsEqual(word)
          && results[$0 - 8] <= word.count + 1 && results[$0 - 7..<$0].allSatisfy { $0 == 0 }
      })
    var bytes = results
    bytes[place] = UInt8(ascii: "L")
    let changed = try write(bytes, to: "changed.h5")
    let whole = try write(results, to: "whole.h5")
    for command in [
      ["show", changed, "3"], ["report", changed], ["export", changed, "--format", "csv"],
      ["diff", changed, whole],
    ] {
      let result = try runProcess(try builtProgram("thalweg"), command)
      #expect(
        result.standardError.contains("changed.h5: damaged or changed since it was written"),
        "\(command)")
    }
    let quiet = try Program.run("report", whole)
    #expect(!quiet.standardError.contains("damaged"))
    let verified = try Program.run("verify", changed)
    #expect(verified.exitCode == 1)
    #expect(verified.standardOutput.contains("content_sha256"))
    #expect(!verified.standardError.contains("damaged"))
  }

  /// A digit of the specification, from which runs are numbered and repeated.
  @Test func aSpecificationThatIsNotItsDigestsIsAnError() throws {
    let digits = Array(#"{"integer":200}"#.utf8)
    let place = try #require(
      results.indices.dropLast(digits.count).first {
        results[$0..<$0 + digits.count].elementsEqual(digits)
      })
    var bytes = results
    bytes[place + 11] = UInt8(ascii: "3")
    let path = try write(bytes, to: "changed.h5")
    for command in [
      ["show", path, "3"], ["verify", path],
      ["export", path, "--format", "grid", "--out", directory.file("grid.nc")],
    ] {
      let result = try runProcess(try builtProgram("thalweg"), command)
      #expect([1, 65].contains(result.exitCode), "\(command)")
      let said = result.standardError + result.standardOutput
      #expect(said.contains("its specification is not what its sweep_sha256 says"), "\(command)")
    }
  }

  /// Each file of a sweep's directory as a FIFO that nobody writes to: nobody waits for it.
  @Test(arguments: [
    "manifest.json", "results.h5", "results.provenance.json", "shards/000/shard-000000.h5",
    "progress.json", "lock",
  ])
  func aFIFOInPlaceOfAFileOfOursHoldsNobodyUp(name: String) throws {
    let out = directory.file("out")
    try? Files.remove("\(out)/\(name)")
    try #require(unsafe mkfifo("\(out)/\(name)", 0o600) == 0)
    for command in [
      ["status", out], ["show", out, "3"], ["report", out], ["export", out, "--format", "csv"],
      ["verify", out], ["merge", out, "--out", directory.file("merged.h5")],
      ["run", directory.file("tiny.yaml"), "--out", out, "--workers", "1"],
    ] {
      let result = try runProcess(
        try builtProgram("thalweg"), command, timeout: .seconds(600))
      #expect(result.signal == nil && !result.isTimedOut, "\(command)")
    }
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
