import Parameters
import Shards
import Sweeps
import TestSupport
import Testing

@testable import Experiments

@Suite struct ParameterColumnTests {
  private func grid(_ yaml: String = SmallSweep.mixed) throws -> Grid {
    Grid(try Specification(yaml: yaml, source: "sweep.yaml"))
  }

  /// One momentum, of which only the first knows that it lengthens steps.
  private static let gains = """
    name: gains
    model: {kind: diagonal-net, dimension: 8, sparsity: 2}
    data: {samples: 4}
    noise: {kind: none}
    optimizer:
      - {kind: sgd, step_size: 0.1, momentum: 0.5}
      - {kind: sign-sgd, step_size: 0.1, momentum: 0.5}
    steps: {slow_time: 1}
    seed: 1
    record: {count: 2}
    """

  /// A column that claims to be constant must be so in every run.
  @Test(arguments: [
    SmallSweep.mixed, SmallSweep.tiny, SmallSweep.wide, SmallSweep.slow, Self.gains,
  ])
  func constantColumnsAreConstant(yaml: String) throws {
    let grid = try grid(yaml)
    for column in ParameterColumn.columns(of: grid) where column.isConstant {
      let first = column.values(0..<1)
      for run in 0..<grid.runCount {
        #expect(same(column.values(run..<run + 1), first), "\(column.name) at run \(run)")
      }
    }
  }

  /// But for the bias, which sgd does not correct, as others may not.
  @Test func variedColumnsVary() throws {
    let grid = try grid()
    for column in ParameterColumn.columns(of: grid)
    where !column.isConstant && column.isMeaningful && column.name != "bias_correction" {
      let values = (0..<grid.runCount).map { "\(column.values($0..<$0 + 1))" }
      #expect(Set(values).count > 1, "\(column.name)")
    }
  }

  @Test func everyNameIsThereOnce() throws {
    let grid = try grid()
    let names = ParameterColumn.columns(of: grid).map(\.name)
    #expect(Set(names).count == names.count)
    #expect(Set(names).isDisjoint(with: RecordedQuantities.all.map(\.name)))
  }

  private static let union = """
    name: union
    model: {kind: diagonal-net, dimension: 8, sparsity: 2}
    data: {samples: 4}
    noise: [{kind: label, alpha: 0.0025}, {kind: label, delta: 0.1}, {kind: none}]
    optimizer:
      - {kind: sgd, step_size: 0.01}
      - {kind: adam, step_size: 0.01, beta2: 0.99}
      - {kind: adam, step_size: 0.01, one_minus_beta2: 0.01}
      - {kind: adam-e, exponent: 0.3, step_size: 0.1, one_minus_beta2: {rate: 1, power: 2}}
      - {kind: adam-mini, block_size: 2, step_size: 0.01, beta2: 0.9}
    steps: 5
    seed: 1
    record: {count: 2}
    """

  private static let labels: [(String, [Double])] = [
    ("one_minus_beta2", [0, 0.01, 0.01, 0.01, 0.1]), ("beta2", [1, 0.99, 0.99, 0.99, 0.9]),
    ("one_minus_beta2_rate", [-1, -1, -1, 1, -1]), ("one_minus_beta2_power", [0, 0, 0, 2, 0]),
    ("exponent", [0, 0.5, 0.5, 0.3, 0.5]), ("beta1", [0, 0.9, 0.9, 0.9, 0.9]),
    ("epsilon", [0, 1e-6, 1e-6, 1e-6, 1e-6]), ("block_size", [-1, -1, -1, -1, 2]),
    ("bias_correction", [0, 0, 0, 0, 0]), ("batch", [4, 4, 4, 4, 4]),
  ]

  /// What is said in two ways has one label; what a run lacks has the mathematics' or −1.
  @Test(arguments: labels)
  func everyOptimizerHasALabel(name: String, labels: [Double]) throws {
    let grid = try grid(Self.union)
    let column = try #require(ParameterColumn.columns(of: grid).first { $0.name == name })
    #expect(column.isMeaningful)
    // Noises vary slowest.
    let values = column.values(0..<grid.runCount)
    #expect((0..<grid.runCount).map { Double(values.label(at: $0)) } == labels + labels + labels)
  }

  private static let noiseLabels: [(String, [Double])] = [
    ("alpha", [0.0025, 0.0025, 0]), ("delta", [0.1, 0.1, 0]),
  ]

  @Test(arguments: noiseLabels)
  func everyNoiseHasALabel(name: String, labels: [Double]) throws {
    let grid = try grid(Self.union)
    let column = try #require(ParameterColumn.columns(of: grid).first { $0.name == name })
    #expect(
      column.values(0..<grid.runCount) == .real(labels.flatMap { Array(repeating: $0, count: 5) }))
  }

  /// −1 is no number of theirs.
  @Test(arguments: [("block_size", -1.0), ("one_minus_beta2_rate", -1), ("batch", nil)])
  func labelsOfWhatARunLacksAreSaidToBe(name: String, label: Double?) throws {
    let columns = ParameterColumn.columns(of: try grid(Self.union))
    #expect(try #require(columns.first { $0.name == name }).missingLabel == label)
  }

  @Test func whatNoRunHasIsNoColumn() throws {
    let columns = ParameterColumn.columns(of: try grid(Self.union))
    let absent = columns.filter { !$0.isMeaningful }.map(\.name)
    #expect(
      Array(absent.prefix(7)) == [
        "problem", "problem_name", "rank", "width", "depth", "slow_steps", "noise_std",
      ])
    #expect(absent.contains("loss") && absent.contains("schedule"))
  }

  /// A run shows what it has itself, labels apart.
  @Test func ownParametersAreThoseOfTheSweepFile() throws {
    let columns = ParameterColumn.columns(of: try grid(Self.union))
    let sgd = columns.own(ofRun: 0).map(\.column.name)
    #expect(sgd.contains("alpha") && sgd.contains("step_size"))
    #expect(!sgd.contains("exponent") && !sgd.contains("beta1") && !sgd.contains("one_minus_beta2"))
    let law = columns.own(ofRun: 3).filter { $0.column.name.hasPrefix("one_minus") }.map(\.text)
    #expect(law == ["0.01", "1", "2"])
    #expect(!columns.own(ofRun: 10).contains { $0.column.name == "alpha" })
  }

  private func same(_ first: ParameterColumn.Values, _ second: ParameterColumn.Values) -> Bool {
    if case .real(let a) = first, case .real(let b) = second {
      return a.map(\.bitPattern) == b.map(\.bitPattern)
    }
    return first == second
  }
}
