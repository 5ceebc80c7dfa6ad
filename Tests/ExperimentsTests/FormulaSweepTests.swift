import Parameters
import Sweeps
import Testing
import Training

@testable import Experiments
@testable import Shards

/// Models that are formulas, from the sweep file to records.
@Suite struct FormulaSweepTests {
  private static let rest = """
    data: {kind: generated, design: gaussian, inputs: 4, samples: 9, target: "x[0] - x[1] * x[2]"}
    noise: {kind: label, delta: 0.2}
    optimizer: {kind: adam, step_size: [0.01, 0.02], beta2: 0.9}
    steps: 30
    seed: 3
    record: {count: 3}
    """

  private static let written = """
    model:
      kind: formula
      parameters:
        W: {shape: [width, inputs], initial: {normal: 1 / sqrt(inputs)}}
        b: {shape: [width], initial: 0}
        a: {shape: [width], initial: {normal: 1 / sqrt(width)}}
      sizes: {width: 6}
      prediction: |
        h = tanh(W @ x + b)
        a @ h
    """

  private func records(_ yaml: String) throws -> (RecordBlock, [RunIdentity]) {
    let grid = Grid(try Specification(yaml: "name: t\n" + yaml, source: "s.yaml"))
    var experiment = LaneBatchExperiment(grid: grid, problemPath: { $0 })
    guard
      case .finished(let records) = try experiment.records(
        ofRuns: 0..<grid.runCount, shouldContinue: { _ in true })
    else { throw CancellationError() }
    let identities = (0..<grid.runCount).map {
      RunIdentity(Run(grid[$0]), plan: grid.specification.record)
    }
    return (records, identities)
  }

  // MARK: Starts of all blocks, sizes of a teacher

  private func start(_ model: String) throws -> Model {
    Run(
      Grid(
        try Specification(
          yaml: "name: t\nmodel: {\(model)}\n" + Self.rest, source: "s.yaml"))[0]
    ).model
  }

