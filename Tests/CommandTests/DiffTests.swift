import Foundation
import TestSupport
import Testing

@Suite struct DiffTests {
  private struct Found: Decodable {
    struct Difference: Decodable, Equatable {
      var run: Int
      var column: String
      var snapshot: Int?
      var a: String
      var b: String
      var relative: Double?
      var parameters: String
    }

    struct Column: Decodable {
      var column: String
      var differing: Int
      var compared: Int
    }

    var isSame: Bool
    var structure: [String]
    var differences: [Difference]
    var columns: [Column]
  }

  private let directory = TemporaryDirectory()

  /// Runs the tiny sweep with overrides.
  private func run(_ name: String, _ overrides: String...) throws -> String {
    let sweep = directory.write(SmallSweep.tiny, to: "tiny.yaml")
    let out = directory.file(name)
    let result = try runProcess(
      try builtProgram("thalweg"),
      ["run", sweep, "--out", out] + overrides.flatMap { ["--set", $0] })
    #expect(result.exitCode == 0, "\(result.standardError)")
    return out
  }

  private func diff(_ a: String, _ b: String, _ more: String...) throws -> (Int?, Found) {
    let result = try runProcess(
      try builtProgram("thalweg"), ["diff", a, b, "--json"] + more)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return (
      result.exitCode, try decoder.decode(Found.self, from: Data(result.standardOutput.utf8))
    )
  }

  @Test func aFileEqualsItselfFillsIncluded() throws {
    let a = try run("a")
    let result = try Program.run("diff", a, a + "/results.h5")
    #expect(result.exitCode == 0)
    #expect(result.standardOutput.contains("same: 12 runs"))
  }

  /// Runs of step sizes that both sweeps have are the same; one value of three is not.
  @Test func differencesAreOfTheRunsThatDiffer() throws {
    let a = try run("a")
    let b = try run("b", "optimizer.step_size=1e-3,4e-3,1e-2")
    let (code, found) = try diff(a, b, "--limit", "1000000")
    #expect(code == 1 && !found.isSame && found.structure.isEmpty)
    // Seeds are slower than step sizes: runs 1, 4, 7, 10 have the one that differs.
    #expect(Set(found.differences.map(\.run)) == [1, 4, 7, 10])
    let first = try #require(found.differences.first)
    #expect(first.column == "step_size" && first.a == "0.003" && first.b == "0.004")
    #expect(first.relative == 0.25 && first.parameters.contains("step_size=0.003"))
    #expect(found.differences.count == found.columns.reduce(0) { $0 + $1.differing })
    let step = try #require(found.columns.first { $0.column == "step_size" })
    #expect(step.differing == 4 && step.compared == 12)
    // Some entries are in the first snapshot, where nothing has moved yet.
    let loss = found.differences.filter { $0.column == "train_loss" }
    #expect(loss.count == 4 * 7 && !loss.contains { $0.snapshot == 0 })
  }

  @Test func theFirstDifferencesAreOrderedByRunAndReadable() throws {
    let a = try run("a")
    let b = try run("b", "optimizer.step_size=1e-3,4e-3,1e-2")
    let (_, all) = try diff(a, b, "--limit", "1000000")
    let (_, few) = try diff(a, b, "--limit", "3")
    #expect(few.differences == Array(all.differences.prefix(3)))
    let text = try Program.run("diff", a, b, "--limit", "2").standardOutput
    #expect(text.contains("the first 2 of "))
    #expect(text.contains("run 1: step_size=0.003"))
    #expect(text.contains("A  0.003  B  0.004 "))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
  }

  @Test func shapeAndPrecisionAreSaidFirst() throws {
    let a = try run("a")
    let b = try run("b", "precision=float32", "seed={count: 5}", "record.count=6")
    let (code, found) = try diff(a, b)
    #expect(code == 1)
    #expect(found.structure.prefix(2) == ["A has 12 runs, B has 15", "A has 8 snapshots, B has 6"])
    #expect(found.structure.contains("precision is float64 in A and float32 in B"))
    let c = try run("c", "record.signal=never")
    #expect(try diff(a, c).1.structure == ["only A has the column signal"])
  }

  /// The float32 run follows the float64 run to single precision while nothing amplifies.
  @Test func aToleranceAcceptsWhatIsWithinIt() throws {
    let a = try run("a", "steps=10", "record.count=4")
    let b = try run("b", "steps=10", "record.count=4", "noise.alpha=0.010000001")
    #expect(try diff(a, b).0 == 1)
    // 10⁻⁷ of α moves ten steps of Adam by less than 10⁻⁴; entries near 0 by less than 10⁻⁶.
    let (code, found) = try diff(a, b, "--rtol", "1e-4", "--atol", "1e-6")
    #expect(code == 0, "\(found.differences)")
  }

  @Test func whatIsNoResultsFileIs65AndAMissingOne74() throws {
    let a = try run("a")
    let text = directory.write("not HDF5", to: "text.h5")
    #expect(try Program.run("diff", a, text).exitCode == 65)
    #expect(try Program.run("diff", a, directory.file("missing.h5")).exitCode == 74)
    #expect(try Program.run("diff", a, a, "--rtol", "-1").exitCode == 64)
  }
}
