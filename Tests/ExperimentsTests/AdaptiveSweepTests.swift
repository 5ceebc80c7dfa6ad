import Parameters
import Sweeps
import Testing

@testable import Experiments
@testable import Shards

/// Methods whose preconditioner is a formula, from the sweep file to records.
@Suite struct AdaptiveSweepTests {
  private func sweep(_ optimizer: String, rest: String = "") -> String {
    """
    name: t
    model: {kind: diagonal-net, dimension: 8, sparsity: 1}
    data: {samples: 5}
    noise: {kind: label, delta: 0.5}
    optimizer: \(optimizer)
    steps: 300
    seed: 3
    record: {count: 3, projection: last}
    \(rest)
    """
  }

  private func specification(_ yaml: String) throws -> Specification {
    try Specification(yaml: yaml, source: "s.yaml")
  }

  private func records(_ yaml: String) throws -> RecordBlock {
    try ExperimentsTests.records(of: Grid(try specification(yaml)))
  }

  /// All values of a quantity.
  private func values(_ name: String, _ records: RecordBlock) throws -> [Double] {
    try #require(records.variables.first { $0.key.name == name }?.value)
  }

  private static let numbers = "step_size: 0.05, beta2: 0.99"

  /// Training has the bits of adam; rest points and slow equations agree.
  @Test(arguments: ["", "dynamics: slow-ode"]) func theTextOfAdamIsAdam(rest: String) throws {
    let named = try records(sweep("{kind: adam, \(Self.numbers)}", rest: rest))
    let written = try records(
      sweep(
        "{kind: adaptive, \(Self.numbers), preconditioner: 1 / (sqrt(v) + epsilon)}", rest: rest))
    for name in ["train_loss", "second_moment_l1", "slow_time"] {
      #expect(try values(name, named) == values(name, written), "\(name)")
    }
    // Its S has ε, which the measure of adam has not.
    let (a, b) = try (values("stationarity", named), values("stationarity", written))
    #expect(abs(a[2] - b[2]) < 1e-4, "\(a) \(b)")
  }

  @Test func constantsAndMomentsAreAxes() throws {
    let text =
      "{kind: adaptive, \(Self.numbers), preconditioner: 1 / (v ** p + epsilon), "
      + "constants: {p: [0.25, 0.5]}, moment: [diagonal, block, layer], bias_correction: true}"
    let grid = Grid(try specification(sweep(text)))
    #expect(grid.runCount == 6 && grid.specification.formatVersion == 3)
    let columns = ParameterColumn.columns(of: grid).map(\.name)
    for name in ["optimizer_p", "moment"] { #expect(columns.contains(name), "\(columns)") }
    var last: Set<Double> = []
    for p in [0.25, 0.5] {
      for moment in ["diagonal", "block", "layer"] {
        let one = text.replacing("[0.25, 0.5]", with: "\(p)").replacing(
          "[diagonal, block, layer]", with: moment)
        last.insert(try values("train_loss", records(sweep(one)))[2])
      }
    }
    // The blocks of a vector are the whole of it, as its layer is.
    #expect(last.count == 4)
  }

  /// Without label noise v has no place to rest, and where the equations do is not known.
  @Test func restPointsNeedLabelNoise() throws {
    let text = "{kind: adaptive, \(Self.numbers), preconditioner: 1 / (sqrt(v) + epsilon)}"
    let quiet = sweep(text).replacing("{kind: label, delta: 0.5}", with: "{kind: none}")
    #expect(try values("stationarity", records(quiet))[2].isNaN)
    #expect(!(try values("stationarity", records(sweep(text)))[2].isNaN))
  }

  @Test(arguments: [
    ("preconditioner: 1 / (sqrt(w) + epsilon)", "unknown name w"),
    ("moment: row", "'preconditioner'"),
    ("preconditioner: 1 / v, block_size: 3", "'block_size' says the blocks of a mean over blocks"),
    ("preconditioner: 1 / v, moment: block, block_size: 9", "does not fit dimension 8"),
    ("preconditioner: 1 / v, constants: {v: 1}", "'v' means something in formulas already"),
    ("preconditioner: \"ones(3)\"", "has shape (3,), not ()"),
  ])
  func mistakesAreReported(keys: String, message: String) {
    let error = #expect(throws: SpecificationError.self) {
      try specification(sweep("{kind: adaptive, \(Self.numbers), \(keys)}"))
    }
    let text = error?.description ?? ""
    #expect(text.contains(message), "\(text)")
  }
}
