import Foundation
import Parameters
import Shards
import Sweeps
import Testing

@testable import Experiments
@testable import Training

/// The integer costs against processor times that were measured once, by `Benchmarks/costs.py`.
@Suite struct TrainingCostTests {
  struct Measurement: Sendable {
    let values: [String: Value]
    let dimension: Int
    let runs: Int
    let microseconds: Double
    let line: String

    init?(_ line: String) {
      let cells = line.split(separator: ",").map(String.init)
      guard cells.count == 9, let dimension = Int(cells[4]), let samples = Int(cells[5]),
        let runs = Int(cells[6]), let microseconds = Double(cells[8])
      else { return nil }
      var values: [String: Value] = [
        "dynamics": .text("training"), "steps": .integer(1000),
        "model.kind": .text(cells[0] == "net" ? "diagonal-net" : "matrix-factorization"),
        "model.dimension": .integer(dimension), "data.design": .text(cells[1]),
        "data.samples": .integer(samples), "precision": .text(cells[2]),
        "optimizer.kind": .text(String(cells[3].prefix { $0 != ":" })),
        "noise.kind": .text("label"),
      ]
      if cells[3] == "adam-e:0.25" { values["optimizer.exponent"] = .real(0.25) }
      switch cells[7] {
      case "gaussian": values["noise.distribution"] = .text("gaussian")
      case "batch": values["noise.batch"] = .integer(20)
      case "gradient": values["noise.kind"] = .text("gradient")
      default: break
      }
      self.values = values
      self.dimension = dimension
      self.runs = runs
      self.microseconds = microseconds
      self.line = line
    }

    /// Predicted over measured.
    var ratio: Double {
      let values = values
      let nanoseconds = TrainingCost.steps.nanoseconds({ values[$0] }, runs)
      return Double(nanoseconds) / 1000 / 1000 / Double(runs) / microseconds
    }
  }

  private static func lines(of fixture: String) throws -> [String] {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    return try String(
      contentsOf: tests.appending(path: "Fixtures/costs/\(fixture)"), encoding: .utf8
    )
    .split(separator: "\n").map(String.init)
  }

  static func measurements() throws -> [Measurement] {
    try lines(of: "measured.csv").dropFirst().compactMap { Measurement($0) }
  }

  @Test func predictionsAreWithinAFactorOfWhatWasMeasured() throws {
    let measurements = try Self.measurements()
    #expect(measurements.count > 150)
    for measurement in measurements {
      // The smallest shapes are all overhead.
      let factor = measurement.dimension <= 20 && measurement.microseconds < 1 ? 2 : 1.6
      #expect(measurement.ratio > 1 / factor && measurement.ratio < factor, "\(measurement.line)")
    }
  }

  @Test func halfOfThePredictionsAreWithinAQuarter() throws {
    let ratios = try Self.measurements().map(\.ratio)
    let near = ratios.count { $0 > 0.8 && $0 < 1.25 }
    #expect(2 * near > ratios.count, "\(near) of \(ratios.count)")
  }

  /// The integers themselves: the bounds of shards follow from them.
  @Test func predictionsAreAsWrittenDown() throws {
    let integers = try Self.measurements().map { one in
      TrainingCost.steps.nanoseconds({ one.values[$0] }, one.runs)
    }
    let pinned = try Self.lines(of: "nanoseconds.txt")
    #expect(integers.map(String.init).joined(separator: "\n") == pinned.joined(separator: "\n"))
  }

  /// The plan takes as many runs to go by themselves as the core lets go, though neither asks the other.
  @Test(arguments: ["sign", "gaussian"], ["float64", "float32"])
  func theCoreLaysRunsOutAsPredicted(design: String, precision: String) throws {
    let kinds: [(name: String, optimizer: Optimizer, noise: String, source: NoiseSource)] = [
      ("adam", .adam, "label", .label()), ("adam-mini", .adamMini(blockSize: 5), "label", .label()),
      ("adam", .adam, "batch", .label(batch: 20)), ("adam", .adam, "gradient", .gradient()),
    ]
    for (dimension, samples) in [(20, 10), (60, 50), (100, 50), (1000, 200), (2000, 200)] {
      let problem = RegressionProblem.generated(
        design: try #require(DesignKind(rawValue: design)), samples: samples,
        truth: .sparse(dimension: dimension, sparsity: 3), dataSeed: 1)
      for kind in kinds {
        let line =
          "net,\(design),\(precision),\(kind.name),\(dimension),\(samples),1,\(kind.noise),1"
        let values = try #require(Measurement(line)).values
        func nanoseconds(_ lanes: Int) -> Int {
          TrainingCost.steps.nanoseconds({ values[$0] }, lanes)
        }
        func isTakenAlone(_ lanes: Int) -> Bool {
          let model = Model.diagonalNet(dimension: dimension)
          return makeLaneGroups(
            TrainingConfiguration(
              problem: problem, model: model, optimizer: kind.optimizer,
              precision: precision == "float64" ? .float64 : .float32, noise: kind.source,
              initialParameters: model.initialParameters(seed: 1),
              lanes: (0..<lanes).map { LaneParameters(stepSize: 1e-3, noiseSeed: UInt64($0)) },
              steps: 1, snapshotSteps: [])
          ).count == lanes
        }
        // Without look-ups in registers no run on signs goes by itself; the plan counts on them.
        if design == "sign" && dimension > 20 && !isTakenAlone(2) { continue }
        for lanes in 2...9 {
          // Costs are rounded up to nanoseconds a step, of which there are a thousand.
          let isPredictedAlone = abs(nanoseconds(lanes) - lanes * nanoseconds(1)) <= lanes * 1000
          #expect(isPredictedAlone == isTakenAlone(lanes), "\(line), \(lanes) runs")
        }
      }
    }
  }

