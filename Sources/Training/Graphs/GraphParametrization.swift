internal import Formulas

/// w(θ) of a formula that is linear in x, f = Σ w ⊙ x.
///
/// A run by itself has sixteen entries of θ's blocks and of w in a vector, if the formula goes entry by entry.
struct GraphParametrization<Lanes: LaneVector>: Parametrization, ~Copyable {
  let parameterCount: Int
  let signalCount: Int
  private let runner: GraphRunner<Lanes>
  private let untouched: [Range<Int>]

  /// The signal of a formula's weights.
  ///
  /// - Parameters:
  ///   - weights: w as a formula of θ alone.
  ///   - content: What the lanes hold.
  ///   - given: The cells of a fixed block or constant, row by row.
  init(
    _ weights: GraphFormula, content: GraphContent = .runs, given: (Input) -> [Lanes]
  ) {
    precondition(content != .entries || weights.isEntrywise, "entries go side by side")
    let derivatives = weights.derivatives
    let q = weights.outputCount
    let vectors = (q + 15) / 16
    /// The vector of a parameter.
    func place(_ parameter: Int) -> Int {
      content == .entries ? parameter / q * vectors + parameter % q / 16 : parameter
    }
    parameterCount = place(weights.layout.parameterCount - 1) + 1
    signalCount = content == .entries ? vectors : q
    var compiler = GraphCompiler(
      weights.graph, cellSize: MemoryLayout<Lanes>.stride, content: content)
    for (id, input) in zip(weights.nodes(of: derivatives.parameters), derivatives.parameters) {
      compiler.give(id, in: .theta, at: place(weights.offset(of: input)), stage: .step)
    }
    let givens = weights.givens.map { compiler.giveInArena($0.id, stage: .once) }
    for id in weights.nodes(of: [derivatives.cotangent]) {
      compiler.give(id, in: .residuals, at: 0, stage: .totals)
    }
    compiler.write([derivatives.prediction], to: .predictions)
    compiler.writeGradient(
      zip(derivatives.gradients, derivatives.parameters).map {
        ($0, place(weights.offset(of: $1)))
      })
    runner = GraphRunner(compiler.program())
    runner.give(zip(givens.map { compiler.buffers[$0].base }, weights.givens.map(\.input)), given)
    untouched = weights.untouchedParameters.map {
      place($0.lowerBound)..<place($0.lowerBound) + 1
    }
  }

  func predict(
    from theta: borrowing LaneStorage<Lanes>, into signal: borrowing LaneStorage<Lanes>
  ) {
    precondition(theta.count >= parameterCount && signal.count >= signalCount)
    runner.predict(from: theta, into: signal)
  }

  func pullBack(
    _ signalGradient: borrowing LaneStorage<Lanes>, at theta: borrowing LaneStorage<Lanes>,
    into gradient: borrowing LaneStorage<Lanes>
  ) {
    precondition(theta.count >= parameterCount && gradient.count >= parameterCount)
    precondition(signalGradient.count >= signalCount)
    for range in untouched {
      for p in range { gradient[p] = .zero }
    }
    runner.pullBack(signalGradient, at: theta, into: gradient)
  }
}
