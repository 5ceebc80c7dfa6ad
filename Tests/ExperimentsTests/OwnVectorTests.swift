import Parameters
import Sweeps
import TestSupport
import Testing

@testable import Experiments
@testable import Shards

/// Recorded formulas whose value is a vector.
@Suite struct OwnVectorTests {
  private static let net = """
    name: t
    model: {kind: two-layer, width: 3}
    data: {kind: generated, design: gaussian, inputs: 2, samples: 5, target: "x[0]"}
    noise: {kind: label, delta: 0.1}
    optimizer: {kind: sgd, step_size: [0.1, 0.2]}
    steps: 20
    seed: 1

    """

  private func specification(_ record: String, _ sweep: String = net) throws -> Specification {
    try Specification(yaml: sweep + "record: {\(record)}\n", source: "s.yaml")
  }

  private func records(
    _ record: String, _ sweep: String = net, pieces: Int? = nil
  ) throws -> RecordBlock {
    try ExperimentsTests.records(of: Grid(try specification(record, sweep)), pieces: pieces)
  }

  private func array(_ name: String, of block: RecordBlock) throws -> [Double] {
    block.arrays[try #require(block.shape.arrays.firstIndex { $0.name == name })]
  }

  @Test func aVectorHasADimensionOfItsOwn() throws {
    let block = try records(
      "count: 4, parameters: all, formulas: {rows: \"norm(W, axis=1)\", of_a: a, sum: sum(a)}")
    #expect(block.shape.arrays.map(\.name) == ["theta_W", "theta_a", "rows", "of_a"])
    #expect(block.shape.arrays[2].axisNames == ["rows_index"])
    #expect(block.shape.arrays[2].lengths == [3] && block.shape.arrays[2].isSeries)
    #expect(block.shape.vectors.map(\.longName) == ["norm(W, axis=1)", "a"])
    let numbers = block.shape.quantities.map(\.name)
    #expect(numbers.contains("sum") && !numbers.contains("rows"))
    #expect(try array("of_a", of: block) == array("theta_a", of: block))
    let (rows, W) = (try array("rows", of: block), try array("theta_W", of: block))
    #expect(rows.count == 2 * 4 * 3)
    for (place, row) in rows.enumerated() {
      let (x, y) = (W[2 * place], W[2 * place + 1])
      #expect(abs(row - (x * x + y * y).squareRoot()) < 1e-15)
    }
  }

  /// The column is as long as the longest; the rest is missing.
  @Test func lengthsMayDiffer() throws {
    let sweep = Self.net.replacing("width: 3", with: "width: [2, 4]")
    let grid = Grid(try specification("count: 2, formulas: {of_a: a}", sweep))
    for (runs, length) in [(0..<2, 2), (2..<4, 4)] {
      let block = try ExperimentsTests.records(of: grid, runs: runs)
      #expect(block.shape.arrays.map(\.lengths) == [[4]])
      let values = try array("of_a", of: block)
      #expect(values.count == 2 * 2 * 4)
      for (place, value) in values.enumerated() {
        #expect(value.isNaN == (place % 4 >= length))
      }
    }
  }

  @Test func aVectorHereIsNoNumberThere() {
    let sweep = Self.net.replacing(
      "{kind: two-layer, width: 3}",
      with: """

          - {kind: two-layer, width: 3}
          - {kind: formula, parameters: {a: {initial: 0.1}}, prediction: "a * x[0]"}
        """)
    let error = #expect(throws: SpecificationError.self) {
      _ = try specification("count: 2, formulas: {of_a: a}", sweep)
    }
    #expect(
      error?.description.contains("a vector in some runs and a number in others") == true,
      "\(error?.description ?? "")")
    let ends = #expect(throws: SpecificationError.self) {
      let steps = Self.net.replacing(
        "steps: 20", with: "steps: {at_most: 20, until: {of_a: 1e-3}}")
      _ = try specification("count: 2, formulas: {of_a: a}", steps)
    }
    #expect(ends?.description.contains("'of_a' is a vector") == true)
  }

  /// The teacher's blocks have names.
  @Test func aTeacherHasNames() throws {
    let sweep = Self.net.replacing(
      #"target: "x[0]""#,
      with: "teacher: {parameters: {W: {shape: [4, inputs], initial: {normal: 1}}, "
        + "a: {shape: [4], initial: {signs: 1}}}, prediction: a @ tanh(W @ x)}")
    let block = try records(
      "count: 2, formulas: {overlap: \"ravel(W @ teacher_W.T)\", "
        + "error: \"mean((tanh(X @ teacher_W.T) @ teacher_a - y) ** 2)\"}", sweep)
    #expect(block.shape.arrays.map(\.lengths) == [[12]])
    let errors = try #require(block.variables.first { $0.key.name == "error" }?.value)
    #expect(errors.allSatisfy { $0 < 1e-28 } && errors.count == 4)
    #expect(try array("overlap", of: block).allSatisfy { !$0.isNaN && $0 != 0 })
  }

  // MARK: Averages

  /// The averages of recorded θ by hand, at every step.
  @Test func quantitiesAreSeenAtTheAverage() throws {
    for average in ["{decay: 0.8}", "{tail: 0.25}"] {
      let block = try records(
        "count: 21, spacing: linear, parameters: all, also: [block_norm, parameter_norm], "
          + "averages: \(average), formulas: {of_a: a, first: \"a[0]\"}")
      let names = block.shape.quantities.map(\.name)
      for name in ["train_loss_averaged", "parameter_norm_averaged", "block_norm_W_averaged"] {
        #expect(names.contains(name))
      }
      for name in ["slow_time_averaged", "second_moment_l1_averaged", "stationarity_averaged"] {
        #expect(!names.contains(name))
      }
      let (a, averaged) = (
        try array("theta_a", of: block), try array("of_a_averaged", of: block)
      )
      let first = try #require(
        block.variables.first { $0.key.name == "first_averaged" }?.value)
      for run in 0..<2 {
        var mean = Array(a[63 * run..<63 * run + 3])
        for snapshot in 0...20 {
          let theta = a[63 * run + 3 * snapshot..<63 * run + 3 * snapshot + 3]
          let found = averaged[63 * run + 3 * snapshot..<63 * run + 3 * snapshot + 3]
          let weight =
            average.contains("decay")
            ? 1 - 0.8 : snapshot > 15 ? 1 / Double(snapshot - 15) : .nan
          if snapshot > 0, !weight.isNaN {
            mean = zip(mean, theta).map { weight == 1 ? $1 : $0 + weight * ($1 - $0) }
          }
          let isThere = average.contains("decay") || snapshot > 15
          for (x, y) in zip(found, mean) {
            #expect(isThere ? abs(x - y) < 1e-14 : x.isNaN, "\(average) \(snapshot)")
          }
          #expect(
            first[21 * run + snapshot].bitPattern == found[found.startIndex].bitPattern)
        }
      }
    }
  }

  /// Asking for it changes no bit of anything else, and suspended runs have those of others.
  @Test func anAverageHasNoEffect() throws {
    let record = "count: 6, parameters: all, projection: all, also: [block_norm]"
    let (plain, averaged) = (
      try records(record), try records("\(record), averages: {decay: 0.9}")
    )
    for (quantity, values) in plain.variables {
      let found = try #require(averaged.variables[quantity])
      #expect(found.map(\.bitPattern) == values.map(\.bitPattern), "\(quantity.name)")
    }
    #expect(try array("theta_W", of: plain) == array("theta_W", of: averaged))
    for average in ["{decay: 0.9}", "{tail: 0.5}"] {
      let whole = try records("\(record), averages: \(average)")
      for pieces in [1, 2, 3] {
        let cut = try records("\(record), averages: \(average)", pieces: pieces)
        #expect(cut.hasSameBits(as: whole), "\(average) \(pieces)")
      }
    }
  }

  @Test func equationsHaveNoAverages() {
    let error = #expect(throws: SpecificationError.self) {
      _ = try specification(
        "count: 2, averages: {tail: 0.5}", Self.net + "dynamics: gradient-flow\n")
    }
    #expect(error?.description.contains("averages are of the steps of training") == true)
  }
}
