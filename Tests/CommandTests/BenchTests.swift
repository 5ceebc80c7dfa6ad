import FileSystem
import Foundation
import TestSupport
import Testing

@Suite struct BenchTests {
  private struct Sweep: Decodable {
    struct LaneBatch: Decodable {
      var runs: Int
      var shape: String
      var microsecondsPerRunStep: Double?
      var predictedMicrosecondsPerRunStep: Double
    }

    var runs: Int
    var cpuHours: Double
    var laneBatches: [LaneBatch]
  }

  private let directory = TemporaryDirectory()

  private func decode<Value: Decodable>(_: Value.Type, _ result: ProcessResult) throws -> Value {
    #expect(result.exitCode == 0, "\(result.standardError)")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Value.self, from: Data(result.standardOutput.utf8))
  }

  @Test func theStepsOfASweepAreTimedShapeByShape() throws {
    let sweep = directory.write(SmallSweep.mixed, to: "sweep.yaml")
    let timed = try decode(
      Sweep.self, try Program.run("bench", sweep, "--seconds", "0.5", "--json"))
    #expect(timed.runs == SmallSweep.mixedRunCount)
    #expect(timed.cpuHours > 0 && !timed.laneBatches.isEmpty)
    #expect(timed.laneBatches.allSatisfy { ($0.microsecondsPerRunStep ?? 0) > 0 })
    let text = try Program.run("bench", sweep, "--seconds", "0.5").standardOutput
    for batch in timed.laneBatches { #expect(text.contains(batch.shape)) }
    #expect(text.contains("\(SmallSweep.mixedRunCount) runs: "))
  }

  @Test func wrongUsageAndBadSweepsHaveTheirExitCodes() throws {
    #expect(try Program.run("bench", "sweep.yaml", "--seconds", "0").exitCode == 64)
    #expect(try Program.run("bench", "--set", "steps=1").exitCode == 64)
    #expect(try Program.run("bench", directory.file("missing.yaml")).exitCode == 65)
    let help = try Program.run("bench", "--help").standardOutput
    #expect(help.contains("EXAMPLES") && help.contains("thalweg bench sweeps/quickstart.yaml"))
  }
}
