import HDF5
import Parameters
import Sweeps
import TestSupport
import Testing

@testable import Shards

@Suite struct GridTests {
  private let directory = TemporaryDirectory()

  private static func sweep(_ optimizer: String, samples: String = "6") -> String {
    """
    name: sample
    model: {kind: diagonal-net, dimension: 12, sparsity: 2}
    data: {samples: \(samples)}
    noise: {kind: label, alpha: 0.01}
    optimizer: \(optimizer)
    steps: 200
    seed: {count: 3}
    """
  }

  private func layout(_ yaml: String) throws -> GridLayout {
    let file = try ResultsFile.open(try SampleResults(yaml, in: directory).path)
    return try GridLayout(file, runs: Array(0..<file.runCount))
  }

  @Test func aProductOfAxesFillsEveryCellOnce() throws {
    let layout = try layout(
      Self.sweep("{kind: adam, step_size: [1e-2, 1e-3], beta2: 0.99}", samples: "[8, 6]"))
    #expect(layout.dimensions.map(\.name).sorted() == ["samples", "seed", "step_size"])
    #expect(layout.cellCount == 12)
    #expect(Set(layout.cells) == Set(0..<12))
    let samples = try #require(layout.dimensions.first { $0.name == "samples" })
    #expect(samples.levels == [.integer(6), .integer(8)])
    #expect(layout.coordinates.map(\.parameter.name) == ["data_seed"])
  }

  @Test func whatMovesTogetherIsACoordinateAlongTheFirst() throws {
    let layout = try layout(
      Self.sweep(
        "{kind: adam, step_size: [1e-3, 3e-3, 1e-2], one_minus_beta2: {rate: 10, power: 2}}"))
    let decay = try #require(layout.coordinates.first { $0.parameter.name == "one_minus_beta2" })
    #expect(decay.dimensions.map { layout.dimensions[$0].name } == ["step_size"])
    #expect(layout.cellCount == 9)
  }

