import FileSystem
import Foundation
import TestSupport
import Testing

@Suite struct BenchTests {
  private struct Machine: Decodable {
    struct Operations: Decodable {
      var float64: Double
      var float32: Double
    }

    struct Reading: Decodable {
      var bytes: Int
      var bytesPerSecond: Double
    }

    struct Kernel: Decodable {
      var design: String
      var dimension: Int
      var microsecondsPerRunStep: Double
      var ofPeak: Double
    }

    var vectorBytes: Int
    var multiplyAddsPerSecond: Operations
    var rootsPerSecond: Operations
    var reading: [Reading]
    var kernels: [Kernel]
  }

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

  /// Ratios far from any that a busy machine could turn around.
  @Test func roofsAndKernelsOfThisMachineAreMeasured() throws {
    let machine = try decode(
      Machine.self, try Program.run("bench", "--seconds", "0.2", "--json"))
    #expect([16, 32, 64].contains(machine.vectorBytes))
    #expect(machine.rootsPerSecond.float64 < machine.multiplyAddsPerSecond.float64)
    #expect(machine.reading.map(\.bytes) == machine.reading.map(\.bytes).sorted())
    #expect(machine.reading.allSatisfy { $0.bytesPerSecond > 0 })
    #expect(machine.kernels.allSatisfy { $0.microsecondsPerRunStep > 0 && $0.ofPeak > 0 })
    // A thousand times the work.
    func time(_ dimension: Int) -> Double? {
      machine.kernels.first { $0.design == "sign" && $0.dimension == dimension }?
        .microsecondsPerRunStep
    }
    let (small, large) = (try #require(time(100)), try #require(time(10_000)))
    #expect(large > 10 * small)
    let text = try Program.run("bench", "--seconds", "0.2").standardOutput
    #expect(text.contains("fused multiply-adds") && text.contains("µs a run-step"))
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
    #expect(try Program.run("bench", "--seconds", "0").exitCode == 64)
    #expect(try Program.run("bench", "--set", "steps=1").exitCode == 64)
    #expect(try Program.run("bench", directory.file("missing.yaml")).exitCode == 65)
    let help = try Program.run("bench", "--help").standardOutput
    #expect(help.contains("EXAMPLES") && help.contains("thalweg bench sweeps/quickstart.yaml"))
  }
}
