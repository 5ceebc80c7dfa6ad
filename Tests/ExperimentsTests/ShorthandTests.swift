import Parameters
import Sweeps
import Testing

@testable import Experiments
@testable import Shards

/// Blocks that are written with the word of another kind, or with a word alone.
@Suite struct ShorthandTests {
  private static let method = """
    optimizer: {kind: sgd, step_size: 0.01}
    noise: {kind: label, delta: 0.5}
    steps: 20
    seed: 1
    record: {count: 3}
    """

  private func records(_ yaml: String) throws -> [RecordBlock] {
    try allRecords(of: Grid(try Specification(yaml: "name: t\n" + yaml, source: "s.yaml")))
  }

  private func mistakes(_ yaml: String) -> [String] {
    do {
      _ = try Specification(yaml: "name: t\n" + yaml, source: "s.yaml")
      return []
    } catch {
      return error.diagnostics.map { "\($0.place.line):\($0.place.column) \($0.message)" }
    }
  }

  @Test(arguments: [
    (
      "{kind: matrix-factorization, dimension: 4, rank: 1, symmetric: true}",
      "{kind: symmetric-factorization, dimension: 4, rank: 1}"
    ),
    (
      "{kind: matrix-factorization, dimension: 4, rank: 1, symmetric: false}",
      "{kind: matrix-factorization, dimension: 4, rank: 1}"
    ),
    (
      "{kind: diagonal-net, dimension: 6, sparsity: 1, depth: 3}",
      "{kind: deep-diagonal-net, dimension: 6, sparsity: 1, depth: 3}"
    ),
    (
      "{kind: diagonal-net, dimension: 6, sparsity: 1, depth: 2}",
      "{kind: diagonal-net, dimension: 6, sparsity: 1}"
    ),
    (
      "{kind: diagonal-net, dimension: 6, sparsity: 1, depth: [2, 4]}",
      "[{kind: diagonal-net, dimension: 6, sparsity: 1}, "
        + "{kind: deep-diagonal-net, dimension: 6, sparsity: 1, depth: [4]}]"
    ),
  ])
  func aShortModelIsTheOneMeant(short: String, long: String) throws {
    let rest = "\ndata: {samples: 5}\n" + Self.method
    let (a, b) = (try records("model: \(short)" + rest), try records("model: \(long)" + rest))
    #expect(a.haveSameBits(as: b))
  }

  @Test func aLinearModelWithoutADimensionTakesThatOfItsData() throws {
    let rest =
      "\ndata: {inputs: 3, samples: 5, design: gaussian, target: \"x[0] + 2\"}\n" + Self.method
    let short = try records("model: {kind: linear, bias: true}" + rest)
    let long = try records(
      """
      model:
        kind: formula
        parameters:
          w: {shape: [inputs], initial: {normal: 1 / sqrt(inputs)}}
          b: {initial: 0}
        prediction: w @ x + b
      """ + rest)
    #expect(short.haveSameBits(as: long))
  }

