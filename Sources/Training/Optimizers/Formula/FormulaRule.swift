import Formulas
import Parameters

/// The step of an optimizer that is a formula.
///
/// Where elements depend on those in their places alone its operations go one after the other over some
/// parameters at a time, which stand where a model's formula has samples. Else they go over a whole block. The new
/// θ and states take the places of the old ones; see ``GraphCompiler/update(_:_:)``.
final class FormulaRule<Lanes: LaneVector>: ArrayRule {
  /// The program of some parameters.
  private struct Part {
    let runner: GraphRunner<Lanes>
    /// Their first parameters, and what η is multiplied by there: blocks of one shape have one program.
    var places: [(offset: Int, factor: Double)] = []
    /// The cells of η, k and L, where the formula has them.
    let stepSizeCell: Int?
    let stepCell: Int?
    let lossCell: Int?
  }

  private var parts: [Part] = []
  private let parameterCount: Int
  /// The states one after the other, `[S · P]`.
  private let states: LaneStorage<Lanes>
  private var stepSize: Lanes
  private var loss = Lanes.zero
  private var steps = StepCount()

  init<M: RuleMaker>(_ optimizer: FormulaOptimizer, _ maker: M) where M.Lanes == Lanes {
    parameterCount = maker.vectorCount
    let (count, values) = (parameterCount, maker.values)
    stepSize = values[\.stepSize]
    states = LaneStorage(
      optimizer.states.flatMap { state in
        Array(repeating: Lanes(repeating: Lanes.Scalar(state.value)), count: count)
      })
    switch optimizer.form {
    case .numbers(let formula):
      for part in (maker.stepFactors ?? StepFactors(ones: count)).parts {
        parts.append(
          Self.part(optimizer, formula, maker, .number, count: count, numbers: part.range.count))
        parts[parts.count - 1].places = [(part.range.lowerBound, part.factor)]
      }
    case .blocks:
      var places: [[Int]: Int] = [:]
      let factors = maker.stepFactors?.parts.map(\.factor)
      for (index, block) in maker.layout.blocks.enumerated() {
        let shape = Array(block.shape.suffix(2))
        let place =
          places[shape]
          ?? {
            guard let (formula, read) = try? optimizer.formula(ofBlock: shape) else {
              preconditionFailure("a checked specification has a formula for every block")
            }
            parts.append(Self.part(optimizer, formula, maker, read, count: count))
            return parts.count - 1
          }()
        places[shape] = place
        let size = shape.reduce(1, *)
        parts[place].places += stride(
          from: block.offset, to: block.range.upperBound, by: max(size, 1)
        ).map { ($0, factors?[index] ?? 1) }
      }
    }
  }

  /// The program of some parameters one by one, `numbers` of all `count`, or of a block of some shape.
  private static func part<M: RuleMaker>(
    _ optimizer: FormulaOptimizer, _ formula: Formula, _ maker: M, _ shape: Shape, count: Int,
    numbers: Int = 0
  ) -> Part where M.Lanes == Lanes {
    let isOfNumbers = if case .numbers = optimizer.form { true } else { false }
    let stage = isOfNumbers ? GraphStage.samples : .step
    // A state that is neither read nor bound stays what it is.
    var graph = formula.graph
    func input(_ name: String, _ role: Dependence) -> NodeID {
      graph.input(Input(name: name, shape: shape, role: role))
    }
    let theta = input("theta", .parameters)
    var updates: [(value: NodeID, place: NodeID)] = [(formula.result, theta)]
    for state in optimizer.states {
      let place = input(state.name, .state)
      if let value = formula.states[state.name] { updates.append((value, place)) }
    }
    let cellSize = MemoryLayout<Lanes>.stride
    var compiler =
      isOfNumbers
      ? GraphCompiler(
        graph, samples: numbers, blockLength: Self.blockLength, cellSize: cellSize)
      : GraphCompiler(graph, cellSize: cellSize)
    var constants: [(buffer: Int, input: Input)] = []
    var ofStep: [String: Int] = [:]
    func give(_ id: NodeID, in space: GraphSpace, at offset: Int) {
      if isOfNumbers {
        compiler.giveSamples(id, in: space, at: offset, apart: 1)
      } else {
        compiler.give(id, in: space, at: offset, stage: .step)
      }
    }
    for (id, input) in graph.inputs {
      switch input.name {
      case "theta": give(id, in: .theta, at: 0)
      case "g": give(id, in: .gradient, at: 0)
      case "eta", "k", "L": ofStep[input.name] = compiler.giveInArena(id, stage: .step)
      default:
        if let state = optimizer.states.firstIndex(where: { $0.name == input.name }) {
          give(id, in: .residuals, at: state * count)
        } else {
          constants.append((compiler.giveInArena(id, stage: .once), input))
        }
      }
    }
    compiler.countUses(for: updates.map(\.value))
    // Vectors of more than one register have too many operands at once.
    compiler.update(updates, stage, fusesProducts: cellSize <= 64)
    let runner = GraphRunner<Lanes>(compiler.program())
    runner.give(constants.map { (compiler.buffers[$0.buffer].base, $0.input) }) { input in
      input.name == "steps"
        ? [Lanes(repeating: Lanes.Scalar(maker.steps))]
        : [maker.values["\(Parameter.optimizerConstants.key).\(input.name)"]]
    }
    func cell(_ name: String) -> Int? { ofStep[name].map { compiler.buffers[$0].base } }
    return Part(
      runner: runner, stepSizeCell: cell("eta"), stepCell: cell("k"), lossCell: cell("L"))
  }

  /// Parameters at a time: as many as make an array of 4 KiB, so that some arrays fit the nearest cache and few
  /// commands are looked up.
  private static var blockLength: Int { max(4096 / MemoryLayout<Lanes>.stride, 16) }

  func advance(
    _ theta: borrowing LaneStorage<Lanes>, against gradient: borrowing LaneStorage<Lanes>
  ) -> Lanes {
    precondition(theta.count >= parameterCount && gradient.count >= parameterCount)
    steps.value += 1
    for part in parts {
      let (runner, program) = (part.runner, part.runner.program)
      if let cell = part.stepCell {
        runner.arena[cell] = Lanes(repeating: Lanes.Scalar(steps.value))
      }
      if let cell = part.lossCell { runner.arena[cell] = loss }
      var spaces = runner.ownSpaces
      for (offset, factor) in part.places {
        if let cell = part.stepSizeCell {
          runner.arena[cell] = stepSize * Lanes(repeating: Lanes.Scalar(factor))
        }
        spaces.theta = theta.cells.advanced(by: offset)
        spaces.gradient = gradient.cells.advanced(by: offset)
        spaces.residuals = states.cells.advanced(by: offset)
        runner.run(program.step, spaces)
        runner.runBlocks(program.forward, spaces)
      }
    }
    var probe = Lanes.zero
    // x · 0 is ±0 for finite x and NaN otherwise.
    for p in 0..<parameterCount { probe = probe.addingProduct(theta[p], 0) }
    return probe
  }

  func setStepSize(_ stepSize: Lanes) { self.stepSize = stepSize }

  func setLoss(_ loss: Lanes) { self.loss = loss }

  // MARK: Memory: k, then each state of all parameters

  var memoryCount: Int { StepCount.cellCount + states.count }

  func memory(_ index: Int) -> Lanes {
    index < StepCount.cellCount ? steps.cell(index) : states[index - StepCount.cellCount]
  }

  func setMemory(_ index: Int, to value: Lanes) {
    if index < StepCount.cellCount {
      steps.setCell(index, to: value)
    } else {
      states[index - StepCount.cellCount] = value
    }
  }
}