  /// One exponent that takes a power makes all of its lane-batch take it.
  @Test func exponentsThatTakeRootsAreCheap() throws {
    func nanoseconds(_ exponents: String) throws -> Double {
      let yaml = """
        name: exponents
        model: {kind: diagonal-net, dimension: 100, sparsity: 3}
        data: {design: sign, samples: 50}
        noise: {kind: label, delta: 0.5}
        optimizer: {kind: adam-e, exponent: \(exponents), step_size: 0.001, beta2: 0.9}
        steps: 1000
        seed: 1
        """
      let table = ShardTable(
        Grid(try Specification(yaml: yaml, source: "sweep.yaml")), model: TrainingCost.steps)
      #expect(table.predictedNanoseconds(ofLaneBatch: 0) == table.predictedNanoseconds)
      return table.predictedNanoseconds
    }
    let power = try nanoseconds("[0.3, 0.6]")
    #expect(try nanoseconds("[0.25, 0.75]") < power)
    #expect(try nanoseconds("[0.25, 0.3]") == power)
  }

  // MARK: Beside the steps

  private func grid(
    model: String = "{kind: diagonal-net, dimension: 10, sparsity: 2}", samples: Int = 5,
    design: String = "sign", steps: Int = 1, seeds: String, record: String
  ) throws -> Grid {
    let yaml = """
      name: costs
      model: \(model)
      data: {samples: \(samples), design: \(design)}
      noise: {kind: label, alpha: 0.01}
      optimizer: {kind: sgd, step_size: 0.001}
      steps: \(steps)
      \(seeds)
      record: \(record)
      """
    return Grid(try Specification(yaml: yaml, source: "sweep.yaml"))
  }

  /// A million runs of one step are work, and more than a worker may keep at once.
  @Test func tinyRunsCostAndAreCutIntoShardsOfBoundedMemory() throws {
    for seeds in [
      "seed: {count: 1000000}", "data_seed: 1\ninit_seed: 1\nnoise_seed: {count: 1000000}",
    ] {
      let grid = try grid(seeds: seeds, record: "{count: 2}")
      let table = TrainingCost.shards(of: grid)
      #expect((10...600).contains(table.predictedNanoseconds * 1e-9))
      #expect(table.count >= 64)
      let bytes = RecordShape(grid.specification).bytesPerRun
      for shard in [0, table.count / 2, table.count - 1] {
        let batches = table.laneBatches(ofShard: shard).count
        let runs = table.runs(ofShard: shard).count
        #expect(6_000 * batches + 2 * runs * bytes <= 34 << 20)
      }
    }
  }

  /// Snapshots, projections, signals and problems count, whatever the steps.
  @Test func whatIsRecordedCosts() throws {
    func cost(_ record: String, samples: Int = 50, design: String = "sign") throws -> Double {
      TrainingCost.shards(
        of: try grid(
          model: "{kind: diagonal-net, dimension: 100, sparsity: 2}", samples: samples,
          design: design, steps: 39, seeds: "seed: 1", record: record)
      ).predictedNanoseconds
    }
    let least = try cost("{count: 2, projection: never}")
    #expect(try cost("{count: 40}") > least + 38 * 3000)
    #expect(try cost("{count: 40, projection: all}") > cost("{count: 40, projection: last}"))
    #expect(try cost("{count: 2, projection: last}") > least + 15_000)
    #expect(try cost("{count: 2, signal: all}") > cost("{count: 2, signal: last}"))
    #expect(try cost("{count: 2}", design: "gaussian") > least + 10 * 50 * 100)
    #expect(try cost("{count: 2}", samples: 1000) > 2 * least)
  }

  /// Steps multiply, and what is too much for an integer is the largest.
  @Test func costsDoNotOverflow() throws {
    var values = try #require(Self.measurements().first).values
    values["steps"] = .integer(.max / 4)
    let huge = values
    #expect(TrainingCost.steps.nanoseconds({ huge[$0] }, 16) == .max)
  }
}
