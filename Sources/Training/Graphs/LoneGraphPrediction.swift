internal import Formulas

/// The predictions of a formula, and their pull-back, for a run by itself: sixteen samples in the lanes of
/// a vector, and θ as numbers that they share.
///
/// The canonical order is that of ``GraphPrediction``; there is one prediction for each sample.
final class LoneGraphPrediction<Scalar: LookupScalar> {
  typealias Lanes = SIMD16<Scalar>

  let outputs: OutputLayout
  /// The vectors of θ.
  let thetaCount: Int
  private let parameterCount: Int
  private let runner: GraphRunner<Lanes>
  /// Parameters that the formula does not depend on.
  private let untouched: [Range<Int>]

  /// The predictions of a formula on samples.
  ///
  /// - Parameters:
  ///   - formula: The formula, of one output.
  ///   - samples: The data.
  ///   - keepsActivations: As of ``GraphPrediction``.
  ///   - blockLength: Vectors of samples of a block.
  ///   - given: The cells of a fixed block or constant, row by row.
  init(
    _ formula: GraphFormula, _ samples: GraphSamples, keepsActivations: Bool? = nil,
    blockLength: Int = 8, given: (Input) -> [Lanes]
  ) {
    precondition(samples.shape == formula.sampleShape, "samples have the formula's shape")
    precondition(formula.outputCount == 1, "a lane holds one prediction")
    outputs = OutputLayout(sampleCount: samples.count, outputCount: 1)
    parameterCount = formula.layout.parameterCount
    thetaCount = (parameterCount + 15) / 16
    let data = samples.values(of: formula.dataNodes, in: formula, as: Lanes.self)
    let cells = SampleCells<Lanes>(
      data.map { (formula.graph.shape(of: $0.id).count, $0.numbers) }, sampleCount: samples.count)
    let (program, givens) = formula.program(keeping: keepsActivations, Lanes.self) {
      var compiler = GraphCompiler(
        formula.graph, samples: samples.count, blockLength: blockLength,
        cellSize: MemoryLayout<Lanes>.stride, content: .samples)
      for ((id, _), start) in zip(data, cells.starts) {
        compiler.giveSamples(
          id, in: .samples, at: start * cells.distance, apart: 1, elements: cells.distance)
      }
      return compiler
    }
    runner = GraphRunner(program, samples: cells)
    runner.give(givens, given)
    untouched = formula.untouchedParameters
  }

  /// Writes f(θ), sixteen samples in a vector.
  func predict(
    from theta: borrowing LaneStorage<Lanes>, into predictions: borrowing LaneStorage<Lanes>
  ) {
    precondition(theta.count >= thetaCount && 16 * predictions.count >= outputs.count)
    runner.predict(from: theta, into: predictions)
  }

  /// Pulls ∂L/∂f back to ∂L/∂θ; the last call of ``predict(from:into:)`` was for this θ.
  func pullBack(
    _ residuals: borrowing LaneStorage<Lanes>, at theta: borrowing LaneStorage<Lanes>,
    into gradient: borrowing LaneStorage<Lanes>
  ) {
    precondition(theta.count >= thetaCount && gradient.count >= thetaCount)
    precondition(16 * residuals.count >= outputs.count)
    for range in untouched {
      for p in range { gradient.setScalar(p, 0) }
    }
    runner.pullBack(residuals, at: theta, into: gradient)
    gradient.repeatLast(of: 0..<parameterCount)
  }
}

extension Predictor {
  /// The predictions of a formula for a run by itself.
  init<Scalar: LookupScalar>(
    _ prediction: LoneGraphPrediction<Scalar>
  ) where Lanes == SIMD16<Scalar> {
    let vectors = (prediction.outputs.count + 15) / 16
    outputs = prediction.outputs
    counts = (prediction.thetaCount, vectors, vectors)
    predict = { prediction.predict(from: $0, into: $1) }
    pullBack = { prediction.pullBack($0, at: $1, into: $2) }
    diagonal = nil
  }
}
