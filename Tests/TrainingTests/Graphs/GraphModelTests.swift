import Formulas
import TestSupport
import Testing

@testable import Training

/// Formulas as models: blocks, starts, signals.
@Suite struct GraphModelTests {
  private func model(
    _ blocks: [ModelText.Block], constants: [String: Double] = [:], _ prediction: String,
    input: Shape = .vector(6)
  ) throws -> GraphModel {
    try GraphModel(
      ModelText(
        blocks: blocks, sizes: [], constants: constants.keys.sorted(), prediction: prediction),
      constants: constants, input: input, samples: 12)
  }

  private func block(
    _ name: String, _ extents: [String], _ starts: [Start<String>], isTrained: Bool = true
  ) -> ModelText.Block {
    ModelText.Block(name: name, extents: extents, starts: starts, isTrained: isTrained)
  }

  private func problem(_ columns: Int, samples: Int = 12) -> RegressionProblem {
    var generator = SplitMix64(seed: 5)
    func numbers(_ count: Int) -> [Double] {
      (0..<count).map { _ in Double.random(in: -1...1, using: &generator) }
    }
    return RegressionProblem(
      design: numbers(samples * columns), targets: numbers(samples), truth: nil)
  }

  // MARK: Starts

  @Test func startsAreWhatTheySay() throws {
    let model = try model(
      [
        block("W", ["20", "6"], [.normal("scale / sqrt(inputs)")]),
        block("U", ["20", "6"], [.uniform("0.5")]), block("s", ["40"], [.signs("scale")]),
        block("R", ["5", "6"], [.unitRows("2")]), block("O", ["4", "6"], [.orthogonal("3")]),
        block("T", ["6", "4"], [.orthogonal("1")]),
        block("E", ["6", "6"], [.values("eye(6)"), .normal("0.01")]),
        block("S", ["2", "3", "3"], [.values("eye(3)")]), block("c", [], [.values("scale")]),
        block("z", ["3"], []), block("V", ["20", "6"], [.sameAs("W")]),
      ], constants: ["scale": 0.25], "sum(W @ x)")
    let theta = model.initialParameters(seed: 9)
    #expect(theta.count == model.formula.layout.parameterCount)
    func part(_ name: String) -> [Double] {
      model.formula.layout.blocks.first { $0.name == name }.map { Array(theta[$0.range]) } ?? []
    }
    // 120 normal numbers: the standard deviation of their mean square is 13 %.
    let square = part("W").reduce(0) { $0 + $1 * $1 } / 120
    #expect(abs(square / (0.0625 / 6) - 1) < 0.5)
    #expect(part("U").allSatisfy { abs($0) <= 0.5 } && part("U").contains { abs($0) > 0.4 })
    #expect(Set(part("s")) == [0.25, -0.25])
    let r = part("R")
    for row in 0..<5 {
      let length = r[row * 6..<row * 6 + 6].reduce(0) { $0 + $1 * $1 }.squareRoot()
      #expect(abs(length - 2) < 1e-14)
    }
    func gram(_ numbers: [Double], _ i: Int, _ j: Int, _ place: (Int, Int) -> Int) -> Double {
      (0..<6).reduce(0) { $0 + numbers[place(i, $1)] * numbers[place(j, $1)] }
    }
    for i in 0..<4 {
      for j in 0..<4 {
        #expect(abs(gram(part("O"), i, j) { $0 * 6 + $1 } - (i == j ? 9 : 0)) < 1e-13)
        #expect(abs(gram(part("T"), i, j) { $1 * 4 + $0 } - (i == j ? 1 : 0)) < 1e-14)
      }
    }
    let e = part("E")
    #expect((0..<36).allSatisfy { abs(e[$0] - ($0 % 7 == 0 ? 1 : 0)) < 0.06 })
    #expect(Set(e).count == 36)
    #expect(part("S") == [1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 0, 1])
    #expect(part("c") == [0.25] && part("z") == [0, 0, 0] && part("V") == part("W"))
  }

  @Test func drawsDependOnOrderAndEntryAlone() throws {
    func starts(_ rows: String) throws -> [String: [Double]] {
      let model = try model(
        [
          block("W", [rows, "6"], [.normal("1")]),
          block("F", ["3"], [.normal("1")], isTrained: false),
          block("a", ["4"], [.normal("1"), .normal("1")]),
        ], "sum(W @ x) + sum(F)")
      let theta = model.initialParameters(seed: 4)
      return [
        "W": Array(theta.prefix(12)), "a": Array(theta.suffix(4)), "F": model.fixed["F"] ?? [],
      ]
    }
    let few = try starts("2")
    let many = try starts("7")
    #expect(few == many)
    // Two starts of a block are two draws; another block, another seed are others.
    #expect(Set(few.values.joined()).count == 19)
    let a = few["a"] ?? []
    let first = RandomStreamNumbers.normals(seed: 4, step: 3 << 16, count: 4)
    let second = RandomStreamNumbers.normals(seed: 4, step: 3 << 16 + 1, count: 4)
    #expect(a == zip(first, second).map { $0 + $1 })
  }

