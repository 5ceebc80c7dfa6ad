import Formulas
import TestSupport
import Testing

@Suite struct DerivativeTests {
  /// The derivatives of a number in the blocks of ``smallScope``, by name.
  private func gradient(
    _ text: String, _ values: [String: [Double]] = smallValues
  ) throws -> [String: [Double]] {
    let formula = try Formula(text, in: smallScope)
    var derivatives = Derivatives(
      of: formula.result, in: formula.graph, blocks: ["W", "u", "s", "K"])
    let nodes = derivatives.jacobianRow(ofOutput: 0)
    let found = Interpreter(derivatives.graph, outputs: nodes)(values)
    return Dictionary(
      zip(derivatives.parameters.map { $0.name + ($0.entry.map { "\($0)" } ?? "") }, found),
      uniquingKeysWith: { first, _ in first })
  }

  // MARK: Conventions

  @Test(arguments: [
    ("relu(s)", 0.0), ("abs(s)", 0), ("sign(s)", 0), ("leaky_relu(s)", 1), ("elu(s)", 1),
    ("maximum(s, 0)", 0.5), ("minimum(0, s)", 0.5), ("s ** 0", 0), ("s ** 1", 1), ("s ** 2", 0),
    ("s ** 0.5", .infinity), ("sqrt(s)", .infinity), ("2 ** s", 0.6931471805599453),
    ("0 ** s", 0), ("softplus(s)", 0.5), ("silu(s)", 0.5), ("gelu(s)", 0.5), ("arctan(s)", 1),
  ])
  func derivativeAtZeroIsJAXs(text: String, expected: Double) throws {
    let found = try gradient(text, ["s": [0], "x": [0, 0, 0]])["s"]?[0] ?? 0
    #expect(found == expected, "\(text)")
  }

  @Test func rootsOfSquaresHaveNoDerivativeAtZero() throws {
    let zero: [String: [Double]] = ["u": [0, 0, 0], "s": [0], "x": [0, 0, 0]]
    #expect(try gradient("norm(u)", zero)["u"]?[0].isNaN == true)
    #expect(try gradient("sqrt(u @ u)", zero)["u"]?[0].isNaN == true)
  }

