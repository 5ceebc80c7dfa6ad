import Parameters
import Sweeps
import TestSupport
import Testing
import Training

@testable import Experiments
@testable import Shards

/// Starts that users' files have by block or in numbers, and samples that are entries of a matrix.
@Suite struct FileStartTests {
  private let directory = TemporaryDirectory()

  private static let inputs = (0..<10).map { Double(($0 * 7) % 5) - 2 }
  private static let targets: [Double] = [1, -1, 0.5, 2, 0]
  private static let net = "model: {kind: two-layer, width: 2}\n"
  private static let plain = "data: {kind: file, path: problem.h5}\n"
  private static let rest = """
    noise: {kind: label, delta: 0.2}
    optimizer: {kind: adam, step_size: 0.02, beta2: 0.9}
    steps: 30
    seed: 3
    record: {count: 3, parameters: all}
    """

  private typealias Arrays = [(name: String, shape: [Int], values: [Double])]

  private func write(_ arrays: Arrays, samples: Arrays? = nil) throws {
    try writeProblem(
      (samples ?? [("inputs", [5, 2], Self.inputs), ("targets", [5], Self.targets)]) + arrays,
      to: directory.file("problem.h5"))
  }

  private func specification(_ yaml: String) throws -> Specification {
    try Specification(
      yaml: "name: t\n" + yaml, filesIn: directory)
  }

  private func records(_ yaml: String) throws -> [RecordBlock] {
    try allRecords(of: Grid(try specification(yaml)), problem: directory.file("problem.h5"))
  }

  private func mistake(_ yaml: String) -> String {
    let error = #expect(throws: SpecificationError.self) { try specification(yaml) }
    return error?.description ?? ""
  }

  /// θ₀ of run 0.
  private func start(_ yaml: String) throws -> [Double] {
    let grid = Grid(try specification(yaml))
    var problems = ProblemStore { _ in directory.file("problem.h5") }
    return try #require(try problems.problem(of: Run(grid[0])).initialParameters)
  }

  private static let weights = [0.5, -0.25, 1, 2]

  @Test func blocksThatAFileLacksBeginAsTheModelSays() throws {
    try write([("theta0/W", [2, 2], Self.weights)])
    let yaml = Self.net + Self.plain + Self.rest
    let theta = try start(yaml)
    let drawn = Run(Grid(try specification(yaml))[0]).model.initialParameters(seed: 3)
    #expect(theta == Self.weights + drawn[4...])
    let byBlock = try records(yaml)
    try write([("theta0", [6], theta)])
    #expect(try records(yaml).haveSameBits(as: byBlock))
  }

