import Formulas
import Testing

@Suite struct GraphTests {
  private func text(_ formula: String) throws -> String {
    let formula = try Formula(formula, in: smallScope)
    return formula.graph.canonicalText(of: formula.outputs)
  }

  @Test func identityForgetsWhatDoesNotCount() throws {
    let plain = try text("h = tanh(W @ x)\nsum(h * h)")
    #expect(try text("# layers\nhidden = tanh( W@x )\n\n(sum(hidden\n* hidden))") == plain)
    #expect(try text("unused = exp(s)\nh = tanh(W @ x)\nsum(h * h)") == plain)
    #expect(try text("h = tanh(W @ x)\nsum(h * h * 1)") == plain)
  }

  @Test func identityKeepsWhatCounts() throws {
    let texts = [
      "s", "c", "s + c", "s - c", "s * 2", "s * 3", "where(s > 0, s, 1)", "relu(s)", "u[0]", "u[1]",
      "K[0][0, 0]", "K[1][0, 0]", "(s + 1) + c", "s + (1 + c)", "s * 0", "s * -0.0", "sum(B)",
    ]
    let identities = try texts.map { try text($0) }
    #expect(Set(identities).count == texts.count)
  }

  @Test func identityIsWritten() throws {
    #expect(
      try text("s * 2 + c") == """
        0: input s 1 ()
        1: number 4000000000000000 ()
        2: multiply 0 1 ()
        3: input c 8 ()
        4: add 2 3 ()
        4

        """)
  }

  @Test func equalPartsAreOne() throws {
    let lines = (1...40).map { "d\($0) = d\($0 - 1) + d\($0 - 1)\n" }.joined()
    let formula = try Formula("d0 = s\n" + lines + "d40", in: smallScope)
    #expect(formula.graph.nodes.count == 41)
  }

  @Test func simplificationChangesNoBit() throws {
    func isUnchanged(_ formula: String) throws -> Bool { try text(formula) == text("s") }
    for same in [
      "s * 1", "1 * s", "s / 1", "s - 0", "--s", "s ** 1", "s + -0.0", "where(1 < 2, s, c)",
    ] {
      #expect(try isUnchanged(same), "\(same)")
    }
    // −0 + 0 is 0, ∞ · 0 is NaN, and a − a is not always 0.
    for other in ["s + 0", "s * 0", "s - s", "s / s", "0 - s", "(s + c) - c", "sqrt(s * s)"] {
      #expect(try isUnchanged(other) == false, "\(other)")
    }
  }

  @Test func dependenceTellsTheStages() throws {
    let formula = try Formula(
      "w = u ** 2\nz = sin(x)\nq = w @ z\nq * c + sum(B)", in: smallScope)
    let dependence = formula.graph.dependence()
    #expect(dependence[formula.result.index] == [.parameters, .data, .constants, .fixed])
    let products = formula.graph.nodes.indices.filter {
      formula.graph.nodes[$0].operation == .unary(.power(2))
        || formula.graph.nodes[$0].operation == .unary(.sin)
    }
    #expect(products.map { dependence[$0] } == [.parameters, .data])
  }

  @Test(arguments: [
    ("u @ x", true, true), ("(u * u) @ x", true, false), ("sum(W @ x)", true, true),
    ("u @ x + 1", false, false), ("x @ x", false, false), ("u @ tanh(x)", false, true),
    ("sum(concatenate([u, zeros(3)])[1:4] * x)", true, true),
    ("where(s > 0, u @ x, 0)", true, false),
    ("where(x[0] > 0, u @ x, 0)", false, true), ("s * x[0] / c", true, true),
    ("c / x[0]", false, false), ("x[0] - s", false, false),
    ("-(u @ x) / (1 + s ** 2)", true, false),
  ])
  func linearityFollowsItsRules(formula: String, inData: Bool, inParameters: Bool) throws {
    let formula = try Formula(formula, in: smallScope)
    #expect(formula.graph.isLinear(formula.result, in: .data) == inData)
    #expect(formula.graph.isLinear(formula.result, in: .parameters) == inParameters)
    #expect(formula.graph.isBilinear(formula.result) == (inData && inParameters))
  }

  @Test func weightsOfALinearPredictionAreFreeOfTheSample() throws {
    var formula = try Formula("(u ** 3) @ x * s", in: smallScope)
    let x = Input(name: "x", shape: .vector(3), role: .data)
    let weights = formula.graph.linearWeights(of: formula.result, in: x)
    guard let weights else {
      Issue.record("the prediction is linear in x")
      return
    }
    #expect(!formula.graph.dependence()[weights.index].contains(.data))
    let found = Interpreter(formula.graph, outputs: [weights])(smallValues)[0]
    #expect(found == [24, -3, 0.375])
  }

  @Test(arguments: [
    ("u @ x", 1.0), ("(u @ x) ** 2 * s", 3), ("u @ x / norm(u)", 0), ("relu(u) @ x", 1),
    ("sqrt(u @ u)", 1), ("s ** 2.5", 2.5), ("maximum(u @ x, s)", 1), ("softmax(u) @ x", nil),
    ("u @ x + 1", nil), ("exp(s)", nil), ("exp(u[0] / u[1])", 0), ("sum(zeros(3))", 0),
    ("s + s * s", nil), ("sign(s) * s", 1), ("where(s > 0, s, 2 * s)", 1),
    ("where(s > 1, s, 2 * s)", nil), ("max(u) * prod(u)", 4), ("sum(x)", 0),
  ])
  func degreeOfHomogeneityFollowsItsRules(formula: String, degree: Double?) throws {
    let formula = try Formula(formula, in: smallScope)
    #expect(formula.graph.homogeneity(of: formula.result) == degree)
  }

  @Test func otherFunctionsCanTakeThePlaceOfOurs() throws {
    let formula = try Formula("exp(s)", in: smallScope)
    var functions = ScalarFunctions.standard
    functions.exp = { _ in 42 }
    let found = Interpreter(formula.graph, outputs: [formula.result], functions: functions)
    #expect(found(smallValues) == [[42]])
  }
}
