import Formulas
import Testing

@Suite struct LanguageTests {
  // MARK: Expressions

  @Test(arguments: [
    ("-2 ** 2", -4.0), ("2 ** -1", 0.5), ("2 ** 3 ** 2", 512), ("(2 ** 3) ** 2", 64),
    ("--3", 3), ("2 - 3 - 4", -5), ("2 / 4 * 8", 4), ("-s ** 2", -9), ("7 / 2", 3.5),
    ("1e3 + .5 + 5.", 1005.5), ("u @ u", 5.25), ("W[0] @ u", 5.5), ("W[-1, 2]", -1),
    ("sum(W)", 1.75), ("sum(W[:, 1:])", 0.25), ("max(W)", 3), ("min(u)", -1), ("prod(u)", -1),
    ("mean(u)", 0.5), ("trace(W)", 1.25), ("norm(array([3, 4]))", 5), ("u[1:][0]", -1),
    ("u[:-1][-1]", -1), ("u[-100:2] @ array([1, 1])", 1), ("pi", .pi), ("inputs * d", 6),
    ("u.T @ u", 5.25), ("W.T.T[1, 0]", 0.5), ("dot(2, 3)", 6), ("eye(2, 3)[1, 1]", 1),
    ("sum(outer(u, u))", 2.25), ("reshape(W, -1)[3]", 0.5), ("reshape(W, (3, d))[1, 0]", 3),
    ("ravel(W.T)[1]", 0.5), ("sum(W, 0)[2]", 2), ("sum(W, 0, keepdims=True)[0, 2]", 2),
    ("sum(W, axis=(0, 1))", 1.75),
    ("where(s > 2, 1, 2)", 1), ("where(s != 3, 1, 2)", 2), ("c", 0.5), ("B[1]", 8),
    ("sum(diag(diag(K[0])))", 5), ("sum(concatenate([u, x],))", 112.5),
    ("array([[1, 2], [3, d]])[1, 1]", 2), ("sum(zeros((2 * d, d)) + ones(d))", 8),
    ("maximum(s, 5) - minimum(s, 5)", 2), ("(s)", 3), ("sign(-s)", -1),
  ])
  func expressionHasPythonsValue(text: String, expected: Double) throws {
    #expect(try value(text) == [expected])
  }

  @Test func numbersFoldAsDoubles() throws {
    #expect(try value("1 / 0") == [.infinity])
    #expect(try value("0 ** 0") == [1])
    #expect(try value("(-8) ** 0.5")[0].isNaN)
    #expect(try value("1e999") == [.infinity])
    let folded = try Formula("s * (1 / 3)", in: smallScope).graph
    #expect(folded.nodes.contains { $0.operation == .constant(ExactNumber(1.0 / 3)) })
  }

  @Test func everyOperationIsDoneAsWritten() throws {
    #expect(try value("(s + 1e20) - 1e20") == [0])
    #expect(try value("(0.1 + s) - s") == [(0.1 + 3) - 3])
  }

  @Test func wholePowersMultiplyFromTheHighestBit() throws {
    let u = 1.1
    let values = ["s": [u]]
    #expect(try value("s ** 3", smallScope, values) == [(u * u) * u])
    #expect(try value("s ** 4", smallScope, values) == [(u * u) * (u * u)])
    #expect(try value("s ** 7", smallScope, values) == [((u * u) * u) * ((u * u) * u) * u])
    #expect(try value("s ** -2", smallScope, values) == [1 / (u * u)])
    #expect(try value("s ** 2.0", smallScope, values) == [u * u])
    #expect(try value("s ** depth", smallScope, values) == [(u * u) * u])
  }

  private func value(
    _ text: String, _ scope: Scope, _ values: [String: [Double]]
  ) throws -> [Double] {
    try FormulasTests.value(text, in: scope, values)
  }

  private func value(_ text: String) throws -> [Double] { try FormulasTests.value(text) }

  // MARK: Special values