  private func mistake(_ model: String, _ rest: String = rest) -> String {
    let error = #expect(throws: SpecificationError.self) {
      _ = try Specification(yaml: "name: t\nmodel: {\(model)}\n" + rest, source: "s.yaml")
    }
    return error?.description ?? ""
  }

  @Test func oneStartMayBeThatOfAllBlocks() throws {
    let net = "kind: mlp, width: 4, depth: 3, bias: true"
    func parameters(_ initial: String) throws -> [Double] {
      try start("\(net), initial: {\(initial)}").initialParameters(seed: 7)
    }
    // Matrices are orthogonal, vectors begin as they did.
    #expect(
      try parameters("orthogonal: 2") == parameters("W1: {orthogonal: 2}, W2: {orthogonal: 2}"))
    let model = try start("\(net), initial: {orthogonal: 2}")
    let theta = model.initialParameters(seed: 7)
    let square = try #require(model.layout.blocks.first { $0.name == "W2" })
    let w = Array(theta[square.range])
    for i in 0..<4 {
      for j in 0..<4 {
        let product = (0..<4).reduce(0.0) { $0 + w[4 * i + $1] * w[4 * j + $1] }
        #expect(abs(product - (i == j ? 4 : 0)) < 1e-12)
      }
    }
    // Every block, and one otherwise.
    let all = ["W1", "b1", "W2", "b2", "W3", "b3"].map { "\($0): {normal: 0.1}" }
    #expect(try parameters("normal: 0.1") == parameters(all.joined(separator: ", ")))
    let others = all.map { $0.hasPrefix("b2") ? "b2: 0.5" : $0 }
    #expect(try parameters("normal: 0.1, b2: 0.5") == parameters(others.joined(separator: ", ")))
    // What begins as another block follows it.
    let deep = "kind: deep-diagonal-net, dimension: 4, sparsity: 1"
    let rest = Self.rest.replacing("inputs: 4, ", with: "")
      .replacing(", target: \"x[0] - x[1] * x[2]\"", with: "")
    let twin = Run(
      Grid(
        try Specification(
          yaml: "name: t\nmodel: {\(deep), initial: {uniform: 1}}\n" + rest, source: "s.yaml"))[0]
    ).model.initialParameters(seed: 3)
    #expect(twin[..<4] == twin[4...])
    #expect(twin.contains { abs($0) > 0.3 })
  }

  @Test func mistakesOfAStartOfAllBlocksAreSaidOnce() {
    let net = "kind: two-layer, width: 4, bias: true"
    let negative = mistake("\(net), initial: {normal: -1}")
    #expect(negative.contains("s.yaml:2:66: normal -1 is negative, or no number"), "\(negative)")
    #expect(negative.ranges(of: "is negative").count == 1)
    #expect(
      mistake("\(net), initial: {normal: 1, uniform: 1}").contains(
        "'normal' and 'uniform' both say how all blocks begin"))
    #expect(mistake("\(net), initial: {V: 1}").contains("the model has no block 'V'"))
    #expect(
      mistake("kind: affine, initial: {orthogonal: 1}").contains(
        "no block of the model is a matrix, which the start 'orthogonal' is of"))
  }

  @Test func aTeacherHasSizes() throws {
    func data(_ teacher: String) -> String {
      "model: {kind: two-layer, width: 4}\n"
        + Self.rest.replacing("target: \"x[0] - x[1] * x[2]\"", with: "teacher: {\(teacher)}")
    }
    let sized = data(
      "parameters: {W: {shape: [width, inputs], initial: {normal: 1 / sqrt(width)}}}, "
        + "sizes: {width: 4}, prediction: sum(relu(W @ x)) / width")
    let plain = data(
      "parameters: {W: {shape: [4, inputs], initial: {normal: 1 / sqrt(4)}}}, "
        + "prediction: sum(relu(W @ x)) / 4")
    #expect(try records(sized).0.hasSameBits(as: records(plain).0))
    func mistake(_ old: String, _ new: String) -> String {
      let error = #expect(throws: SpecificationError.self) {
        _ = try Specification(
          yaml: "name: t\n" + sized.replacing(old, with: new), source: "s.yaml")
      }
      return error?.description ?? ""
    }
    let line = sized.split(separator: "\n")[1]
    let size = try #require(line.ranges(of: "width: 4").first)
    let place = line.distance(from: line.startIndex, to: size.lowerBound)
    #expect(
      mistake("{width: 4},", "{width: [4, 8]},").contains(
        "s.yaml:3:\(place + 8): the size 'width' of a teacher is one whole number"))
    #expect(mistake("{width: 4},", "{width: 0},").contains("width: 0 is no whole number from 1"))
    #expect(mistake("{width: 4},", "{depth: 4},").contains("unknown name width"))
    #expect(
      mistake("sizes: {width: 4}", "size: {width: 4}").contains(
        "unknown key 'size' in 'teacher'"))
  }

  @Test func aNamedNetIsItsFormula() throws {
    let (written, identities) = try records(Self.written + "\n" + Self.rest)
    let (named, others) = try records(
      "model: {kind: two-layer, width: 6, bias: true}\n" + Self.rest)
    #expect(written.hasSameBits(as: named))
    // The kinds differ, and so do the runs.
    #expect(Set(identities).isDisjoint(with: others))
  }

  /// White space, comments and names of lines are no part of a run.
  @Test func aRunIsWhatItsFormulaMeans() throws {
    let (first, identities) = try records(Self.written + "\n" + Self.rest)
    let other = Self.written.replacing("h = tanh(W @ x + b)", with: "g = tanh( W@x+b )  # hidden")
      .replacing("a @ h", with: "a @ g")
    let (second, others) = try records(other + "\n" + Self.rest)
    #expect(identities == others && first.hasSameBits(as: second))
    let (_, third) = try records(
      Self.written.replacing("tanh", with: "sin") + "\n" + Self.rest)
    #expect(Set(identities).isDisjoint(with: third))
  }

  /// A diagonal net as a formula goes by the same products.
  @Test func aDiagonalNetCanBeWritten() throws {
    let data = """

      noise: {kind: none}
      optimizer: {kind: sgd, step_size: 0.05}
      steps: 40
      seed: 1
      record: {count: 2, signal: last}
      """
    let (written, _) = try records(
      """
      model:
        kind: formula
        parameters:
          u: {shape: [inputs], initial: 0.5}
          v: {shape: [inputs], initial: {formula: 0.5 * ones(inputs)}}
        prediction: (u * u - v * v) @ x
      data: {kind: generated, design: sign, inputs: 8, samples: 5, target: "2 * x[1]"}
      """ + data)
    #expect(written.arrays[0].contains { abs($0) > 0.01 })
  }

  @Test(arguments: [
    ("h = tanh(W @ y + b)", "s.yaml:10:18: unknown name y"),
    ("h = tanhh(W @ x + b)", "s.yaml:10:9: unknown function tanhh"),
    ("h = tanh(W @ b + b)", "s.yaml:10:16: W @ b: (6, 4) @ (6,)"),
  ])
  func mistakesPointIntoTheText(line: String, place: String) {
    let yaml =
      "name: t\n" + Self.written.replacing("h = tanh(W @ x + b)", with: line) + "\n"
      + Self.rest
    let error = #expect(throws: SpecificationError.self) {
      try Specification(yaml: yaml, source: "s.yaml")
    }
    #expect(error?.description.contains(place) == true, "\(error?.description ?? "")")
  }

  @Test(arguments: [
    ("initial: 0}", "intial: 0}", "s.yaml:6:25: unknown key 'intial' in 'b'"),
    ("{normal: 1 / sqrt(width)}", "{normla: 1}", "there is no start 'normla'"),
    ("sizes: {width: 6}", "sizes: {width: 6, deep: 3}", "nothing uses the size deep"),
    ("sizes: {width: 6}", "sizes: {width: 0}", "must be a whole number"),
    ("[width, inputs]", "[width, samples + 0.5]", "no whole number"),
    ("sizes: {width: 6}", "sizes: {W: 6, width: 6}", "W is taken"),
    ("initial: 0}", "initial: 0, step_factor: widt}", "s.yaml:6:50: unknown name widt"),
    ("initial: 0}", "initial: 0, step_factor: 1 - width}", "by -5.0, no number above 0"),
    ("initial: 0}", "initial: 0, step_factor: 2, train: false}", "b is not trained"),
  ])
  func mistakesOfFormAreReported(old: String, new: String, message: String) {
    let yaml = "name: t\n" + Self.written.replacing(old, with: new) + "\n" + Self.rest
    let error = #expect(throws: SpecificationError.self) {
      try Specification(yaml: yaml, source: "s.yaml")
    }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }

  /// A model that says how long a sample is takes no inputs, and one that does not needs them.
  @Test func inputsGoWithModelsThatNeedThem() {
    let net = "name: t\nmodel: {kind: diagonal-net, dimension: 4, sparsity: 1}\n" + Self.rest
    let error = #expect(throws: SpecificationError.self) {
      try Specification(yaml: net, source: "s.yaml")
    }
    #expect(error?.description.contains("'inputs' has no meaning") == true)
    let formula = "name: t\n" + Self.written + "\n" + Self.rest.replacing("inputs: 4, ", with: "")
    let other = #expect(throws: SpecificationError.self) {
      try Specification(yaml: formula, source: "s.yaml")
    }
    #expect(other?.description.contains("'data' lacks 'inputs'") == true)
  }

  /// Samples that are matrices fill their rows, and go to formulas alone.
  @Test(arguments: [
    (
      written, "inputs: 4, input_rows: 3",
      "s.yaml:12:66: the inputs of a sample do not fill its rows"
    ),
    (
      "model: {kind: two-layer, width: 6}", "inputs: 4, input_rows: 2",
      "model 'two-layer' takes samples that are vectors, and they are matrices of shape (2, 2)"
    ),
  ])
  func matricesAreSamplesOfFormulas(model: String, inputs: String, message: String) {
    let yaml =
      "name: t\n" + model + "\n" + Self.rest.replacing("inputs: 4", with: inputs)
    let error = #expect(throws: SpecificationError.self) {
      try Specification(yaml: yaml, source: "s.yaml")
    }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }

  /// A factor over sizes and constants is part of a run, and has no equation.
  @Test func blocksHaveStepSizesOfTheirOwn() throws {
    let scaled = Self.written.replacing("initial: 0}", with: "initial: 0, step_factor: 1 / width}")
    let (_, plain) = try records(Self.written + "\n" + Self.rest)
    let (block, identities) = try records(scaled + "\n" + Self.rest)
    #expect(Set(plain).isDisjoint(with: identities))
    // What the optimizer minimizes is not known.
    for name in ["stationarity", "trace_power_diag_hessian"] {
      let values = block.variables.first { $0.key.name == name }?.value
      #expect(values?.allSatisfy(\.isNaN) == true)
    }
    for dynamics in ["slow-ode", "gradient-flow"] {
      let error = #expect(throws: SpecificationError.self) {
        let rest = Self.rest.replacing("adam", with: "sgd").replacing(", beta2: 0.9", with: "")
        _ = try Specification(
          yaml: "name: t\n\(scaled)\n\(rest)\ndynamics: \(dynamics)\n", source: "s.yaml")
      }
      #expect(
        error?.description.contains("blocks with a 'step_factor'") == true,
        "\(error?.description ?? "")")
    }
    let teacher = Self.rest.replacing(
      #"target: "x[0] - x[1] * x[2]""#,
      with: "teacher: {parameters: {w: {shape: [4], step_factor: 2}}, prediction: w @ x}")
    let error = #expect(throws: SpecificationError.self) {
      _ = try Specification(yaml: "name: t\n\(Self.written)\n\(teacher)\n", source: "s.yaml")
    }
    #expect(error?.description.contains("a teacher takes no steps") == true)
  }

  /// x has rows and columns, which are sizes of the text.
  @Test func aFormulaTakesMatrices() throws {
    let vector = """
      model:
        kind: formula
        parameters: {w: {shape: [inputs], initial: 0.1}}
        prediction: w @ x
      """
    let matrix = """
      model:
        kind: formula
        parameters: {w: {shape: [4], initial: 0.1}}
        prediction: sum(x * reshape(w, (input_rows, input_columns)))
      """
    let rest = Self.rest.replacing("x[0] - x[1] * x[2]", with: "x[0, 0] - x[0, 1] * x[1, 0]")
      .replacing("inputs: 4", with: "inputs: 4, input_rows: 2")
    func losses(_ yaml: String) throws -> [Double] {
      try #require(try records(yaml).0.variables.first { $0.key.name == "train_loss" }?.value)
    }
    #expect(try losses(vector + "\n" + Self.rest) == losses(matrix + "\n" + rest))
  }

  @Test func sizesAndConstantsAreAxesWithColumns() throws {
    let yaml = Self.written.replacing("width: 6", with: "width: [4, 8]")
      .replacing("1 / sqrt(width)", with: "scale").replacing(
        "  prediction", with: "  constants: {scale: [0.1, 1]}\n  prediction")
    let grid = Grid(
      try Specification(yaml: "name: t\n" + yaml + "\n" + Self.rest, source: "s.yaml"))
    #expect(grid.runCount == 8)
    let columns = ParameterColumn.columns(of: grid)
    let width = try #require(columns.first { $0.name == "sizes_width" })
    let scale = try #require(columns.first { $0.name == "constants_scale" })
    #expect(width.values(0..<8) == .integer([4, 4, 4, 4, 8, 8, 8, 8]))
    #expect(scale.values(0..<4) == .real([0.1, 0.1, 1, 1]))
    #expect(width.isMeaningful && width.missingLabel == -1)
    #expect(grid.specification.formatVersion == 3)
  }
}
