internal import Formulas

/// The program of a formula's predictions and their pull-back.
extension GraphFormula {
  /// Cells beyond this would not fit a core's share of a machine's memory.
  static var mostBytesKept: Int { 1 << 28 }

  /// The nodes that depend on a sample alone, and are needed for others or wanted themselves.
  var dataNodes: [NodeID] { dataNodes(for: [derivatives.prediction] + derivatives.gradients) }

  /// The program, for predictions, residuals, θ and a gradient, and the first cell of each given.
  ///
  /// The pull-back finds what the predictions left, or computes it again; nil: the first up to
  /// ``mostBytesKept``. `begin` gives a compiler that knows the data.
  func program<Lanes: LaneVector>(
    keeping keepsActivations: Bool?, _: Lanes.Type, _ begin: () -> GraphCompiler
  ) -> (program: GraphProgram, givens: [(Int, Input)]) {
    let compiled = compile(begin(), keeping: keepsActivations ?? true)
    let bytes = compiled.program.arenaCount * MemoryLayout<Lanes>.stride
    if keepsActivations == nil, bytes > Self.mostBytesKept {
      return compile(begin(), keeping: false)
    }
    return compiled
  }

  private func compile(
    _ begun: GraphCompiler, keeping keeps: Bool
  ) -> (program: GraphProgram, givens: [(Int, Input)]) {
    var compiler = begun
    for (id, input) in zip(nodes(of: derivatives.parameters), derivatives.parameters) {
      compiler.give(id, in: .theta, at: offset(of: input), stage: .step)
    }
    let buffers = givens.map { compiler.giveInArena($0.id, stage: .once) }
    for id in nodes(of: [derivatives.cotangent]) {
      compiler.giveSamples(id, in: .residuals, at: 0, apart: outputCount)
    }
    compiler.countUses(for: [derivatives.prediction] + derivatives.gradients)
    compiler.predict([derivatives.prediction], apart: outputCount)
    compiler.beginPullBack(keeping: keeps)
    compiler.addSums(
      zip(derivatives.gradients, derivatives.parameters).map { ($0, offset(of: $1)) })
    let program = compiler.program()
    return (program, zip(buffers, givens).map { (compiler.buffers[$0].base, $1.input) })
  }
}

extension GraphSamples {
  /// The values of nodes that depend on the data alone, rounded to the lanes, sample by sample.
  func values<Lanes: LaneVector>(
    of nodes: [NodeID], in formula: GraphFormula, as _: Lanes.Type
  ) -> [(id: NodeID, numbers: [Lanes.Scalar])] {
    let given = numbers.map { Lanes.Scalar($0) }
    let computed = nodes.filter { $0 != formula.sample }
    let sizes = computed.map { formula.graph.shape(of: $0).count }
    let total = sizes.reduce(0, +)
    let values = LaneStorage<Lanes>(repeating: .zero, count: max(count * total, 1))
    if let sample = formula.sample, !computed.isEmpty {
      var compiler = GraphCompiler(
        formula.graph, samples: count, cellSize: MemoryLayout<Lanes>.stride)
      compiler.giveSamples(sample, in: .numbers, at: 0, apart: shape.count)
      compiler.predict(computed, apart: total)
      let runner = GraphRunner<Lanes>(compiler.program(), numbers: given)
      runner.runOnce()
      var spaces = runner.ownSpaces
      spaces.predictions = values.cells
      runner.runBlocks(runner.program.forward, spaces)
    }
    return nodes.map { id in
      guard let index = computed.firstIndex(of: id) else { return (id, given) }
      let start = sizes[..<index].reduce(0, +)
      let numbers = (0..<count).flatMap { s in
        (0..<sizes[index]).map { values[s * total + start + $0][0] }
      }
      return (id, numbers)
    }
  }
}
