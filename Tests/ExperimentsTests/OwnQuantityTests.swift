import Parameters
import Sweeps
import TestSupport
import Testing

@testable import Experiments
@testable import Shards

/// What a sweep file asks to record beside the built-in quantities.
@Suite struct OwnQuantityTests {
  private static let net = """
    name: t
    model: {kind: two-layer, width: 3}
    data: {kind: generated, inputs: 2, samples: 5, target: "x[0]"}
    noise: {kind: none}
    optimizer: {kind: sgd, step_size: 0.1}
    steps: 10
    seed: 1

    """

  private func specification(_ record: String, _ sweep: String = net) throws -> Specification {
    try Specification(yaml: sweep + record + "\n", source: "s.yaml")
  }

  private func records(_ record: String, _ sweep: String = net) throws -> RecordBlock {
    let grid = Grid(try specification(record, sweep))
    var experiment = LaneBatchExperiment(grid: grid, problemPath: { $0 })
    guard
      case .finished(let records) = try experiment.records(
        ofRuns: 0..<grid.runCount, shouldContinue: { _ in true })
    else { throw CancellationError() }
    return records
  }

  /// θ of two snapshots, and what a formula and a norm make of it.
  @Test func columnsFollowTheBlocks() throws {
    let block = try records(
      "record: {count: 2, parameters: all, also: [block_norm, spectral_norm], "
        + "formulas: {size: \"sum(square(W))\", moved: \"norm(a - initial_a)\"}}")
    let shape = block.shape
    #expect(shape.arrays.map(\.name) == ["theta_W", "theta_a"])
    #expect(shape.arrays.map(\.lengths) == [[3, 2], [3]])
    #expect(
      shape.quantities.suffix(5).map(\.name) == [
        "block_norm_W", "block_norm_a", "spectral_norm_W", "size", "moved",
      ])
    func values(_ name: String) throws -> [Double] {
      try #require(block.variables[Quantity(name, longName: "")])
    }
    for snapshot in 0..<2 {
      let w = block.arrays[0][6 * snapshot..<6 * snapshot + 6]
      let sum = w.reduce(0) { $0 + $1 * $1 }
      #expect(abs(try values("size")[snapshot] - sum) <= 1e-15 * sum)
      #expect(abs(try values("block_norm_W")[snapshot] - sum.squareRoot()) < 1e-14)
      #expect(try values("spectral_norm_W")[snapshot] <= values("block_norm_W")[snapshot])
      let moved = zip(block.arrays[1][3 * snapshot..<3 * snapshot + 3], block.arrays[1])
        .reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
      #expect(abs(try values("moved")[snapshot] - moved) < 1e-15)
    }
    #expect(try values("moved")[0] == 0 && values("moved")[1] > 0)
    #expect(shape.quantities.last?.longName == "norm(a - initial_a)")
  }

  @Test func aSweepThatAsksForThemHasTheLatestFormat() throws {
    #expect(try specification("record: {count: 2}").formatVersion == 3)
    let sweep = SmallSweep.tiny
    #expect(try specification("", sweep).formatVersion == 2)
    for change in [
      "parameters: last", "formulas: {a: sum(u)}", "formulas: {a: u}", "also: [block_norm]",
      "averages: {decay: 0.99}",
    ] {
      let changed = sweep.replacing("signal: all", with: "signal: all, \(change)")
      #expect(try specification("", changed).formatVersion == 3)
      let read = try Specification(
        canonicalJSON: specification("", changed).canonicalJSON)
      #expect(try read == specification("", changed))
    }
    // What is the default is not there.
    let never = sweep.replacing("signal: all", with: "signal: all, parameters: never")
    #expect(try specification("", never).canonicalJSON == specification("", sweep).canonicalJSON)
  }

  @Test func whatIsRecordedIsPartOfARun() throws {
    func identity(_ record: String) throws -> RunIdentity {
      let grid = Grid(try specification(record))
      return RunIdentity(Run(grid[0]), plan: grid.specification.record)
    }
    let all = try [
      "record: {count: 2}", "record: {count: 2, parameters: all}",
      "record: {count: 2, parameters: last}", "record: {count: 2, formulas: {s: sum(W)}}",
      "record: {count: 2, formulas: {s: sum(a)}}", "record: {count: 2, formulas: {t: sum(a)}}",
      "record: {count: 2, also: [block_norm]}", "record: {count: 2, averages: {decay: 0.9}}",
      "record: {count: 2, averages: {tail: 0.9}}",
    ].map(identity)
    #expect(Set(all).count == all.count)
  }

  /// Blocks of other sizes lie in the column of the largest.
  @Test func sizesMayBeAxes() throws {
    let sweep = Self.net.replacing("width: 3", with: "width: [3, 2]")
      .replacing("inputs: 2", with: "inputs: [1, 2]")
    let shape = RecordShape(try specification("record: {count: 2, parameters: last}", sweep))
    #expect(shape.arrays.map(\.lengths) == [[3, 2], [3]])
    #expect(
      shape.bytesPerRun
        - RecordShape(try specification("record: {count: 2}", sweep))
        .bytesPerRun == 8 * (6 + 3))
  }

  @Test(arguments: [
    ("formulas: {s: sum(V)}", "s.yaml:8:38: unknown name V"),
    ("formulas: {s: \"sum(W @ a)\"}", "s.yaml:8:41: W @ a: (3, 2) @ (3,)"),
    ("formulas: {s: \"W\"}", "the quantity has shape (3, 2), not () or a vector"),
    ("formulas: {s: a, s_index: sum(a)}", "'s_index', and so is a column"),
    ("formulas: {s_averaged: sum(a)}, averages: {tail: 1}", "are those of averages"),
    ("averages: 0.9", "'averages' takes one of decay and tail"),
    ("averages: {decay: 0.9, tail: 0.5}", "'averages' takes one of decay and tail"),
    ("averages: {half: 0.5}", "unknown key 'half' in 'averages'"),
    ("averages: {decay: 1}", "'decay' must be a number in (0, 1), not '1'"),
    ("averages: {tail: 0}", "'tail' must be a number in (0, 1]"),
    ("formulas: {s: sum(teacher_W)}", "unknown name teacher_W"),
    ("formulas: {s: sum(f_test)}", "unknown name f_test"),
    ("formulas: {train_loss: sum(W)}", "'train_loss' is a quantity already"),
    ("formulas: {width: sum(W)}", "s.yaml:8:31: 'width' is the name of another column"),
    ("formulas: {theta_s: sum(W)}", "'theta_s' is the name of another column"),
    ("formulas: {snapshot: sum(W)}", "'snapshot' is the name of another column"),
    ("formulas: {W_0: sum(W)}, parameters: all", "'W_0' is the name of another column"),
    (
      "formulas: {block_norm_W: sum(W)}, also: [block_norm]",
      "'block_norm_W' is the name of another column"
    ),
    ("formulas: {1s: sum(W)}", "'1s' is no name"),
    ("formulas: {}", "'formulas' takes a block of names"),
    ("formulas: {s: [1]}", "'s' must be a formula, not a list"),
    ("formulas: {s: sum(W)}, also: [s]", "'s' is recorded anyway"),
    ("parameters: some", "'some' is not a choice for 'parameters'"),
  ])
  func mistakesHaveTheirPlace(record: String, message: String) {
    let error = #expect(throws: SpecificationError.self) {
      try specification("record: {count: 2, \(record)}")
    }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }

  /// Several lines, with the line and column of the very character.
  @Test func mistakesPointIntoALiteral() {
    let error = #expect(throws: SpecificationError.self) {
      try specification(
        """
        record:
          count: 2
          formulas:
            s: |
              h = W @ X.T
              sum(h) + bb
        """)
    }
    #expect(
      error?.description.contains("s.yaml:13:16: unknown name bb") == true,
      "\(error?.description ?? "")")
  }

  @Test func aFormulaHoldsInEveryRun() {
    let sweep = Self.net.replacing(
      "{kind: two-layer, width: 3}",
      with: "[{kind: two-layer, width: 3}, {kind: deep-linear, "
        + "width: 2, depth: 2}]")
    let error = #expect(throws: SpecificationError.self) {
      try specification("record: {count: 2, formulas: {s: sum(a)}}", sweep)
    }
    #expect(
      error?.description.contains("unknown name a, in runs of deep-linear") == true,
      "\(error?.description ?? "")")
  }

  /// Of a union where one name has several shapes.
  @Test func aBlockHasAsManyAxesEverywhere() {
    let sweep = Self.net.replacing(
      "{kind: two-layer, width: 3}",
      with: """

          - {kind: two-layer, width: 3}
          - {kind: formula, parameters: {W: {shape: [inputs], initial: 0}}, prediction: W @ x}
        """)
    let error = #expect(throws: SpecificationError.self) {
      try specification("record: {count: 2, parameters: all}", sweep)
    }
    #expect(
      error?.description.contains("the block W has not as many axes in every run") == true,
      "\(error?.description ?? "")")
    let net = SmallSweep.tiny.replacing("signal: all", with: "also: [stable_rank]")
    let other = #expect(throws: SpecificationError.self) { try specification("", net) }
    #expect(
      other?.description.contains("'stable_rank' is of matrices, and no block is one") == true)
  }

  /// A name that the model has is not taken for the samples.
  @Test func aNameOfTwoMeaningsIsRefused() {
    let sweep = Self.net.replacing(
      "{kind: two-layer, width: 3}",
      with: "{kind: formula, parameters: {X: {shape: [inputs], initial: 0}}, prediction: X @ x}")
    let error = #expect(throws: SpecificationError.self) {
      try specification("record: {count: 2, formulas: {s: sum(X)}}", sweep)
    }
    #expect(
      error?.description.contains("X is a name of the model, and has a meaning of its own here")
        == true, "\(error?.description ?? "")")
  }
}
