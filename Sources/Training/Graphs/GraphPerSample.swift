internal import Formulas

/// A formula's predictions and derivatives in double precision, eight samples in the lanes.
///
/// The operations and their orders are those of the runs in lanes; sums over samples are the caller's.
struct GraphPerSample: PerSample {
  private let predictions: Evaluation
  private let gradients: Evaluation
  private let curvatures: Evaluation
  private let samples: GraphSamples
  let parameterCount: Int
  let outputCount: Int

  var sampleCount: Int { samples.count }

  /// A formula on samples.
  ///
  /// - Parameters:
  ///   - formula: The formula.
  ///   - samples: The data.
  ///   - given: The numbers of a fixed block or constant, row by row.
  init(_ formula: GraphFormula, _ samples: GraphSamples, given: (Input) -> [Double]) {
    let derivatives = formula.derivatives
    let offsets = derivatives.parameters.map { formula.offset(of: $0) }
    parameterCount = formula.layout.parameterCount
    outputCount = formula.outputCount
    self.samples = samples
    predictions = Evaluation(formula, [(derivatives.prediction, 0)], given)
    gradients = Evaluation(formula, Array(zip(derivatives.gradients, offsets)), given)
    curvatures = Evaluation(
      formula,
      zip(derivatives.gradientTangents, offsets).compactMap { id, offset in
        id.map { ($0, offset) }
      }, given)
  }

  func point(_ theta: [Double]) -> any PerSamplePoint {
    precondition(theta.count == parameterCount, "one value for every parameter")
    return GraphPoint(
      samples: samples, parameterCount: parameterCount, outputCount: outputCount,
      atPredictions: predictions.at(theta), gradients: gradients.at(theta),
      curvatures: curvatures.at(theta))
  }

  /// Nodes of a formula as a function of θ first, then of what differs between samples.
  struct Evaluation: Sendable {
    private let program: GraphProgram
    /// θ's blocks, with the values of constants and fixed blocks; the first cells and indices in θ.
    private let parameters: [(cell: Int, index: Int, count: Int)]
    private let constants: [(cell: Int, values: [Double])]
    private let sample: (cell: Int, count: Int)?
    private let cotangent: (cell: Int, count: Int)?
    private let directions: [(cell: Int, index: Int, count: Int)]
    private let offsets: [(offset: Int, count: Int)]

    init(
      _ formula: GraphFormula, _ outputs: [(id: NodeID, offset: Int)],
      _ given: (Input) -> [Double]
    ) {
      let derivatives = formula.derivatives
      let graph = formula.graph
      var compiler = GraphCompiler(graph)
      func give(_ inputs: [Input], _ stage: GraphStage) -> [Int] {
        formula.nodes(of: inputs).map { compiler.giveInArena($0, stage: stage) }
      }
      let theta = give(derivatives.parameters, .once)
      let fixed = formula.givens.map { compiler.giveInArena($0.id, stage: .once) }
      let x = formula.sample.map { compiler.giveInArena($0, stage: .step) }
      let r = give([derivatives.cotangent], .step)
      let m = give(derivatives.directions, .step)
      compiler.write(outputs.map(\.id), to: .predictions)
      program = compiler.program()
      func cell(_ buffer: Int) -> Int { compiler.buffers[buffer].base }
      func places(_ buffers: [Int]) -> [(cell: Int, index: Int, count: Int)] {
        zip(buffers, derivatives.parameters).map {
          (cell($0), formula.offset(of: $1), $1.shape.count)
        }
      }
      parameters = places(theta)
      directions = places(m)
      constants = zip(fixed, formula.givens).map { (cell($0), given($1.input)) }
      sample = x.map { (cell($0), formula.sampleShape.count) }
      cotangent = r.first.map { (cell($0), formula.outputCount) }
      offsets = outputs.map { ($0.offset, graph.shape(of: $0.id).count) }
    }

    /// The evaluation at one θ.
    func at(_ theta: [Double]) -> Prepared {
      let runner = GraphRunner<SIMD8<Double>>(program)
      for (cell, index, count) in parameters {
        for k in 0..<count { runner.arena[cell + k] = SIMD8(repeating: theta[index + k]) }
      }
      for (cell, values) in constants {
        for (k, value) in values.enumerated() { runner.arena[cell + k] = SIMD8(repeating: value) }
      }
      runner.runOnce()
      return Prepared(
        evaluation: self, lasting: (0..<program.lastingCount).map { runner.arena[$0] })
    }