  @Test func aStartIsChosenOfSeveral() throws {
    let (a, b) = ([1.0, 2], [0.5, -1])
    let other = Self.weights.map { -$0 }
    try write([("theta0", [2, 6], Self.weights + a + other + b)])
    func sweep(_ start: String) -> String {
      Self.net + "data: {kind: file, path: problem.h5, start: \(start)}\n" + Self.rest
    }
    let whole = try records(sweep("[0, 1]"))
    #expect(try start(sweep("1")) == other + b)
    #expect(try start(Self.net + Self.plain + Self.rest) == Self.weights + a)
    try write([("theta0/W", [2, 2, 2], Self.weights + other), ("theta0/a", [2, 2], a + b)])
    #expect(try records(sweep("[0, 1]")).haveSameBits(as: whole))
    let column = try #require(
      ParameterColumn.columns(of: Grid(try specification(sweep("[1, none]")))).first {
        $0.name == "file_start"
      })
    #expect(column.values(0..<2) == .integer([1, -1]))
    // None of them is the model's own.
    var problems = ProblemStore { _ in directory.file("problem.h5") }
    let grid = Grid(try specification(sweep("none")))
    #expect(try problems.problem(of: Run(grid[0])).initialParameters == nil)
  }

  /// The start of a block that is not trained is part of the model.
  @Test func aFileSaysBlocksThatAreNotTrained() throws {
    func sweep(_ initial: String) -> String {
      """
      model:
        kind: formula
        parameters:
          F: {shape: [2], initial: \(initial), train: false}
          w: {shape: [2], initial: 0.5}
        prediction: F @ (w * x)

      """ + Self.plain + Self.rest
    }
    try write([])
    let written = try records(sweep("{formula: \"array([2, -3])\"}"))
    try write([("theta0/F", [2], [2, -3])])
    #expect(try records(sweep("0")).haveSameBits(as: written))
  }

  @Test func noiseAndSecondMomentsMayBeByBlock() throws {
    let yaml =
      Self.net + Self.plain
      + Self.rest.replacing("{kind: label, delta: 0.2}", with: "{kind: gradient}")
    try write([
      ("noise_std/a", [2], [0.1, 0.2]), ("v0/W", [2, 2], [1, 2, 3, 4]), ("v0/a", [2], [5, 6]),
    ])
    let byBlock = try records(yaml)
    try write([("noise_std", [6], [0, 0, 0, 0, 0.1, 0.2]), ("v0", [6], [1, 2, 3, 4, 5, 6])])
    #expect(try records(yaml).haveSameBits(as: byBlock))
  }

  @Test func whatDoesNotFitIsReportedBeforeAnythingRuns() throws {
    let yaml = Self.net + Self.plain + Self.rest
    try write([("theta0/Q", [2], [1, 2])])
    #expect(mistake(yaml).contains("s.yaml:3:26: 'theta0' of the file has a block 'Q'"))
    #expect(mistake(yaml).contains("the model has W, a"))
    try write([("theta0/W", [2, 3], [1, 2, 3, 4, 5, 6])])
    #expect(
      mistake(yaml).contains("block 'W' of 'theta0' has shape [2, 3], and the model's has [2, 2]"))
    try write([("theta0", [2, 6], Array(repeating: 1, count: 12))])
    #expect(
      mistake(yaml.replacing("problem.h5}", with: "problem.h5, start: [0, 2]}"))
        .contains("s.yaml:3:45: 'theta0' of the file has 2 starts, counted from 0, and not 2"))
    try write([("theta0", [2, 5], Array(repeating: 1, count: 10))])
    #expect(mistake(yaml).contains("has length 5, but the model has 6 parameters"))
    try write([])
    #expect(
      mistake(yaml.replacing("problem.h5}", with: "problem.h5, start: 1}"))
        .contains("the file has no 'theta0' with several starts"))
  }

  // MARK: Entries of a matrix

  private static let entries = [0.0, 2, 1, 0, 1, 1, 0, 1]
  private static let values: [Double] = [1, 2, -1, 0.5]
  private static let completion =
    "model: {kind: matrix-completion, rows: 2, columns: 3, width: 2}\n" + plain + rest

  @Test func entriesAreOneHotSamples() throws {
    try write([], samples: [("entries", [4, 2], Self.entries), ("targets", [4], Self.values)])
    let found = try records(Self.completion)
    let design = stride(from: 0, to: 8, by: 2).flatMap { i -> [Double] in
      var row = Array(repeating: 0.0, count: 6)
      row[Int(Self.entries[i]) * 3 + Int(Self.entries[i + 1])] = 1
      return row
    }
    try write([], samples: [("inputs", [4, 6], design), ("targets", [4], Self.values)])
    let dense = try records(Self.completion)
    let (a, b) = (try found.last("train_loss"), try dense.last("train_loss"))
    #expect(zip(a, b).allSatisfy { abs($0 - $1) < 1e-12 * $1 })
    // As a table.
    _ = directory.write("column,target,row\n2,1,0\n0,2,1\n1,-1,1\n1,0.5,0\n", to: "problem.h5")
    #expect(try records(Self.completion).haveSameBits(as: found))
  }

  @Test func entriesAreInTheMatrixAndOfAModelThatTakesThem() throws {
    try write([], samples: [("entries", [4, 2], Self.entries), ("targets", [4], Self.values)])
    let small = Self.completion.replacing("columns: 3", with: "columns: 2")
    #expect(
      mistake(small).contains(
        "the file has an entry in column 2, counted from 0, and the matrix is 2 × 2"))
    #expect(
      mistake(Self.net + Self.plain + Self.rest).contains(
        "model 'two-layer' takes a design, and matrix-completion takes entries, but 'problem.h5' has"
      ))
    try write(
      [],
      samples: [("entries", [4, 2], [0, 0.5, 1, 0, 1, 1, 0, 1]), ("targets", [4], Self.values)])
    #expect(mistake(Self.completion).contains("dataset 'entries' holds 0.5 in row 0"))
  }

  // MARK: Completion of drawn matrices

  private func drawn(_ model: String, _ design: String = "one-hot") -> String {
    "model: {kind: \(model)}\ndata: {design: \(design), samples: 12}\n" + Self.rest
  }

  @Test func aSquareCompletionIsItsFactorization() throws {
    let named = try records(drawn("matrix-completion, dimension: 4, rank: 1, width: 3, depth: 3"))
    let factors = try records(
      drawn("matrix-factorization, dimension: 4, rank: 1, width: 3, depth: 3"))
    // Both have the same data; they begin with other draws.
    #expect(try named.last("train_loss").allSatisfy { $0.isFinite && $0 > 0 })
    #expect(try !named.last("train_loss").elementsEqual(factors.last("train_loss")))
    let symmetric = try records(drawn("matrix-completion, dimension: 4, rank: 1, symmetric: true"))
    let other = try records(drawn("symmetric-factorization, dimension: 4, rank: 1"))
    #expect(symmetric.haveSameBits(as: other))
  }

  /// Entries need not be asked for where a model takes nothing else.
  @Test func completionIsOfEntriesByDefault() throws {
    let named = drawn("matrix-completion, dimension: 4, rank: 1, width: 3")
    let silent = named.replacing("design: one-hot, ", with: "")
    #expect(named != silent)
    #expect(try specification(silent).canonicalJSON == specification(named).canonicalJSON)
    #expect(try records(silent).haveSameBits(as: records(named)))
    // Beside other models the default is what it was.
    let union = silent.replacing(
      "model: {kind: matrix-completion, dimension: 4, rank: 1, width: 3}",
      with: """
        model:
          - {kind: matrix-completion, dimension: 4, rank: 1, width: 3}
          - {kind: matrix-factorization, dimension: 4, rank: 1, width: 3}
        """)
    let grid = Grid(try specification(union.replacing(", parameters: all", with: "")))
    let designs = (0..<2).map { Run(grid[$0]).data.origin }
    #expect(designs == [.drawn(design: .oneHot), .drawn(design: .sign)])
    let column = try #require(ParameterColumn.columns(of: grid).first { $0.name == "design" })
    #expect(column.values(0..<2) == .text(["one-hot", "sign"]))
  }

  @Test func aDifferenceOfProductsBeginsAtZero() throws {
    let found = try records(
      drawn("matrix-completion, dimension: 4, rank: 1, symmetric: difference"))
    let norms = try #require(found[0].variables.first { $0.key.name == "nuclear_norm" }?.value)
    #expect(norms[0] == 0)
    #expect(try found.last("train_loss").allSatisfy { $0.isFinite })
  }

  @Test(arguments: [
    ("rows: 4, rank: 1", "one-hot", "'model' lacks 'dimension', or 'rows' and 'columns'"),
    ("dimension: 4, rank: 1", "sign", "the samples of matrix-completion are entries of the matrix"),
    ("rows: 4, columns: 3, rank: 4", "one-hot", "a rank of 4 does not fit 4 × 3"),
    (
      "rows: 4, columns: 3, rank: 1, symmetric: true", "one-hot",
      "a symmetric product has as many rows as columns, not 4 and 3"
    ),
    (
      "dimension: 4, rank: 1, symmetric: true, depth: 3", "one-hot",
      "a symmetric product has two factors, not 3"
    ),
  ])
  func mistakesOfCompletionAreReported(keys: String, design: String, message: String) {
    let text = mistake(drawn("matrix-completion, \(keys)", design))
    #expect(text.contains(message), "\(text)")
  }

  // MARK: Widths

  @Test func widthsAreLayersOneByOne() throws {
    try write([])
    func sweep(_ model: String) -> String {
      // A union of depths has no θ in one shape.
      "model: {kind: mlp, \(model)}\n" + Self.plain
        + Self.rest.replacing(", parameters: all", with: "")
    }
    let equal = try records(sweep("widths: [3, 3], bias: true, residual: true"))
    #expect(
      equal.haveSameBits(as: try records(sweep("width: 3, depth: 3, bias: true, residual: true"))))
    let grid = Grid(try specification(sweep("widths: [[3], [4, 2]]")))
    #expect((0..<2).map { Run(grid[$0]).model.parameterCount } == [9, 18])
    let column = try #require(
      ParameterColumn.columns(of: grid).first { $0.name == "widths" })
    #expect(column.values(0..<2) == .text(["[3]", "[4, 2]"]))
    let depths = try #require(ParameterColumn.columns(of: grid).first { $0.name == "depth" })
    #expect(depths.values(0..<2) == .integer([2, 3]))
    #expect(mistake(sweep("widths: [3, 3], depth: 5")).contains("2 widths make 3 layers, not 5"))
    #expect(
      mistake(sweep("widths: [3, 4], residual: true")).contains(
        "residual layers have one width, and the widths are [3, 4]"))
    #expect(
      mistake(sweep("widths: [3, 4], width: 3")).contains("say the same thing twice"))
  }
}
