import Experiments
import Parameters
import Testing

@testable import Sweeps

@Suite struct SchemaTests {
  /// A key, and sweeps that set it: `%` stands for the value.
  struct Row: Sendable, CustomTestStringConvertible {
    var path: String
    var line: SweepLine
    var template: String
    var isVarying = false
    /// Values at both ends of the range, or all words.
    var accepted: [String]
    /// The nearest values beyond, or of another type.
    var refused: [String]

    var testDescription: String { path }

    func yaml(_ value: String) -> String {
      sweep([
        line: template.split(separator: "%", omittingEmptySubsequences: false)
          .joined(separator: value)
      ])
    }
  }

  /// The least positive and the greatest double.
  private static let (least, greatest) = ("5e-324", "1.7976931348623157e308")
  /// The neighbours of 1.
  private static let (below, above) = ("0.9999999999999999", "1.0000000000000002")

  private static let rows: [Row] = [
    Row(
      path: "model.kind", line: .model, template: "model: {kind: %, dimension: 10, sparsity: 5}",
      accepted: ["diagonal-net"], refused: ["matrix-factorisation", "1"]),
    Row(
      path: "model.kind", line: .model, template: "model: {kind: %, dimension: 10, rank: 5}",
      accepted: ["matrix-factorization"], refused: ["factorization"]),
    Row(
      path: "model.dimension", line: .model,
      template: "model: {kind: diagonal-net, dimension: %, sparsity: 1}",
      accepted: ["1", "100000000"], refused: ["0", "100000001", "1.5"]),
    Row(
      path: "model.sparsity", line: .model,
      template: "model: {kind: diagonal-net, dimension: 100000000, sparsity: %}",
      accepted: ["1", "100000000"], refused: ["0", "100000001", "all"]),
    Row(
      path: "model.rank", line: .model,
      template: "model: {kind: matrix-factorization, dimension: 100000000, rank: %}",
      accepted: ["1", "100000000"], refused: ["0", "100000001", "full"]),
    Row(
      path: "model.width", line: .model,
      template: "model: {kind: matrix-factorization, dimension: 10, rank: 1, width: %}",
      accepted: ["1", "100000000"], refused: ["0", "100000001", "1.5"]),
    Row(
      path: "model.depth", line: .model,
      template: "model: {kind: matrix-factorization, dimension: 10, rank: 1, depth: %}",
      accepted: ["2", "100000000"], refused: ["1", "100000001"]),
    Row(
      path: "model.initial_scale", line: .model,
      template: "model: {kind: diagonal-net, dimension: 10, sparsity: 5, initial_scale: %}",
      accepted: [least, greatest], refused: ["0", "-1e-300", "1.8e308"]),
    Row(
      path: "data.kind", line: .data, template: "data: {samples: 20, kind: %}",
      accepted: ["generated"], refused: ["files"]),
    Row(
      path: "data.design", line: .data, template: "data: {samples: 20, design: %}",
      accepted: ["sign", "gaussian", "one-hot"], refused: ["cauchy"]),
    Row(
      path: "data.samples", line: .data, template: "data: {samples: %}",
      accepted: ["1", "1e8"], refused: ["0", "100000001"]),
    Row(
      path: "noise.kind", line: .noise, template: "noise: {kind: %}",
      accepted: ["none"], refused: ["gradients"]),
    Row(
      path: "noise.kind", line: .noise, template: "noise: {kind: %, alpha: 0.1}",
      accepted: ["label"], refused: ["labels"]),
    Row(
      path: "noise.kind", line: .noise, template: "noise: {kind: %, std: 0.1}",
      accepted: ["gradient"], refused: ["gaussian"]),
    Row(
      path: "noise.alpha", line: .noise, template: "noise: {kind: label, alpha: %}",
      isVarying: true, accepted: ["0", greatest], refused: ["-5e-324", ".inf"]),
    Row(
      path: "noise.delta", line: .noise, template: "noise: {kind: label, delta: %}",
      isVarying: true, accepted: ["0", greatest], refused: ["-5e-324", ".inf"]),
    Row(
      path: "noise.std", line: .noise, template: "noise: {kind: gradient, std: %}",
      isVarying: true, accepted: ["0", greatest], refused: ["-5e-324", ".inf"]),
    Row(
      path: "noise.batch", line: .noise, template: "noise: {kind: label, alpha: 1, batch: %}",
      accepted: ["1", "20", "full"], refused: ["0", "all", "1.5"]),
    Row(
      path: "noise.distribution", line: .noise,
      template: "noise: {kind: label, alpha: 1, distribution: %}",
      accepted: ["rademacher", "gaussian"], refused: ["sign"]),
    Row(
      path: "optimizer.kind", line: .optimizer, template: "optimizer: {kind: %, step_size: 1}",
      accepted: ["sgd"], refused: ["no-such"]),
    Row(
      path: "optimizer.kind", line: .optimizer,
      template: "optimizer: {kind: %, step_size: 1, beta2: 0.9}",
      accepted: ["rmsprop"], refused: ["rms"]),
    Row(
      path: "optimizer.kind", line: .optimizer,
      template: "optimizer: {kind: %, step_size: 1, beta2: 0.9}",
      accepted: ["adam"], refused: ["adamax"]),
    Row(
      path: "optimizer.kind", line: .optimizer,
      template: "optimizer: {kind: %, step_size: 1, beta2: 0.9, exponent: 0.5}",
      accepted: ["adam-e"], refused: ["adame"]),
    Row(
      path: "optimizer.kind", line: .optimizer,
      template: "optimizer: {kind: %, step_size: 1, beta2: 0.9, block_size: 10}",
      accepted: ["adam-mini"], refused: ["mini"]),
    Row(
      path: "optimizer.kind", line: .optimizer,
      template: "optimizer: {kind: %, step_size: 1, beta2: 0.9}",
      accepted: ["adalayer"], refused: ["layer"]),
    Row(
      path: "optimizer.step_size", line: .optimizer,
      template: "optimizer: {kind: sgd, step_size: %}", isVarying: true,
      accepted: [least, greatest], refused: ["0", "-0.1", "fast"]),
    Row(
      path: "optimizer.beta1", line: .optimizer,
      template: "optimizer: {kind: adalayer, step_size: 1, beta2: 0.9, beta1: %}", isVarying: true,
      accepted: ["0", below], refused: ["1", "-5e-324"]),
    Row(
      path: "optimizer.beta2", line: .optimizer,
      template: "optimizer: {kind: rmsprop, step_size: 1, beta2: %}", isVarying: true,
      accepted: ["0", below], refused: ["1", "-5e-324"]),
    Row(
      path: "optimizer.one_minus_beta2", line: .optimizer,
      template: "optimizer: {kind: adam, step_size: 1, one_minus_beta2: %}", isVarying: true,
      accepted: [least, "1"], refused: ["0", above]),
    Row(
      path: "optimizer.one_minus_beta2.rate", line: .optimizer,
      template: "optimizer: {kind: adam, step_size: 1, one_minus_beta2: {rate: %, power: 2}}",
      isVarying: true, accepted: [least, "1"], refused: ["0", "-1", above]),
    Row(
      path: "optimizer.one_minus_beta2.power", line: .optimizer,
      template: "optimizer: {kind: adam, step_size: 1, one_minus_beta2: {rate: 1, power: %}}",
      isVarying: true, accepted: ["-" + greatest, greatest], refused: ["1e309", "square"]),
    Row(
      path: "optimizer.exponent", line: .optimizer,
      template: "optimizer: {kind: adam-e, step_size: 1, beta2: 0.9, exponent: %}",
      isVarying: true, accepted: [least, below], refused: ["0", "1"]),
    Row(
      path: "optimizer.epsilon", line: .optimizer,
      template: "optimizer: {kind: rmsprop, step_size: 1, beta2: 0.9, epsilon: %}",
      isVarying: true, accepted: [least, greatest], refused: ["0", "-1e-8"]),
    Row(
      path: "optimizer.block_size", line: .optimizer,
      template: "optimizer: {kind: adam-mini, step_size: 1, beta2: 0.9, block_size: %}",
      accepted: ["1", "100"], refused: ["0", "101", "100000001"]),
    Row(
      path: "optimizer.bias_correction", line: .optimizer,
      template: "optimizer: {kind: adam, step_size: 1, beta2: 0.9, bias_correction: %}",
      accepted: ["true", "false"], refused: ["yes", "1"]),
    Row(
      path: "steps", line: .steps, template: "steps: %\nrecord: {steps: [0]}",
      accepted: ["1", "9007199254740992"], refused: ["0", "9007199254740993", "1e16"]),
    Row(
      path: "steps.slow_time", line: .steps,
      template: "steps: {slow_time: %}\nrecord: {steps: [0]}",
      accepted: ["0.0051", "90071992547409.9"], refused: ["0", "-1", "now"]),
    Row(
      path: "seed", line: .seed, template: "seed: %",
      accepted: ["0", "18446744073709551615"], refused: ["-1", "18446744073709551616", "0.5"]),
    Row(
      path: "data_seed", line: .seed, template: "seed: 1\ndata_seed: %",
      accepted: ["0", "18446744073709551615"], refused: ["-1", "18446744073709551616", "0.5"]),
    Row(
      path: "init_seed", line: .seed, template: "seed: 1\ninit_seed: %",
      accepted: ["0", "18446744073709551615"], refused: ["-1", "18446744073709551616", "0.5"]),
    Row(
      path: "noise_seed", line: .seed, template: "seed: 1\nnoise_seed: %", isVarying: true,
      accepted: ["0", "18446744073709551615"], refused: ["-1", "18446744073709551616", "0.5"]),
    Row(
      path: "precision", line: .seed, template: "seed: 1\nprecision: %",
      accepted: ["float64", "float32"], refused: ["float16"]),
    Row(
      path: "dynamics", line: .seed, template: "seed: 1\ndynamics: %",
      accepted: ["training"], refused: ["slow-ode"]),
    Row(
      path: "slow_steps", line: .noise,
      template: "noise: {kind: gradient, std: 0.1}\ndynamics: slow-sde\nslow_steps: %",
      accepted: ["1", "9007199254740992"], refused: ["0", "0.5"]),
  ]