  @Test func aWordAloneIsAKind() throws {
    let net = "model: {kind: diagonal-net, dimension: 6, sparsity: 1}\ndata: {samples: 5}\n"
    let noise = "noise: {kind: label, delta: 0.5}"
    let short = Self.method.replacing(noise, with: "noise: none")
    let long = Self.method.replacing(noise, with: "noise: {kind: none}")
    #expect(try records(net + short).haveSameBits(as: records(net + long)))
    #expect(
      mistakes(net + Self.method.replacing(noise, with: "noise: nothing"))
        == ["5:8 'noise' must be a block of keys, not 'nothing'"])
    #expect(
      mistakes("model: diagonal-net\ndata: {samples: 5}\n" + Self.method)
        == ["2:8 'model' lacks 'dimension'", "2:8 'model' lacks 'sparsity'"])
  }

  @Test(arguments: ["formula", "value"])
  func aScheduleWithAFormulaNeedsNoKind(key: String) throws {
    let net = "model: {kind: diagonal-net, dimension: 6, sparsity: 1}\ndata: {samples: 5}\n"
    func sweep(_ schedule: String) -> String {
      net + Self.method.replacing("step_size: 0.01", with: "step_size: 0.01, schedule: \(schedule)")
    }
    let short = sweep("{\(key): \"minimum(1, k / ramp)\", constants: {ramp: [5, 10]}}")
    let long = sweep("{kind: formula, value: \"minimum(1, k / ramp)\", constants: {ramp: [5, 10]}}")
    #expect(try records(short).haveSameBits(as: records(long)))
  }

  @Test func aLossWithAValueNeedsNoKind() throws {
    let net = "model: {kind: diagonal-net, dimension: 6, sparsity: 1}\ndata: {samples: 5}\n"
    let short = net + Self.method + "\nloss: {value: \"(f - y) ** 4\"}"
    let long = net + Self.method + "\nloss: {kind: formula, value: \"(f - y) ** 4\"}"
    #expect(try records(short).haveSameBits(as: records(long)))
  }

  // MARK: Starts of architectures

  private static let data =
    "\ndata: {inputs: 3, samples: 5, design: gaussian, target: \"x[0] * x[1]\"}\n"

  @Test func blocksOfAnArchitectureBeginAsTheSweepSays() throws {
    let short = try records(
      "model: {kind: two-layer, width: 4, initial: {W: [{formula: 1}, {normal: 0.1}], a: 0.5}}"
        + Self.data + Self.method)
    let long = try records(
      """
      model:
        kind: formula
        parameters:
          W: {shape: [width, inputs], initial: [{formula: 1}, {normal: 0.1}]}
          a: {shape: [width], initial: 0.5}
        sizes: {width: 4}
        prediction: a @ tanh(W @ x)
      """ + Self.data + Self.method)
    #expect(short.haveSameBits(as: long))
    let plain = try records("model: {kind: two-layer, width: 4}" + Self.data + Self.method)
    #expect(!short.haveSameBits(as: plain))
  }

  @Test(arguments: [
    ("{Q: 0}", "2:46 the model has no block 'Q'"),
    ("{a: {norml: 1}}", "2:50 there is no start 'norml'"),
    ("{a: {normal: \"1 / widht\"}}", "2:63 unknown name widht"),
    ("{a: [0, {normal: \"1 / widht\"}]}", "2:67 unknown name widht"),
  ])
  func mistakesOfStartsHaveTheirPlace(starts: String, mistake: String) {
    let found = mistakes(
      "model: {kind: two-layer, width: 4, initial: \(starts)}" + Self.data + Self.method)
    #expect(found == [mistake])
  }

  // MARK: Labels

  @Test func aLabelIsAColumnAndNoPartOfARun() throws {
    func grid(_ label: String) throws -> Grid {
      Grid(
        try Specification(
          yaml: """
            name: t
            model: {kind: diagonal-net, dimension: 6, sparsity: 1}
            data: {samples: 5}
            noise: {kind: label, delta: 0.5}
            optimizer: [{kind: sgd, step_size: 0.01\(label)}, {kind: sgd, step_size: 0.02}]
            steps: 20
            seed: 1
            record: {count: 3}
            """, source: "s.yaml"))
    }
    let (labelled, plain) = (try grid(", label: the plain one"), try grid(""))
    let columns = ParameterColumn.columns(of: labelled)
    let column = try #require(columns.first { $0.name == "optimizer_label" })
    #expect(column.values(0..<2) == .text(["the plain one", ""]))
    #expect(
      !ParameterColumn.columns(of: plain).contains {
        $0.name == "optimizer_label" && $0.isMeaningful
      })
    func identity(_ grid: Grid) -> RunIdentity {
      RunIdentity(Run(grid[0]), plan: grid.specification.record)
    }
    #expect(identity(labelled) == identity(plain))
  }

  @Test func aLabelIsOneText() {
    let found = mistakes(
      """
      model: {kind: diagonal-net, dimension: 6, sparsity: 1}
      data: {samples: 5}
      noise: {kind: label, delta: 0.5}
      optimizer: {kind: sgd, step_size: 0.01, label: [a, b]}
      steps: 20
      seed: 1
      record: {count: 3}
      """)
    #expect(found == ["5:48 'label' must be a text, not a list"])
  }
}
