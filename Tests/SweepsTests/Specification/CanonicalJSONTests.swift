import Experiments
import Testing

@testable import Sweeps

@Suite struct CanonicalJSONTests {
  private static let rich = """
    name: rich
    question: "Ευκλείδης / \\"quoted\\"?"
    model: {kind: diagonal-net, dimension: [100, 1000], sparsity: 5, initial_scale: 5e-324}
    data: {design: sign, samples: {from: 20, to: 60, step: 8}}
    noise: {kind: label, alpha: {from: 0, to: 0.3, step: 0.1}}
    optimizer:
      - {kind: sgd, step_size: {log: [1e-2, 1e-1], count: 4}}
      - {kind: adam-e, exponent: [0.25, 0.5], step_size: 1.7976931348623157e308,
         one_minus_beta2: 0.30000000000000004}
    steps: {log: [1e3, 1e5], count: 3}
    seed: {first: 18446744073709551609, count: 7}
    record: {count: 30, spacing: linear, signal: all, support_threshold: 0.1}
    """

  private static let joined = """
    name: joined
    model: {kind: matrix-factorization, dimension: [10, 20], rank: 2, width: [20, 30]}
    data: {samples: {from: 50, to: 70, count: 3}}
    noise: {kind: gradient, std: [0, 0.1]}
    optimizer: {kind: rmsprop, step_size: [0.1, 0.2], beta2: 0.9, bias_correction: true}
    steps: {slow_time: [3, 4]}
    data_seed: 1
    init_seed: [2, 3, 4]
    noise_seed: {count: 7}
    record: {slow_times: [0, 1, 2.5]}
    zip: [[model.width, model.dimension], [noise.std, steps.slow_time]]
    exclude: [{init_seed: [4, 3], data.samples: 60}, {optimizer.step_size: 0.2}]
    """

  @Test(arguments: [rich, joined, sweep(), sweep() + "record: {steps: [0, 5, 1000]}"])
  func readsBackAsTheSameSpecification(yaml: String) throws {
    let specification = try specification(of: yaml)
    let copy = try Specification(canonicalJSON: specification.canonicalJSON)
    #expect(copy == specification)
    #expect(copy.canonicalJSON == specification.canonicalJSON)
    #expect(Grid(copy).runCount == Grid(specification).runCount)
  }