  /// The keys that were there when the format was frozen.
  private var frozen: [Schema.Key] {
    Language.schema.allKeys.filter { $0.parameter.since <= Schema.frozenFormat }
  }

  @Test func everyKeyHasARow() {
    // Data from files have tests of their own.
    #expect(Set(Self.rows.map(\.path) + ["data.path"]) == Set(frozen.map(\.path)))
  }

  @Test(arguments: rows) func theEndsOfTheRangeAreAccepted(_ row: Row) throws {
    for text in row.accepted {
      let value = Grid(try specification(of: row.yaml(text)))[0][row.path]
      switch value {
      case .seed(let seed): #expect(seed == UInt64(text))
      case .text(let word): #expect(word == text)
      default: #expect(value?.asReal == Double(text))
      }
    }
  }

  @Test(arguments: rows) func whatIsBeyondIsRefused(_ row: Row) {
    for text in row.refused {
      let error = #expect(throws: SpecificationError.self) {
        try specification(of: row.yaml(text))
      }
      #expect(error?.diagnostics.count == 1)
      #expect(error?.diagnostics.first?.message.contains(text) == true, "\(text)")
    }
  }

  @Test(arguments: rows.filter { $0.accepted.count > 1 })
  func aListIsAnAxisOfItsBinding(_ row: Row) throws {
    let list = "[" + row.accepted.joined(separator: ", ") + "]"
    let subgrid = try specification(of: row.yaml(list)).subgrids[0]
    func paths(_ axes: [Subgrid.Axis]) -> [String] { axes.flatMap(\.components).map(\.path) }
    #expect(paths(subgrid.varyingAxes) == (row.isVarying ? [row.path] : []))
    #expect(paths(subgrid.uniformAxes) == (row.isVarying ? [] : [row.path]))
  }

  @Test(arguments: [
    ("model.initial_scale", "0.1"), ("data.kind", "generated"), ("data.design", "sign"),
    ("noise.batch", "full"), ("noise.distribution", "rademacher"), ("optimizer.beta1", "0.9"),
    ("optimizer.epsilon", "1e-06"), ("precision", "float64"), ("dynamics", "training"),
    ("optimizer.bias_correction", "false"),
  ])
  func anAbsentKeyHasItsDefault(path: String, value: String) throws {
    let grid = try grid([
      .noise: "noise: {kind: label, alpha: 0.1}",
      .optimizer: "optimizer: {kind: adam, step_size: 0.1, beta2: 0.9}",
    ])
    #expect(grid[0][path]?.description == value)
  }

  @Test func aFactorizationHasItsDefaults() throws {
    let point = try grid([
      .model: "model: {kind: matrix-factorization, dimension: [10, 20], rank: 1}"
    ])[1]
    #expect(point["model.depth"] == .integer(2))
    // The width follows the dimension, and so do the seeds the seed: where they are used.
    for path in ["model.width", "data_seed", "init_seed", "noise_seed"] {
      #expect(point[path] == nil)
    }
  }

  @Test func allDefaultsAreKnownToTheTestsAbove() {
    #expect(frozen.count { $0.parameter.defaultValue != nil } == 11)
  }

  @Test func aKeyWithoutMeaningHasNoValue() throws {
    let point = try grid()[0]
    for path in ["noise.alpha", "noise.batch", "optimizer.beta1", "optimizer.epsilon", "no.such"] {
      #expect(point[path] == nil)
    }
  }

  @Test func recordHasItsDefaults() throws {
    let expected = RecordPlan(
      schedule: .logarithmic(count: 40), signal: .never, projection: .last, supportThreshold: 0.01)
    #expect(try specification(of: sweep()).record == expected)
    #expect(try specification(of: sweep() + "record: {}\n").record == expected)
  }

  @Test(arguments: [
    ("{count: 2}", RecordPlan.Schedule.logarithmic(count: 2)),
    ("{count: 1000000}", .logarithmic(count: 1_000_000)),
    ("{count: 1e3, spacing: log}", .logarithmic(count: 1000)),
    ("{spacing: linear}", .linear(count: 40)),
    ("{steps: [0]}", .steps([0])),
    ("{steps: [3, 1e3, 1000000]}", .steps([3, 1000, 1_000_000])),
    ("{slow_times: [0, 1, 2.5]}", .slowTimes([0, 1, 2.5])),
  ])
  func recordTakesASchedule(text: String, schedule: RecordPlan.Schedule) throws {
    let yaml = sweep([.steps: "steps: 1000000"]) + "record: \(text)\n"
    #expect(try specification(of: yaml).record.schedule == schedule)
  }

  @Test func recordTakesItsOtherKeys() throws {
    let record = try specification(
      of: sweep() + "record: {signal: last, support_threshold: 5e-324}\n"
    ).record
    #expect(record.signal == .last && record.supportThreshold == .leastNonzeroMagnitude)
    #expect(try specification(of: sweep() + "record: {signal: all}\n").record.signal == .all)
  }

  @Test func textsAreKept() throws {
    let specification = try specification(
      of: sweep([.name: "name: t\nquestion: Why?\ndescription: >\n  long\n  text\n"]))
    #expect(specification.name == "t")
    #expect(specification.question == "Why?")
    #expect(specification.description == "long text\n")
  }
}