  @Test func tiesOfMaximaShareEqually() throws {
    let tied: [String: [Double]] = ["u": [2, 1, 2], "W": [1, 5, 5, 3, 3, 3], "x": [0, 0, 0]]
    #expect(try gradient("max(u)", tied)["u"] == [0.5, 0, 0.5])
    #expect(
      try gradient("sum(max(W, axis=1))", tied)["W"] == [0, 0.5, 0.5, 1.0 / 3, 1.0 / 3, 1.0 / 3])
  }

  @Test func productsNeedNoDivision() throws {
    let zero: [String: [Double]] = ["u": [0, 3, 5], "x": [0, 0, 0]]
    #expect(try gradient("prod(u)", zero)["u"] == [15, 0, 0])
  }

  @Test func powersOfParametersFollowTheContract() throws {
    func slopes(_ s: Double, _ q: Double) throws -> (Double, Double) {
      let found = try gradient("u[0] ** s", ["u": [s, 0, 0], "s": [q], "x": [0, 0, 0]])
      return (found["u"]?[0] ?? .nan, found["s"]?[0] ?? .nan)
    }
    #expect(try slopes(0, 2) == (0, 0))
    #expect(try slopes(2, 0).0 == 0)
    #expect(try slopes(-2, 3).1.isNaN)
    #expect(try slopes(-2, 3).0 == 12)
  }

  // MARK: where

  /// The branch that is not taken contributes 0, even where its derivative is not finite.
  @Test(arguments: [
    "sum(where(u > 0, log(u), 0))", "sum(where(u > 0, u * log(u), u))",
    "sum(where(u > 0, sqrt(u), 0) + where(u > 1, log(u), 0))",
    "where(s > 0, sum(log(u)), s)", "where(s > 0, sum(W @ log(u)), s)",
    "where(s > 0, sum((W / s) @ u), s)", "where(s > 0, norm(u), s)",
    "sum(where(u > 0, outer(1 / u, log(u))[1], 1))", "where(s > 0, sum(log(u[1:])), s)",
    "where(s > 0, max(log(u)) + sum(log(u).T), s)", "where(s > 0, u @ log(u), s)",
    "where(s > 0, sum(concatenate([log(u), 1 / u])), s)",
    "where(s > 0, sum(outer(1 / u, log(u))), s)",
  ])
  func branchNotTakenIsIsolated(text: String) throws {
    let values: [String: [Double]] = [
      "u": [0, 4, -1], "s": [0], "W": [1, 2, 3, 4, 5, 6], "x": [0, 0, 0],
    ]
    let formula = try Formula(text, in: smallScope)
    let derivatives = Derivatives(
      of: formula.result, in: formula.graph, blocks: ["W", "u", "s"])
    var given = values
    given["cotangent"] = [1]
    for input in derivatives.directions {
      given[input.name] = Array(repeating: 1, count: input.shape.count)
    }
    let outputs = derivatives.gradients + derivatives.gradientTangents.compactMap(\.self)
    for found in Interpreter(derivatives.graph, outputs: outputs)(given) {
      let areFinite = found.allSatisfy(\.isFinite)
      #expect(areFinite, "\(text): \(found)")
    }
  }

  @Test func takenBranchIsWhole() throws {
    let found = try gradient(
      "sum(where(u > 0, u ** 2 * log(u), -u))", ["u": [2, -1, 1], "x": [0, 0, 0]])
    #expect(abs((found["u"]?[0] ?? 0) - (4 * 0.6931471805599453 + 2)) < 1e-14)
    #expect(found["u"]?[1] == -1)
    #expect(found["u"]?[2] == 1)
  }

  // MARK: Order

  /// A node that is used twice adds up, the last use first.
  @Test func derivativeOfAProductHasItsOrder() throws {
    let s = 1.1
    let values: [String: [Double]] = ["s": [s], "x": [0, 0, 0]]
    #expect(try gradient("s ** 3", values)["s"] == [(s * s) * 3])
    #expect(try gradient("tanh(s)", values)["s"] == [tanhSlope(s)])
  }

  private func tanhSlope(_ s: Double) -> Double {
    let h = ScalarFunctions.standard(UnaryFunction.tanh, s)
    return 1.0.addingProduct(-h, h)
  }

  // MARK: Stacks and fixed blocks

  @Test func everyArrayOfAStackHasItsDerivative() throws {
    let text = "h = B\nfor l in range(depth):\n  h = tanh(K[l] @ h / 10)\nsum(h)"
    let found = try gradient(text)
    #expect(Set(found.keys) == ["K0", "K1", "K2"])
    var values = smallValues
    let size = 1e-6
    for entry in 0..<3 {
      for i in 0..<4 {
        var sides: [Double] = []
        for step in [size, -size] {
          values["K"] = smallValues["K"]
          values["K"]?[4 * entry + i] += step
          sides.append(try value(text, in: smallScope, values)[0])
        }
        let expected = (sides[0] - sides[1]) / (2 * size)
        // Central differences: size² times a third derivative, and rounding over size.
        #expect(abs((found["K\(entry)"]?[i] ?? .nan) - expected) < 1e-8)
      }
    }
  }

  @Test func fixedBlocksAreNoParameters() throws {
    let formula = try Formula("sum(B) * s", in: smallScope)
    let derivatives = Derivatives(of: formula.result, in: formula.graph, blocks: ["s", "B"])
    #expect(derivatives.parameters.map(\.name) == ["s"])
  }

  // MARK: Nothing needless

  @Test func gradientsOfTheSampleAreNotFormed() throws {
    let formula = try Formula("sum(tanh(W @ x))", in: smallScope)
    let derivatives = Derivatives(of: formula.result, in: formula.graph, blocks: ["W"])
    // z, h, 1 − h², the cotangent repeated, d, and d xᵀ.
    let needed = derivatives.graph.needed(for: derivatives.gradients)
    let operations = needed.map { derivatives.graph[$0].operation }
    #expect(operations.count { $0 == .outer } == 1)
    #expect(needed.count <= 9)
  }
}