  /// A sweep's identity is made of these bytes: a change here orphans every finished shard.
  @Test func hasExactlyTheseBytes() throws {
    func constant(_ path: String, _ type: String, _ value: String) -> String {
      #"{"path":"\#(path)","values":{"list":{"values":[{"\#(type)":\#(value)}]}}}"#
    }
    let constants = [
      constant("data.design", "text", #""sign""#), constant("data.kind", "text", #""generated""#),
      constant("data.samples", "integer", "20"), constant("dynamics", "text", #""training""#),
      constant("model.dimension", "integer", "100"),
      constant("model.initial_scale", "real", "0.1"),
      constant("model.kind", "text", #""diagonal-net""#),
      constant("model.sparsity", "integer", "5"), constant("noise.kind", "text", #""none""#),
      constant("optimizer.kind", "text", #""sgd""#), constant("precision", "text", #""float64""#),
      constant("steps", "integer", "1000"),
    ]
    let expected =
      #"{"name":"t","record":{"projection":"last","schedule":{"logarithmic":{"count":40}},"signal":"never","#
      + #""supportThreshold":0.01},"subgrids":[{"constants":["# + constants.joined(separator: ",")
      + #"],"uniformAxes":[{"path":"seed","values":{"seeds":{"count":3,"first":5}}}],"#
      + #""varyingAxes":[{"path":"optimizer.step_size","values":"#
      + #"{"logarithmic":{"count":5,"from":0.001,"to":0.1}}}]}]}"#
    let specification = try specification(
      of: sweep([
        .optimizer: "optimizer: {kind: sgd, step_size: {log: [1e-3, 1e-1], count: 5}}",
        .seed: "seed: {first: 5, count: 3}",
      ]))
    #expect(String(decoding: specification.canonicalJSON, as: UTF8.self) == expected)
  }

  @Test func jointAxesAndExclusionsHaveExactlyTheseBytes() throws {
    let specification = try specification(
      of: sweep([
        .model: "model: {kind: diagonal-net, dimension: [100, 200], sparsity: 5}",
        .data: "data: {samples: [20, 30]}",
        .seed: """
        seed: 1
        zip: [[model.dimension, data.samples]]
        exclude: [{optimizer.kind: sgd, model.dimension: [200]}]
        """,
      ]))
    let json = String(decoding: specification.canonicalJSON, as: UTF8.self)
    let exclusions =
      #"{"exclusions":[{"conditions":[{"path":"model.dimension","values":[{"integer":200}]},"#
      + #"{"path":"optimizer.kind","values":[{"text":"sgd"}]}]}],"name":"t","#
    #expect(json.hasPrefix(exclusions))
    let axes =
      #""uniformAxes":[[{"path":"model.dimension","values":{"list":{"values":[{"integer":100},"#
      + #"{"integer":200}]}}},{"path":"data.samples","values":{"list":{"values":["#
      + #"{"integer":20},{"integer":30}]}}}]],"varyingAxes":[]"#
    #expect(json.contains(axes))
  }

  /// Sweeps that say the same in other words.
  @Test(arguments: [
    "# why\n" + sweep([.steps: "steps: 1e3  # a thousand"]),
    sweep([.model: "model: {sparsity: 5, dimension: 100, kind: diagonal-net}"]),
    sweep([.model: "model:\n  dimension: [100]\n  sparsity: 5.0\n  kind: diagonal-net"]),
    sweep([.data: "data: {kind: generated, samples: 20, design: sign}"]),
    sweep([.noise: "noise: [{kind: none}]"]),
    sweep([.optimizer: "optimizer: {kind: sgd, step_size: {from: 0.1, to: 0.2, step: 1}}"]),
    sweep([.seed: "seed: {first: 1, count: 1}"]),
    sweep().split(separator: "\n").reversed().joined(separator: "\n"),
  ])
  func wordingAndOrderOfConstantsDoNotMatter(yaml: String) throws {
    let plain = try specification(of: sweep())
    #expect(try specification(of: yaml).canonicalJSON == plain.canonicalJSON)
  }

  @Test func negativeZeroIsZero() throws {
    let (zero, negative) = (
      try specification(of: sweep([.noise: "noise: {kind: label, alpha: 0}"])),
      try specification(of: sweep([.noise: "noise: {kind: label, alpha: -0.0}"]))
    )
    #expect(zero.canonicalJSON == negative.canonicalJSON)
  }

  /// The order of axes is the order of the runs.
  @Test(arguments: [
    "noise: {kind: label, alpha: [0, 1]}\noptimizer: {kind: sgd, step_size: [0.1, 0.2]}",
    "optimizer: {kind: sgd, step_size: [0.2, 0.1]}\nnoise: {kind: label, alpha: [0, 1]}",
    "optimizer: {kind: sgd, step_size: [0.1, 0.2]}\nnoise: {kind: label, alpha: [1, 0]}",
  ])
  func theOrderOfAxesAndValuesMatters(blocks: String) throws {
    let reference = """
      optimizer: {kind: sgd, step_size: [0.1, 0.2]}
      noise: {kind: label, alpha: [0, 1]}
      """
    func json(_ blocks: String) throws -> [UInt8] {
      let lines = sweep().split(separator: "\n")
        .filter { !$0.hasPrefix("noise") && !$0.hasPrefix("optimizer") }
      return try specification(of: (lines + [blocks[...]]).joined(separator: "\n")).canonicalJSON
    }
    #expect(try json(blocks) != json(reference))
  }
}
