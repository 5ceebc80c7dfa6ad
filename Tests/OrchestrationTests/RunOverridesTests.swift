import Experiments
import Orchestration
import Sweeps
import Testing

/// What `show` prints to repeat a run makes a sweep of that run alone.
@Suite struct RunOverridesTests {
  private static let formulas = """
    name: formulas
    model:
      - kind: formula
        parameters:
          W: {shape: [width, inputs], initial: {normal: "1 / sqrt(inputs)"}}
          a: {shape: [width], initial: [0.1, {normal: scale}]}
        sizes: {width: [3, 5]}
        constants: {scale: [0.5, 1]}
        prediction: |
          h = tanh(W @ x)   # hidden
          a @ h
      - {kind: two-layer, width: 4, activation: relu}
    data: {design: gaussian, inputs: 3, samples: 6, target: "x[0] * x[1]"}
    noise: {kind: none}
    optimizer: {kind: adam, step_size: [0.01, 0.02], beta2: 0.9}
    steps: 5
    seed: 1
    record: {count: 2}
    """

  private static let kinds = """
    name: kinds
    model: {kind: linear, dimension: 5, sparsity: 2}
    data: {samples: 8}
    loss: [logistic, {kind: huber, delta: [1, 2]}]
    noise: {kind: none}
    optimizer:
      - {kind: lion, step_size: 0.01, beta2: 0.9, schedule: [constant, {kind: cosine, warmup: [1, 2]}]}
      - {kind: sgd, step_size: [0.1, 0.2]}
    steps: 5
    seed: {count: 2}
    record: {count: 2, also: [margin]}
    """

  @Test(arguments: [formulas, kinds]) func eachRunCanBeRepeated(yaml: String) throws {
    let specification = try Specification(yaml: yaml, source: "s.yaml")
    let grid = Grid(specification)
    #expect(grid.runCount >= 10)
    for run in 0..<grid.runCount {
      let arguments = RunOverrides(run: run, of: specification, problemPath: { $0 }).arguments
      let overrides = try arguments.map { try #require(Override($0)) }
      let one = try Specification(yaml: yaml, source: "s.yaml", overrides: overrides)
      let alone = Grid(one)
      #expect(alone.runCount == 1)
      #expect(
        RunIdentity(Run(alone[0]), plan: one.record)
          == RunIdentity(Run(grid[run]), plan: specification.record), "\(arguments)")
    }
  }
}
