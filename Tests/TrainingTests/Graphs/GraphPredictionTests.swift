import Formulas
import TestSupport
import Testing

@testable import Training

/// Formulas in lanes.
@Suite struct GraphPredictionTests {
  static let cases = (try? fixtureLines("cases.jsonl", as: ModelCase.self)) ?? []
  static let random = (try? fixtureLines("random.jsonl", as: ModelCase.self)) ?? []

  @Test func referencesAreThere() { #expect(Self.cases.count >= 70 && Self.random.count >= 20) }

  /// Where a sum over samples meets what is not finite, its order decides between ∞ and NaN.
  static let boundless = ["overflow", "division-by-zero"]

  @Test(arguments: cases + random) func valuesAreThoseOfTheInterpreter(of model: ModelCase) throws {
    let example = try GraphCase(model)
    let found = example.found(as: SIMD8<Double>.self)
    for lane in [0, 5] {
      let expected = example.expected(lane: lane)
      #expect(deviation(found[lane].predictions, expected.predictions) < 1e-12)
      if Self.boundless.contains(model.testDescription) {
        let (ours, theirs) = (found[lane].gradient, expected.gradient)
        #expect(ours.map(\.isFinite) == theirs.map(\.isFinite))
      } else {
        #expect(deviation(found[lane].gradient, expected.gradient) < 1e-12)
      }
    }
  }

  /// Where single precision has not the range, or has lost digits that double precision keeps.
  static let beyondSingle = [
    "overflow", "division-by-zero", "small-numbers", "large-logits", "evaluated-as-written",
  ]

  @Test(arguments: cases.filter { !beyondSingle.contains($0.testDescription) })
  func valuesInSinglePrecisionAgree(of model: ModelCase) throws {
    let example = try GraphCase(model)
    let found = example.found(as: SIMD16<Float>.self)
    for lane in [0, 11] {
      let expected = example.expected(lane: lane)
      #expect(deviation(found[lane].predictions, expected.predictions) < 1e-5)
      #expect(deviation(found[lane].gradient, expected.gradient) < 1e-5)
    }
  }

  /// Formulas with every kind of instruction.
  static let texts: [(text: String, shapes: [(String, [Int])], input: Shape, outputs: Int)] = [
    ("h = tanh(W @ x + b)\na @ h", [("W", [5, 3]), ("b", [5]), ("a", [5])], .vector(3), 1),
    ("(u ** 3 - v ** 3) @ x", [("u", [4]), ("v", [4])], .vector(4), 1),
    ("sum(x * (V @ W))", [("W", [2, 3]), ("V", [3, 2])], .matrix(3, 3), 1),
    (
      "h = x[0] * W[0]\nfor l in range(d):\n  h = h + silu(W[l] @ h) / sqrt(2)\nA @ (c * h[:, 0])",
      [("W", [3, 4, 4]), ("A", [2, 4])], .vector(2), 2
    ),
    (
      "S = (x @ Q) @ (x @ K).T / sqrt(2)\nH = softmax(S, axis=1) @ (x @ V)\na @ mean(H, axis=0)",
      [("Q", [2, 2]), ("K", [2, 2]), ("V", [2, 2]), ("a", [2])], .matrix(5, 2), 1
    ),
    (
      "M = outer(u, v) + diag(diag(W))\nz = M.T @ tanh(W @ x)\nconcatenate([z[:2], max(z) * u[2:]])",
      [("u", [3]), ("v", [3]), ("W", [3, 3])], .vector(3), 3
    ),
    ("where(u > 0, u * log(abs(u)), 0) @ tanh(outer(x, x) @ u)", [("u", [3])], .vector(3), 1),
    (
      "h = sigmoid(W @ x)\nq = outer(h, tanh(x))\nsum(q @ (q.T @ u)) + prod(h) + norm(W @ x)",
      [("W", [3, 3]), ("u", [3])], .vector(3), 1
    ),
    (
      "a @ relu(outer(b, x) @ exp(-x ** 2) + s)", [("a", [4]), ("b", [4]), ("s", [])],
      .vector(3), 1
    ),
  ]

  @Test(arguments: texts.indices) func bitsDependOnNothingButTheRun(index: Int) throws {
    let (text, shapes, input, outputs) = Self.texts[index]
    func bits(_ found: [(predictions: [Double], gradient: [Double])]) -> [[UInt64]] {
      found.map { ($0.predictions + $0.gradient).map(\.bitPattern) }
    }
    for samples in [1, 2, 7, 8, 31, 32, 33, 64, 70] {
      let example = try GraphCase(text, shapes, input: input, outputs: outputs, samples: samples)
      let sixteen = bits(example.found(as: SIMD16<Double>.self))
      #expect(bits(example.found(as: SIMD2<Double>.self)) == Array(sixteen[..<2]))
      #expect(bits(example.found(as: SIMD4<Double>.self)) == Array(sixteen[..<4]))
      #expect(bits(example.found(as: SIMD8<Double>.self, blockLength: 5)) == Array(sixteen[..<8]))
      #expect(bits(example.found(as: SIMD16<Double>.self, keeps: false)) == sixteen)
      let singles = bits(example.found(as: SIMD16<Float>.self, blockLength: 16))
      #expect(bits(example.found(as: SIMD4<Float>.self)) == Array(singles[..<4]))
      #expect(bits(example.found(as: SIMD8<Float>.self, keeps: false)) == Array(singles[..<8]))
      let expected = example.expected(lane: 1)
      let found = example.found(as: SIMD2<Double>.self)[1]
      #expect(deviation(found.predictions, expected.predictions) < 1e-12)
      #expect(deviation(found.gradient, expected.gradient) < 1e-12)
    }
  }

  /// Sixteen samples in the lanes give the bits of sixteen runs in them.
  @Test(arguments: (cases + random).filter { ($0.data.outputs ?? 1) == 1 })
  func aRunByItselfHasTheBitsOfOneInALane(of model: ModelCase) throws {
    try expectSameBitsAlone(GraphCase(model))
  }

  @Test(arguments: texts.filter { $0.outputs == 1 }.map(\.text))
  func aRunByItselfHasTheBitsForAnyNumberOfSamples(text: String) throws {
    let example = try #require(Self.texts.first { $0.text == text })
    for samples in [1, 7, 16, 17, 33, 128, 140, 300] {
      try expectSameBitsAlone(
        GraphCase(text, example.shapes, input: example.input, samples: samples))
    }
  }

  /// Sums large enough for vectors along columns, of the data and of what the model computes, that lie row
  /// by row or column by column.
  @Test(
    arguments: [
      ("a @ tanh(V @ tanh(W @ x + b) + c)", [30, 20], [21, 30]),
      ("tanh(tanh(x @ W + b) @ V) @ a", [20, 30], [30, 21]),
    ], [5, 128, 150])
  func largeSumsHaveTheBitsOfOneInALane(
    text: (String, [Int], [Int]), samples: Int
  ) throws {
    let shapes = [("W", text.1), ("V", text.2), ("b", [30]), ("a", [21])]
    try expectSameBitsAlone(
      GraphCase(text.0, shapes, input: .vector(20), samples: samples))
  }

  private func expectSameBitsAlone(_ example: GraphCase) {
    func bits(_ found: (predictions: [Double], gradient: [Double])) -> [UInt64] {
      // What is no number has no sign and no payload that anybody reads.
      (found.predictions + found.gradient).map { $0.isNaN ? 1 : $0.bitPattern }
    }
    let (doubles, singles) = (
      example.found(as: SIMD16<Double>.self), example.found(as: SIMD16<Float>.self)
    )
    for lane in [0, 3] {
      #expect(bits(example.foundAlone(lane, as: Double.self)) == bits(doubles[lane]))
      #expect(bits(example.foundAlone(lane, as: Float.self)) == bits(singles[lane]))
      #expect(
        bits(example.foundAlone(lane, as: Double.self, keeps: false, blockLength: 1))
          == bits(doubles[lane]))
      #expect(
        bits(example.foundAlone(lane, as: Float.self, keeps: false, blockLength: 3))
          == bits(singles[lane]))
    }
  }

  @Test(arguments: texts.indices) func gradientsAreSlopes(index: Int) throws {
    let (text, shapes, input, outputs) = Self.texts[index]
    let example = try GraphCase(text, shapes, input: input, outputs: outputs, samples: 9)
    let residuals = example.residuals(ofLane: 0)
    let gradient = example.found(as: SIMD2<Double>.self)[0].gradient
    func value(_ moved: [Double]) -> Double {
      var example = example
      example.theta = moved
      return zip(example.found(as: SIMD2<Double>.self)[0].predictions, residuals)
        .reduce(0) { $0 + $1.0 * $1.1 }
    }
    // Not at θ of lane 0 itself, which is θ moved a little.
    let theta = example.theta(ofLane: 0)
    for p in theta.indices {
      let h = 1e-5
      let factor = 1 + 1e-3 * Double(p % 5)
      var (up, down) = (example.theta, example.theta)
      up[p] += h / factor
      down[p] -= h / factor
      let slope = (value(up) - value(down)) / (2 * h)
      #expect(abs(slope - gradient[p]) < 1e-6 * max(1, abs(gradient[p])), "parameter \(p)")
    }
  }
}
