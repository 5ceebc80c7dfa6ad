import Formulas

/// The step of an optimizer that is a formula: its operations one after the other, on 32 parameters at a
/// time, which stand where a model's formula has samples.
final class FormulaRule<Lanes: LaneVector>: ArrayRule {
  private let runner: GraphRunner<Lanes>
  private let parameterCount: Int
  private let stateCount: Int
  /// The states of each parameter next to each other, `[P · S]`.
  private let states: LaneStorage<Lanes>
  /// The next θ and states of each parameter, `[P · (1 + S)]`.
  private let next: LaneStorage<Lanes>
  /// The cells of η and of k, where the formula has them.
  private let stepSizeCell: Int?
  private let stepCell: Int?
  private var stepSize: Lanes
  private var steps = StepCount()

  init(_ optimizer: FormulaOptimizer, _ values: LaneValues<Lanes>, parameterCount: Int) {
    self.parameterCount = parameterCount
    let (formula, names) = (optimizer.formula, optimizer.states.map(\.name))
    stateCount = names.count
    // A state that no line binds stays what it is.
    var graph = formula.graph
    let outputs =
      [formula.result]
      + names.map { name in
        formula.states[name] ?? graph.input(Input(name: name, shape: .number, role: .state))
      }
    var compiler = GraphCompiler(
      graph, samples: parameterCount, cellSize: MemoryLayout<Lanes>.stride)
    var constants: [(buffer: Int, input: Input)] = []
    var ofStep: [String: Int] = [:]
    for (id, input) in graph.inputs {
      switch input.name {
      case "theta": compiler.giveSamples(id, in: .theta, at: 0, apart: 1)
      case "g": compiler.giveSamples(id, in: .gradient, at: 0, apart: 1)
      case "eta", "k": ofStep[input.name] = compiler.giveInArena(id, stage: .step)
      default:
        if let state = names.firstIndex(of: input.name) {
          compiler.giveSamples(id, in: .residuals, at: state, apart: names.count)
        } else {
          constants.append((compiler.giveInArena(id, stage: .once), input))
        }
      }
    }
    compiler.countUses(for: outputs)
    compiler.predict(outputs, apart: outputs.count)
    runner = GraphRunner(compiler.program())
    runner.give(constants.map { (compiler.buffers[$0.buffer].base, $0.input) }) { input in
      [values["\(Self.constants).\(input.name)"]]
    }
    stepSizeCell = ofStep["eta"].map { compiler.buffers[$0].base }
    stepCell = ofStep["k"].map { compiler.buffers[$0].base }
    states = LaneStorage(
      (0..<parameterCount).flatMap { _ in
        optimizer.states.map { Lanes(repeating: Lanes.Scalar($0.value)) }
      })
    next = LaneStorage(repeating: .zero, count: parameterCount * outputs.count)
    stepSize = values[\.stepSize]
  }

  private static var constants: String { "constants" }

  func advance(
    _ theta: borrowing LaneStorage<Lanes>, against gradient: borrowing LaneStorage<Lanes>
  ) -> Lanes {
    precondition(theta.count >= parameterCount && gradient.count >= parameterCount)
    steps.value += 1
    if let stepCell { runner.arena[stepCell] = Lanes(repeating: Lanes.Scalar(steps.value)) }
    if let stepSizeCell { runner.arena[stepSizeCell] = stepSize }
    var spaces = runner.ownSpaces
    spaces.theta = theta.cells
    spaces.gradient = gradient.cells
    spaces.residuals = states.cells
    spaces.predictions = next.cells
    runner.run(runner.program.step, spaces)
    runner.runBlocks(runner.program.forward, spaces)
    var probe = Lanes.zero
    var cell = 0
    for p in 0..<parameterCount {
      theta[p] = next[cell]
      // x · 0 is ±0 for finite x and NaN otherwise.
      probe = probe.addingProduct(next[cell], 0)
      for state in 0..<stateCount { states[p &* stateCount &+ state] = next[cell &+ 1 &+ state] }
      cell &+= 1 &+ stateCount
    }
    return probe
  }

  func setStepSize(_ stepSize: Lanes) { self.stepSize = stepSize }

  // MARK: Memory: k, then each state of all parameters

  var memoryCount: Int { StepCount.cellCount + parameterCount * stateCount }

  private func cell(_ index: Int) -> Int {
    let index = index - StepCount.cellCount
    return index % parameterCount * stateCount + index / parameterCount
  }

  func memory(_ index: Int) -> Lanes {
    index < StepCount.cellCount
      ? Lanes(repeating: Lanes.Scalar(steps[index])) : states[cell(index)]
  }

  func setMemory(_ index: Int, to value: Lanes) {
    if index < StepCount.cellCount {
      steps[index] = Int(value[0])
    } else {
      states[cell(index)] = value
    }
  }
}