  /// The rate is no column of the file; the specification in it knows the axis.
  @Test func aRateThatVariesIsADimensionOfItsOwn() throws {
    let layout = try layout(
      Self.sweep(
        "{kind: adam, step_size: [1e-3, 3e-3], one_minus_beta2: {rate: [1, 10], power: 2}}"))
    #expect(
      Set(layout.dimensions.map(\.name)) == ["step_size", "one_minus_beta2_rate", "seed"])
    let decay = try #require(layout.coordinates.first { $0.parameter.name == "one_minus_beta2" })
    #expect(
      Set(decay.dimensions.map { layout.dimensions[$0].name })
        == ["step_size", "one_minus_beta2_rate"])
    #expect(layout.cellCount == 12)
  }

  @Test func aUnionHasCellsWithoutRunsAndItsMissingLevelLast() throws {
    let layout = try layout(
      Self.sweep(
        """

          - {kind: sgd, step_size: [1e-2, 1e-1]}
          - {kind: adam-e, exponent: [0.5, 0.25], step_size: [1e-3, 1e-2], beta2: 0.9}
        """))
    let exponent = try #require(layout.dimensions.first { $0.name == "exponent" })
    #expect(exponent.levels == [.real(0.25), .real(0.5), nil])
    #expect(layout.cellCount == 2 * 3 * 3 * 3)
    #expect(Set(layout.cells).count == 18)
  }

  @Test func aGridOfMostlyHolesIsAnErrorThatNamesTheParameters() throws {
    let entries = (0..<25).map { entry in
      let (a, b) = (2 * entry + 1, 2 * entry + 2)
      return """
          - {kind: adam, step_size: [\(a)e-3, \(b)e-3], beta1: [0.\(100 + a), 0.\(100 + b)], beta2: 0.9}
        """
    }
    #expect {
      _ = try layout(Self.sweep("\n" + entries.joined(separator: "\n")))
    } throws: { error in
      let text = "\(error)"
      return text.contains("step_size (50) × beta1 (50)")
        && text.contains("step_size with beta1: 100 of 2500 pairs have runs")
        && text.contains("--only")
    }
  }

  @Test func everyRunIsInItsCellAndTheRestIsAbsent() throws {
    let yaml = Self.sweep(
      """

        - {kind: sgd, step_size: [1e-2, 1e-1]}
        - {kind: adam-e, exponent: [0.5, 0.25], step_size: [1e-3, 1e-2], beta2: 0.9}
      """, samples: "[8, 6]")
    let sample = try SampleResults(yaml, in: directory, absent: [3])
    let results = try ResultsFile.open(sample.path)
    let layout = try GridLayout(results, runs: Array(0..<results.runCount))
    let outcome = try GridFile.write(results, to: directory.file("grid.nc"))
    #expect(outcome.filledCount == 36 && outcome.repeatedCount == 0)
    let file = try File.openForReading(at: directory.file("grid.nc"))
    let runs = try file.openDataset("run", of: Int64.self).read()
    let status = try file.openDataset("status", of: Int8.self).read()
    let loss = try file.openDataset("train_loss", of: Double.self).read()
    let signal = try file.openDataset("signal", of: Double.self).read()
    var expected = [Int64](repeating: -1, count: layout.cellCount)
    for (run, cell) in layout.cells.enumerated() { expected[cell] = Int64(run) }
    #expect(runs == expected)
    for (cell, run) in runs.enumerated() {
      let isThere = run >= 0 && run != 3
      #expect(status[cell] == (isThere ? 0 : 3))
      for snapshot in 0..<3 {
        let value = loss[3 * cell + snapshot]
        #expect(isThere ? value == SampleResults.loss(Int(run), snapshot) : value.isNaN)
      }
      #expect(isThere ? signal[2 * cell] == Double(run) : signal[2 * cell].isNaN)
    }
  }

  @Test func runsOfOverlappingSubgridsAreThereOnce() throws {
    let yaml = Self.sweep(
      """

        - {kind: sgd, step_size: [1e-2, 1e-1]}
        - {kind: sgd, step_size: [1e-1, 1]}
      """)
    let results = try ResultsFile.open(try SampleResults(yaml, in: directory).path)
    let outcome = try GridFile.write(results, to: directory.file("grid.nc"))
    #expect(outcome.cellCount == 9 && outcome.filledCount == 9 && outcome.repeatedCount == 3)
  }

  @Test func oneRunIsAGridWithoutDimensions() throws {
    let sample = try SampleResults(
      Self.sweep("{kind: sgd, step_size: [1e-2, 1e-1]}"), in: directory)
    let results = try ResultsFile.open(sample.path)
    let outcome = try GridFile.write(results, runs: [4], to: directory.file("grid.nc"))
    #expect(outcome.dimensions.isEmpty && outcome.cellCount == 1)
    let file = try File.openForReading(at: directory.file("grid.nc"))
    #expect(try file.openDataset("run", of: Int64.self).read() == [4])
    #expect(try file.openDataset("train_loss", of: Double.self).read() == [4, 4.125, 4.25])
  }

  @Test(arguments: [
    ([], [3]), ([5], []), ([2, 3, 4], [2]), ([1, 7, 1], [3, 2]), ([40, 1], [1]),
  ])
  func boxesCoverEveryCellOnceInOrder(grid: [Int], trailing: [Int]) {
    let whole = trailing.reduce(1, *)
    for limit in [1, whole, 3 * whole, 7 * whole, 1000] {
      let boxes = GridBoxes(grid: grid, trailing: trailing, limit: limit)
      var next = 0
      boxes.visit { cells, start, extents in
        #expect(cells.lowerBound == next)
        next = cells.upperBound
        #expect(extents.reduce(1, *) == cells.count * whole)
        #expect(cells.count == 1 || extents.reduce(1, *) <= limit)
        // The first cell is where the box starts.
        let first = zip(grid, start).reduce(0) { $0 * $1.0 + $1.1 }
        #expect(first == cells.lowerBound)
      }
      #expect(next == grid.reduce(1, *))
    }
  }
}