  // MARK: Signals

  static let linear: [(text: String, blocks: [ModelText.Block], input: Shape)] = [
    (
      "x @ (u * u - v * v)",
      [
        ModelText.Block(name: "u", extents: ["6"], starts: [.normal("1")]),
        ModelText.Block(name: "v", extents: ["6"], starts: [.normal("1")]),
      ], .vector(6)
    ),
    (
      "sum(x * (W2 @ W1))",
      [
        ModelText.Block(name: "W1", extents: ["2", "3"], starts: [.normal("1")]),
        ModelText.Block(name: "W2", extents: ["3", "2"], starts: [.normal("1")]),
        ModelText.Block(name: "unused", extents: ["2"], starts: [.normal("1")]),
      ], .matrix(3, 3)
    ),
    (
      "a @ (W @ x[1:5]) + c * sum(x)",
      [
        ModelText.Block(name: "W", extents: ["3", "4"], starts: [.normal("1")]),
        ModelText.Block(name: "a", extents: ["3"], starts: [.normal("1")]),
        ModelText.Block(name: "c", starts: [.values("2")], isTrained: false),
      ], .vector(6)
    ),
  ]

  @Test(arguments: linear.indices) func linearFormulasGoBySignals(index: Int) throws {
    let (text, blocks, input) = Self.linear[index]
    let model = try model(blocks, text, input: input)
    #expect(model.isLinear)
    let kind = FormulaKind<WrittenFormula>(model)
    let problem = problem(input.count)
    let theta = model.initialParameters(seed: 2)
    let signal = kind.signal(of: theta)
    let point = kind.perSample(on: problem).point(theta)
    let byHand = (0..<12).map { i in
      (0..<input.count).reduce(0.0) { $0 + problem.designEntry(i, $1) * signal[$1] }
    }
    #expect(deviation(point.predictions, byHand) < 1e-13)

    let predictor: Predictor<SIMD4<Double>> = kind.predictor(on: problem)
    let parameters = LaneStorage(theta.map { SIMD4<Double>(repeating: $0) })
    let f = LaneStorage<SIMD4<Double>>(repeating: .zero, count: predictor.counts.predictions)
    let r = LaneStorage<SIMD4<Double>>(repeating: .zero, count: predictor.counts.residuals)
    let g = LaneStorage<SIMD4<Double>>(repeating: .one, count: predictor.counts.theta)
    for i in 0..<12 { r[i] = SIMD4(repeating: Double(i % 5) - 1.5) }
    predictor.predict(parameters, f)
    predictor.pullBack(r, parameters, g)
    #expect(deviation((0..<12).map { f[$0][0] }, byHand) < 1e-13)
    var gradient = Array(repeating: 0.0, count: theta.count)
    for block in 0..<2 {
      for (p, row) in point.gradients(ofBlock: block, output: 0).enumerated() {
        for k in 0..<min(8, 12 - 8 * block) { gradient[p] += r[8 * block + k][0] * row[k] }
      }
    }
    #expect(deviation(theta.indices.map { g[$0][3] }, gradient) < 1e-13)
  }

  @Test func netsHaveNoSignal() throws {
    let model = try model(
      [
        block("W", ["4", "inputs"], [.normal("1")]), block("a", ["4"], [.normal("1")]),
      ], "a @ tanh(W @ x)")
    #expect(!model.isLinear)
    let kind = FormulaKind<WrittenFormula>(model)
    #expect(kind.signal(of: model.initialParameters(seed: 1)).isEmpty && kind.signalCount == 0)
    #expect(kind.sizes == "W 4×6, a 4")
  }

  @Test func diagonalOfTheHessianIsMeanSquareSlopes() throws {
    let model = try model(
      [
        block("W", ["4", "inputs"], [.normal("1")]), block("a", ["4"], [.normal("1")]),
      ], "a @ tanh(W @ x)")
    let kind = FormulaKind<WrittenFormula>(model)
    let problem = problem(6)
    let theta = model.initialParameters(seed: 1)
    let perSample = kind.perSample(on: problem)
    let point = perSample.point(theta)
    var expected = Array(repeating: 0.0, count: theta.count)
    for i in 0..<12 {
      let rows = point.gradients(ofBlock: i / 8, output: 0)
      for (p, row) in rows.enumerated() { expected[p] += row[i % 8] * row[i % 8] / 12 }
    }
    #expect(deviation(kind.diagonalHessian(at: theta, of: problem), expected) < 1e-14)
  }

  @Test func namesOfLinesLeaveNoTrace() throws {
    let blocks = [block("w", ["inputs"], [.normal("1")])]
    let one = try model(blocks, "h = w * w\nh @ x")
    let other = try model(blocks, "# the same\nq = w * w\nq @ x")
    let third = try model(blocks, "w @ x")
    #expect(one == other && one.hashValue == other.hashValue && one != third)
    let wider = try model([block("w", ["inputs"], [.normal("2")])], "h = w * w\nh @ x")
    #expect(one != wider)
  }
}