  @Test func comparisonsAndMaximaPassNaNAsJAXDoes() throws {
    let nan = ["s": [Double.nan], "u": [1, .nan, 3], "x": [0, 0, 0]]
    for text in [
      "maximum(s, 1)", "minimum(1, s)", "relu(s)", "max(u)", "min(u)", "abs(s)", "sign(s)",
    ] {
      #expect(try value(text, smallScope, nan)[0].isNaN, "\(text)")
    }
    #expect(try value("where(s < 1, 1, 2)", smallScope, nan) == [2])
    #expect(try value("where(s == s, 1, 2)", smallScope, nan) == [2])
    #expect(try value("where(s != s, 1, 2)", smallScope, nan) == [1])
  }

  @Test func softFunctionsAreStable() throws {
    let large = ["u": [1000.0, 999, -1000], "x": [0, 0, 0]]
    let p = try value("softmax(u)", smallScope, large)
    #expect(abs(p[0] - 0.731058578630005) < 1e-14 && p[2] == 0)
    #expect(try value("log_softmax(u)[2]", smallScope, large)[0] < -2000)
    #expect(try abs(value("logsumexp(u)", smallScope, large)[0] - 1000.3132616875182) < 1e-10)
    let infinite: [String: [Double]] = [
      "u": [-Double.infinity, -.infinity, -.infinity], "x": [0, 0, 0],
    ]
    #expect(try value("logsumexp(u)", smallScope, infinite) == [-.infinity])
    #expect(try value("softplus(-1000)") == [0])
    #expect(try value("sigmoid(-1000)") == [0])
  }

  // MARK: Lines and loops

  @Test func loopsAreWrittenOut() throws {
    let loop = "h = B\nfor l in range(depth):\n    h = tanh(K[l] @ h)\nsum(h)"
    let written = "h0 = tanh(K[0] @ B)\nh1 = tanh(K[1] @ h0)\nsum(tanh(K[2] @ h1))"
    let a = try Formula(loop, in: smallScope)
    let b = try Formula(written, in: smallScope)
    #expect(a.graph.canonicalText(of: a.outputs) == b.graph.canonicalText(of: b.outputs))
  }

