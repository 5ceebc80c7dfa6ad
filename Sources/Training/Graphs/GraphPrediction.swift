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

  /// The predictions of a formula on samples.
  ///
  /// - Parameters:
  ///   - formula: The formula.
  ///   - samples: The data.
  ///   - keepsActivations: Whether the pull-back finds what the predictions left, or computes it again, which
  ///     takes 1.3 to 1.6 times as long; nil keeps it up to ``GraphFormula/mostBytesKept``.
  ///   - blockLength: Samples of a block.
  ///   - given: The cells of a fixed block or constant, row by row.
  init(
    _ formula: GraphFormula, _ samples: GraphSamples, keepsActivations: Bool? = nil,
    blockLength: Int = 32, given: (Input) -> [Lanes]
  ) {
    precondition(samples.shape == formula.sampleShape, "samples have the formula's shape")
    outputs = OutputLayout(sampleCount: samples.count, outputCount: formula.outputCount)
    parameterCount = formula.layout.parameterCount
    let data = samples.values(of: formula.dataNodes, in: formula, as: Lanes.self)
    let (program, givens) = formula.program(keeping: keepsActivations, Lanes.self) {
      var compiler = GraphCompiler(
        formula.graph, samples: samples.count, blockLength: blockLength,
        cellSize: MemoryLayout<Lanes>.stride)
      var start = 0
      for (id, numbers) in data {
        let size = formula.graph.shape(of: id).count
        compiler.giveSamples(id, in: .numbers, at: start, apart: size)
        start += numbers.count
      }
      return compiler
    }
    runner = GraphRunner(program, numbers: data.flatMap(\.numbers))
    runner.give(givens, given)
    untouched = formula.untouchedParameters
  }

  /// Writes f(θ), shape `[n · C]`.
  func predict(
    from theta: borrowing LaneStorage<Lanes>, into predictions: borrowing LaneStorage<Lanes>
  ) {
    precondition(theta.count >= parameterCount && predictions.count >= outputs.count)
    runner.predict(from: theta, into: predictions)
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
    runner.pullBack(residuals, at: theta, into: gradient)
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
