import Formulas
import TestSupport
import Testing

@testable import Training

extension ModelCase: CustomTestStringConvertible {}

/// A reference model as the program has it, with what the interpreter says of it.
struct GraphCase {
  let formula: GraphFormula
  let samples: GraphSamples
  let constants: [String: Double]
  var theta: [Double]
  let blocks: [Scope.Block]

  init(_ model: ModelCase) throws {
    let read = try Formula(model.model.prediction, in: model.scope)
    let shape = Shape(model.data.inputs.extents) ?? .number
    blocks = model.placedBlocks
    formula = GraphFormula(read, blocks: blocks, sampleShape: shape)
    let x = model.x?.values ?? []
    samples = GraphSamples(x, count: x.count / shape.count, shape: shape)
    constants = model.model.constants ?? [:]
    theta = model.theta ?? []
  }

  /// A formula over some blocks, a vector x and a constant c.
  init(
    _ text: String, _ shapes: [(String, [Int])], input: Shape, outputs: Int = 1, samples count: Int,
    seed: UInt64 = 3
  ) throws {
    blocks = shapes.map { Scope.Block(name: $0.0, extents: $0.1) }
    let read = try Formula(
      text,
      in: .prediction(
        blocks: blocks, sizes: ["d": 3], constants: ["c"], input: input, outputs: outputs))
    formula = GraphFormula(read, blocks: blocks, sampleShape: input)
    var generator = SplitMix64(seed: seed)
    func numbers(_ count: Int) -> [Double] {
      (0..<count).map { _ in Double.random(in: -1.2...1.2, using: &generator) }
    }
    samples = GraphSamples(numbers(count * input.count), count: count, shape: input)
    constants = ["c": 0.7]
    theta = numbers(blocks.reduce(0) { $0 + $1.count })
  }

  /// θ of a run: another one in each lane.
  func theta(ofLane lane: Int) -> [Double] {
    theta.enumerated().map { $1 * (1 + 1e-3 * Double((lane * 7 + $0) % 5)) }
  }

  /// ∂L/∂f of a run.
  func residuals(ofLane lane: Int) -> [Double] {
    (0..<samples.count * formula.outputCount).map {
      0.25 + 0.5 * Double(($0 * 5 + lane) % 7) - 1.25 * Double(($0 + lane) % 2)
    }
  }

  // MARK: By the interpreter

  /// Predictions and rᵀJ, sample by sample.
  func expected(lane: Int) -> (predictions: [Double], gradient: [Double]) {
    let derivatives = formula.derivatives
    let predict = Interpreter(formula.graph, outputs: [derivatives.prediction])
    let pull = Interpreter(formula.graph, outputs: derivatives.gradients)
    let (theta, residuals) = (theta(ofLane: lane), residuals(ofLane: lane))
    var predictions: [Double] = []
    var gradient = [Double](repeating: 0, count: theta.count)
    for s in 0..<samples.count {
      let c = formula.outputCount
      func value(_ input: Input) -> [Double] {
        switch input.role {
        case .data:
          Array(samples.numbers[s * input.shape.count..<(s + 1) * input.shape.count])
        case .cotangents: Array(residuals[s * c..<(s + 1) * c])
        case .constants: [constants[input.name] ?? .nan]
        default:
          Array(theta[formula.offset(of: input)..<formula.offset(of: input) + input.shape.count])
        }
      }
      predictions += predict.evaluate(value)[0]
      for (part, input) in zip(pull.evaluate(value), derivatives.parameters) {
        let offset = formula.offset(of: input)
        for (k, number) in part.enumerated() { gradient[offset + k] += number }
      }
    }
    return (predictions, gradient)
  }

  // MARK: In lanes

  /// Predictions and rᵀJ of every lane.
  func found<Lanes: LaneVector>(
    as _: Lanes.Type, keeps: Bool = true, blockLength: Int = 32
  ) -> [(predictions: [Double], gradient: [Double])] {
    let prediction = GraphPrediction<Lanes>(
      formula, samples, keepsActivations: keeps, blockLength: blockLength
    ) { input in [Lanes(repeating: Lanes.Scalar(constants[input.name] ?? .nan))] }
    let lanes = 0..<Lanes.scalarCount
    func storage(_ count: Int, _ numbers: (Int) -> [Double]) -> LaneStorage<Lanes> {
      let runs = lanes.map(numbers)
      return LaneStorage((0..<count).map { k in Lanes(lanes: runs.map { $0[k] }) })
    }
    let count = samples.count * formula.outputCount
    let theta = storage(theta.count) { self.theta(ofLane: $0) }
    let residuals = storage(count) { self.residuals(ofLane: $0) }
    let predictions = LaneStorage<Lanes>(repeating: .zero, count: count)
    let gradient = LaneStorage(repeating: Lanes(repeating: 17), count: theta.count)
    // Twice, so that what a step leaves behind would show.
    for _ in 0..<2 {
      prediction.predict(from: theta, into: predictions)
      prediction.pullBack(residuals, at: theta, into: gradient)
    }
    return lanes.map { k in
      (
        (0..<count).map { Double(predictions[$0][k]) },
        (0..<theta.count).map { Double(gradient[$0][k]) }
      )
    }
  }

  /// Predictions and rᵀJ of a run by itself.
  func foundAlone<Scalar: LookupScalar>(
    _ lane: Int, as _: Scalar.Type, keeps: Bool = true, blockLength: Int = 8
  ) -> (predictions: [Double], gradient: [Double]) {
    let prediction = LoneGraphPrediction<Scalar>(
      formula, samples, keepsActivations: keeps, blockLength: blockLength
    ) { input in [SIMD16(repeating: Scalar(constants[input.name] ?? .nan))] }
    func storage(_ numbers: [Double]) -> LaneStorage<SIMD16<Scalar>> {
      LaneStorage(
        stride(from: 0, to: numbers.count, by: 16).map {
          SIMD16(lanes: Array(numbers[$0..<min($0 + 16, numbers.count)]))
        })
    }
    let theta = storage(theta(ofLane: lane))
    let residuals = storage(residuals(ofLane: lane))
    let predictions = LaneStorage<SIMD16<Scalar>>(repeating: .zero, count: residuals.count)
    let gradient = LaneStorage(repeating: SIMD16<Scalar>(repeating: 17), count: theta.count)
    for _ in 0..<2 {
      prediction.predict(from: theta, into: predictions)
      prediction.pullBack(residuals, at: theta, into: gradient)
    }
    return (
      (0..<samples.count).map { Double(predictions.scalar($0)) },
      (0..<self.theta.count).map { Double(gradient.scalar($0)) }
    )
  }
}