  @Test func loopsCountLikePython() throws {
    #expect(try value("t = 0\nfor l in range(4):\n  t = t + l\nt") == [6])
    #expect(try value("t = 0\nfor l in range(1, depth):\n  t = t + l\nt") == [3])
    #expect(try value("t = 0\nfor l in range(2): t = t + 1\nt") == [2])
    #expect(
      try value(
        "t = 0\nfor l in range(3):\n  for m in range(l):\n    q = l * m\n    t = t + q\nt") == [2])
    #expect(try value("t = 5\nfor l in range(0):\n  t = 1\nt") == [5])
    #expect(
      try value("t = 0\nfor l in range(2):\n  t = t + u[l]\nfor l in range(2):\n  t = 2 * t\nt")
        == [4])
    #expect(try value("t = 0\nfor l in range(2):\n  t = t + sum(u[l:l + 1])\nt") == [1])
  }

  @Test func mistakesOfLoopsAreTold() {
    #expect(places("for l in u:\n  h = l\nsum(u)") == ["unsupported 1:10"])
    #expect(places("for l in range(s):\n  h = l\nsum(u)") == ["index 1:16"])
    #expect(places("for l in range(2):\nsum(u)") == ["syntax 1:1"])
    #expect(places("h = s\nfor l in range(3):\n  h = h + zz\nh") == ["unknown name 3:11"])
    #expect(places("for u in range(3):\n  h = s\nh") == ["name taken 1:5"])
    #expect(places("for l in range(3):\n  l = s\ns") == ["name taken 2:3"])
    #expect(places("for l in range(3):\n  h = s") == ["no prediction 1:1"])
    #expect(places("h = K[3] @ B\nsum(h)") == ["index 1:7"])
    #expect(places("sum(K @ B)") == ["rank 1:5"])
    #expect(places("sum(K[:2])") == ["index 1:5"])
    #expect(places("  h = s\nh") == ["syntax 1:3"])
    #expect(places("for l in range(2):\n    h = s\n  g = s\nh") == ["syntax 3:3"])
  }

  @Test func noLoopRunsLong() {
    #expect(
      places("h = s\nfor l in range(1000000000):\n  h = h * 1\nh").first?.hasPrefix("too large")
        == true)
    #expect(
      places("h = s\nfor l in range(1000000000):\n  h = h + 1\nh").first?.hasPrefix("too large")
        == true)
    let nested = (0..<30).map { String(repeating: " ", count: $0) + "for l\($0) in range(2):\n" }
      .joined()
    #expect(
      places(nested + String(repeating: " ", count: 30) + "h = s\ns").first?.contains("too large")
        == true)
  }

  @Test func layoutIsPythons() throws {
    #expect(try value("# a comment\n\n(u\n  @ u  # é\n)\n\n") == [5.25])
    #expect(try value("h = (1 +\n2)\r\nh") == [3])
    #expect(try value("sum(\n  u,\n)") == [1.5])
    #expect(places("h = u; h @ u") == ["unsupported 1:6"])
    #expect(places("u @ \\\nu").first == "unsupported 1:5")
    #expect(places("+s") == ["unsupported 1:1"])
    #expect(places("0x10 * s") == ["unsupported 1:1"])
    #expect(places("1_0 * s") == ["unsupported 1:1"])
    #expect(places("") == ["no prediction 1:1"])
    #expect(places("# nothing\n") == ["no prediction 1:1"])
  }

  @Test func namesAreTaken() {
    for name in ["u", "x", "y", "f", "k", "theta", "pi", "sum", "lambda", "depth", "c", "array"] {
      let found = mistakes("\(name) = s\ns")
      #expect(found.count == 1, "\(name)")
      #expect([.nameTaken, .unsupported].contains(found.first?.kind), "\(name)")
    }
  }

  // MARK: Messages

  @Test func messagesSayShapesAndNames() {
    #expect(mistakes("sum(W @ B)").first?.sentence == "W @ B: (2, 3) @ (2,)")
    #expect(mistakes("sum(W  @\n u[:2])").first?.sentence == "W @ u[:2]: (2, 3) @ (2,)")
    #expect(mistakes("sum(W + B)").first?.sentence == "W + B: (2, 3) + (2,)")
    #expect(mistakes("depht * s").first?.sentence == "unknown name depht: did you mean depth?")
    #expect(mistakes("matmul(W, u)").first?.suggestion == "@")
    #expect(
      mistakes("jnp.sum(u)").first?.message == "functions stand alone: sum, not jnp.sum")
    #expect(
      mistakes("max(u, u)").first?.message.hasSuffix("maximum(a, b) compares two arrays") == true)
    #expect(mistakes("u").first?.sentence == "the prediction has shape (3,), not (1,)")
  }

  @Test func excerptPointsAtTheMistake() {
    let text = "h = s\n\tsum(W @ B)"
    let mistake = mistakes(text).first
    #expect(mistake?.excerpt(of: text) == "\tsum(W @ B)\n\t^^^")
    #expect(mistakes("s + zz").first?.excerpt(of: "s + zz") == "s + zz\n    ^^")
  }

  @Test func allMistakesAreTold() {
    #expect(
      places("h = tanh(W @ xx) + W @ B\ng = tahn(h, q)\nu @ h + u[7] + (1 < 2)") == [
        "unknown name 1:14", "shape 1:22", "unknown function 2:5", "unknown name 2:13",
        "index 3:11",
        "unsupported 3:19",
      ])
  }

  @Test func usedNamesAreKnown() throws {
    let formula = try Formula("h = u[:d] @ B\nh * c", in: smallScope)
    #expect(formula.usedNames == ["u", "d", "B", "c"])
  }
}
