internal import Formulas

/// The predictions of a formula, and their pull-back, for runs side by side.
///
/// Samples are taken in blocks. Sums over them are sequences from the first sample to the last, so that the
/// bits depend neither on blocks nor on the width of vectors.
final class GraphPrediction<Lanes: LaneVector> {
  let outputs: OutputLayout
  let parameterCount: Int
  let runner: GraphRunner<Lanes>
  /// Parameters that the formula does not depend on.
  private let untouched: [Range<Int>]

  /// Cells beyond this would not fit a core's share of a machine's memory.
  static var mostBytesKept: Int { 1 << 28 }

  /// The predictions of a formula on samples.
  ///
  /// - Parameters:
  ///   - formula: The formula.
  ///   - samples: The data.
  ///   - keepsActivations: Whether the pull-back finds what the predictions left, or computes it again, which
  ///     takes 1.3 to 1.6 times as long; nil keeps it up to ``mostBytesKept``.
  ///   - blockLength: Samples of a block.
  ///   - given: The cells of a fixed block or constant, row by row.
  init(
    _ formula: GraphFormula, _ samples: GraphSamples, keepsActivations: Bool? = nil,
    blockLength: Int = 32, given: (Input) -> [Lanes]
  ) {
    precondition(samples.shape == formula.sampleShape, "samples have the formula's shape")
    outputs = OutputLayout(sampleCount: samples.count, outputCount: formula.outputCount)
    parameterCount = formula.layout.parameterCount
    let derivatives = formula.derivatives
    let data = formula.dataNodes(for: [derivatives.prediction] + derivatives.gradients)
    let numbers = Self.numbers(of: data, formula, samples)

    func compiled(keeping keeps: Bool) -> (GraphProgram, givens: [Int]) {
      Self.compile(formula, samples, data, keeping: keeps, blockLength: blockLength)
    }
    var (program, givens) = compiled(keeping: keepsActivations ?? true)
    let bytes = program.arenaCount * MemoryLayout<Lanes>.stride
    if keepsActivations == nil, bytes > Self.mostBytesKept {
      (program, givens) = compiled(keeping: false)
    }

    runner = GraphRunner(program, numbers: numbers)
    runner.give(zip(givens, formula.givens.map(\.input)), given)
    untouched = formula.untouchedParameters
  }

  /// The program, and the first cell of each of the formula's givens.
  private static func compile(
    _ formula: GraphFormula, _ samples: GraphSamples, _ data: [NodeID], keeping keeps: Bool,
    blockLength: Int
  ) -> (GraphProgram, givens: [Int]) {
    let derivatives = formula.derivatives
    var compiler = GraphCompiler(
      formula.graph, samples: samples.count, blockLength: blockLength,
      cellSize: MemoryLayout<Lanes>.stride)
    var start = 0
    for id in data {
      let size = formula.graph.shape(of: id).count
      compiler.giveSamples(id, in: .numbers, at: start, apart: size)
      start += size * samples.count
    }
    let parameters = formula.nodes(of: derivatives.parameters)
    for (id, input) in zip(parameters, derivatives.parameters) {
      compiler.give(id, in: .theta, at: formula.offset(of: input), stage: .step)
    }
    let givens = formula.givens.map { compiler.giveInArena($0.id, stage: .once) }
    for id in formula.nodes(of: [derivatives.cotangent]) {
      compiler.giveSamples(id, in: .residuals, at: 0, apart: formula.outputCount)
    }
    compiler.countUses(for: [derivatives.prediction] + derivatives.gradients)
    compiler.predict([derivatives.prediction], apart: formula.outputCount)
    compiler.beginPullBack(keeping: keeps)
    compiler.addSums(
      zip(derivatives.gradients, derivatives.parameters).map { ($0, formula.offset(of: $1)) })
    let program = compiler.program()
    return (program, givens.map { compiler.buffers[$0].base })
  }

  /// The values of nodes that depend on the data alone, rounded to the lanes, node by node, sample by
  /// sample.
  private static func numbers(
    of nodes: [NodeID], _ formula: GraphFormula, _ samples: GraphSamples
  ) -> [Lanes.Scalar] {
    let given = samples.numbers.map { Lanes.Scalar($0) }
    let computed = nodes.filter { $0 != formula.sample }
    let sizes = computed.map { formula.graph.shape(of: $0).count }
    let total = sizes.reduce(0, +)
    let values = LaneStorage<Lanes>(repeating: .zero, count: max(samples.count * total, 1))
    if let sample = formula.sample, !computed.isEmpty {
      var compiler = GraphCompiler(
        formula.graph, samples: samples.count, cellSize: MemoryLayout<Lanes>.stride)
      compiler.giveSamples(sample, in: .numbers, at: 0, apart: samples.shape.count)
      compiler.predict(computed, apart: total)
      let runner = GraphRunner<Lanes>(compiler.program(), numbers: given)
      runner.runOnce()
      var spaces = runner.ownSpaces
      spaces.predictions = values.cells
      runner.runBlocks(runner.program.forward, spaces)
    }
    var numbers: [Lanes.Scalar] = []
    for id in nodes {
      guard let index = computed.firstIndex(of: id) else {
        numbers += given
        continue
      }
      let start = sizes[..<index].reduce(0, +)
      for s in 0..<samples.count {
        for k in 0..<sizes[index] { numbers.append(values[s * total + start + k][0]) }
      }
    }
    return numbers
  }

  /// Writes f(θ), shape `[n · C]`.
  func predict(
    from theta: borrowing LaneStorage<Lanes>, into predictions: borrowing LaneStorage<Lanes>
  ) {
    precondition(theta.count >= parameterCount && predictions.count >= outputs.count)
    var spaces = runner.ownSpaces
    spaces.theta = theta.cells
    spaces.predictions = predictions.cells
    runner.run(runner.program.step, spaces)
    runner.runBlocks(runner.program.forward, spaces)
  }

  /// Pulls ∂L/∂f, shape `[n · C]`, back to ∂L/∂θ; the last call of ``predict(from:into:)`` was for this
  /// θ.
  func pullBack(
    _ residuals: borrowing LaneStorage<Lanes>, at theta: borrowing LaneStorage<Lanes>,
    into gradient: borrowing LaneStorage<Lanes>
  ) {
    precondition(theta.count >= parameterCount && gradient.count >= parameterCount)
    precondition(residuals.count >= outputs.count)
    for range in untouched {
      for p in range { gradient[p] = .zero }
    }
    var spaces = runner.ownSpaces
    spaces.theta = theta.cells
    spaces.residuals = residuals.cells
    spaces.gradient = gradient.cells
    runner.runBlocks(runner.program.backward, spaces)
    runner.run(runner.program.totals, spaces)
  }
}

extension Predictor {
  /// The predictions of a formula.
  init(_ prediction: GraphPrediction<Lanes>) {
    outputs = prediction.outputs
    counts = (
      prediction.parameterCount, prediction.outputs.count, prediction.outputs.count
    )
    predict = { prediction.predict(from: $0, into: $1) }
    pullBack = { prediction.pullBack($0, at: $1, into: $2) }
    diagonal = nil
  }
}