    /// Nodes as a function of what differs between samples.
    struct Prepared: Sendable {
      fileprivate let evaluation: Evaluation
      /// What θ alone decides.
      fileprivate let lasting: [SIMD8<Double>]

      /// The values for eight samples.
      ///
      /// - Parameters:
      ///   - x: The samples, element by element.
      ///   - r: The cotangent, the same for all samples.
      ///   - directions: m, shape `[P]`; none is 0.
      ///   - count: The length of the result.
      /// - Returns: The values at their offsets, 0 elsewhere.
      func values(
        _ x: [SIMD8<Double>], cotangent r: [Double], along directions: ArraySlice<SIMD8<Double>>,
        count: Int
      ) -> [SIMD8<Double>] {
        let runner = GraphRunner<SIMD8<Double>>(evaluation.program)
        for (cell, value) in lasting.enumerated() { runner.arena[cell] = value }
        if let sample = evaluation.sample {
          for k in 0..<sample.count { runner.arena[sample.cell + k] = x[k] }
        }
        if let cotangent = evaluation.cotangent {
          for k in 0..<cotangent.count {
            runner.arena[cotangent.cell + k] = SIMD8(repeating: r[k])
          }
        }
        if !directions.isEmpty {
          for (cell, index, count) in evaluation.directions {
            for k in 0..<count {
              runner.arena[cell + k] = directions[directions.startIndex + index + k]
            }
          }
        }
        let total = evaluation.offsets.reduce(0) { $0 + $1.count }
        let written = LaneStorage<SIMD8<Double>>(repeating: .zero, count: max(total, 1))
        var spaces = runner.ownSpaces
        spaces.predictions = written.cells
        runner.run(evaluation.program.step, spaces)
        var result = Array(repeating: SIMD8<Double>.zero, count: count)
        var next = 0
        for (offset, length) in evaluation.offsets {
          for k in 0..<length { result[offset + k] = written[next + k] }
          next += length
        }
        return result
      }
    }
  }
}

/// A point of a ``GraphPerSample``.
private struct GraphPoint: PerSamplePoint {
  let predictions: [Double]
  private let samples: GraphSamples
  private let parameterCount: Int
  private let outputCount: Int
  private let gradientsOf: GraphPerSample.Evaluation.Prepared
  private let curvaturesOf: GraphPerSample.Evaluation.Prepared

  init(
    samples: GraphSamples, parameterCount: Int, outputCount: Int,
    atPredictions predict: GraphPerSample.Evaluation.Prepared,
    gradients: GraphPerSample.Evaluation.Prepared,
    curvatures: GraphPerSample.Evaluation.Prepared
  ) {
    self.samples = samples
    self.parameterCount = parameterCount
    self.outputCount = outputCount
    gradientsOf = gradients
    curvaturesOf = curvatures
    var predictions: [Double] = []
    predictions.reserveCapacity(samples.count * outputCount)
    for block in 0..<(samples.count + 7) / 8 {
      let f = predict.values(
        samples.eight(ofBlock: block), cotangent: Array(repeating: 0, count: outputCount),
        along: [], count: outputCount)
      for k in 0..<min(8, samples.count - 8 * block) { predictions += f.map { $0[k] } }
    }
    self.predictions = predictions
  }

  func gradients(ofBlock block: Int, output: Int) -> ArraySlice<SIMD8<Double>> {
    values(gradientsOf, block, output, along: [])[...]
  }

  func hessianProducts(
    ofBlock block: Int, output: Int, along directions: ArraySlice<SIMD8<Double>>
  ) -> [SIMD8<Double>] {
    values(curvaturesOf, block, output, along: directions)
  }

  /// Values of one output, 0 in the lanes beyond the last sample.
  private func values(
    _ evaluation: GraphPerSample.Evaluation.Prepared, _ block: Int, _ output: Int,
    along directions: ArraySlice<SIMD8<Double>>
  ) -> [SIMD8<Double>] {
    let unit = (0..<outputCount).map { $0 == output ? 1.0 : 0 }
    let values = evaluation.values(
      samples.eight(ofBlock: block), cotangent: unit, along: directions, count: parameterCount)
    let count = samples.count - 8 * block
    if count >= 8 { return values }
    let isThere = SIMD8<Double>.bits { $0 < count }
    return values.map { SIMD8<Double>.zero.replacing(with: $0, whereSet: isThere) }
  }
}
