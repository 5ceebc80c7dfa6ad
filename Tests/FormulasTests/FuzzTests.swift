import Formulas
import TestSupport
import Testing

/// Damaged texts: whatever stands there, reading ends, with a formula or with mistakes in the text.
@Suite struct FuzzTests {
  private static let pieces =
    "()[],.:=+-*/@%&|^~<>!?'\"#\\ \n\t0123".map(String.init) + [
      "**", "//", ".T", " if ", "lambda ", "x", "W", "1e999", "axis=", "**2", "[0]", "exp(",
      "ones(3)", "−", "é", "\u{0}", "((", " for x in ", "@ @", "1_0", "0x1", "1j", "not ", "None",
      ":=", "\nfor l in range(3):\n  ", "range(", "keepdims=True", "array([", "where(x > ", "\r\n",
      "reshape(", "-1", "99999999999999999999", "zeros((", "eye(", "prod(", "h = ", "\n",
    ]
  private static let words = Function.allCases.map(\.rawValue) + ["a", "b", "W", "x", "s", "u"]

  private static let scope = Scope.prediction(
    blocks: [
      Scope.Block(name: "W", extents: [3, 4]), Scope.Block(name: "V", extents: [4, 2]),
      Scope.Block(name: "a", extents: [3]), Scope.Block(name: "b", extents: [2]),
      Scope.Block(name: "u", extents: [4]), Scope.Block(name: "s", extents: []),
      Scope.Block(name: "K", extents: [3, 4, 4]),
    ], sizes: ["width": 3, "depth": 3, "inputs": 4, "outputs": 1, "samples": 8],
    constants: ["scale"], input: .vector(4), outputs: 1)

  private static let texts: [String] =
    ((try? fixtureLines("cases.jsonl", as: ModelCase.self)) ?? []).map(\.model.prediction)
    + ((try? fixtureLines("random.jsonl", as: ModelCase.self)) ?? []).map(\.model.prediction)
    + ((try? fixtureLines("mistakes.jsonl", as: MistakeCase.self)) ?? []).map(\.prediction) + [
      "h = u\nfor l in range(depth):\n  h = tanh(K[l] @ h)\nsum(h)",
      "for l in range(2):\n  for m in range(l):\n    t = s * m\n  r = s\nr",
      "h = where(W @ x > 0, log(W @ x), array([1, 2, 3]))\na @ h",
    ]

  /// A text with one to four edits: a piece or word put in, cut out, doubled, swapped or replaced.
  private static func damaged(_ text: String, _ generator: inout SplitMix64) -> String {
    var scalars = Array(text.unicodeScalars)
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      let i = Int.random(in: 0...scalars.count, using: &generator)
      let n = Int.random(in: 1...6, using: &generator)
      let end = min(i + n, scalars.count)
      let isWord = Bool.random(using: &generator)
      let piece =
        (isWord ? words : pieces).randomElement(using: &generator).map { Array($0.unicodeScalars) }
        ?? []
      switch Int.random(in: 0..<5, using: &generator) {
      case 0: scalars.insert(contentsOf: piece, at: i)
      case 1: scalars.removeSubrange(i..<end)
      case 2: scalars.insert(contentsOf: scalars[i..<end], at: i)
      case 3: scalars.replaceSubrange(i..<end, with: piece)
      default:
        let part = Array(scalars[i..<end])
        scalars.removeSubrange(i..<end)
        scalars.insert(contentsOf: part, at: Int.random(in: 0...scalars.count, using: &generator))
      }
    }
    return String(String.UnicodeScalarView(scalars))
  }

  @Test func damagedTextsAreReadToTheirEnd() throws {
    var generator = SplitMix64(seed: 17)
    var accepted = 0
    for _ in 0..<Mutation.count(or: 20_000) {
      guard let text = Self.texts.randomElement(using: &generator) else { return }
      let wrong = Self.damaged(text, &generator)
      do throws(FormulaError) {
        let formula = try Formula(wrong, in: Self.scope)
        accepted += 1
        #expect(formula.graph.nodes.count <= Limits.nodes + 100, "\(wrong)")
      } catch {
        let lines = wrong.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(!error.mistakes.isEmpty)
        for mistake in error.mistakes {
          let (first, last) = (mistake.span.first, mistake.span.last)
          #expect(first <= last && first.line >= 1 && last.line <= lines.count, "\(wrong)")
          // One behind the end of a line is where something is missing.
          #expect(first.column >= 1 && first.column <= lines[first.line - 1].count + 1, "\(wrong)")
          #expect(!mistake.sentence.isEmpty && !mistake.excerpt(of: wrong).isEmpty)
        }
      }
    }
    #expect(accepted > 0)
  }

  /// Long and deep texts take neither the stack nor long.
  @Test func largeTextsAreReadToTheirEnd() {
    func times(_ piece: String, _ count: Int) -> String { String(repeating: piece, count: count) }
    let refused = [
      times("(", 100_000), times("[", 100_000), "s" + times(" + s * 2", 40_000),
      times("zz + ", 30_000) + "zz", times("é", 200_000), "s" + times("**s", 20_000),
      times("x", 2_000_000), times("h = s\n", 30_000), times("exp(", 30_000),
      times("for l in range(9):\n", 30_000), times("W[", 10_000), times("~", 50_000) + "s",
      "sum(concatenate([" + times("u,", 20_000) + "u * ", times("0 = 1\n", 20_000),
      "h = s" + times("\nfor l in range(999999999): h = h", 50) + "\nh",
    ]
    for text in refused {
      #expect(throws: FormulaError.self, "\(text.prefix(20))") {
        try Formula(text, in: Self.scope)
      }
    }
    let accepted = [
      times("-", 50_000) + "s", "s" + times(".T", 20_000), times("(", 200) + "s" + times(")", 200),
      "s" + times(" + s", 9_000), times("exp(", 199) + "s" + times(")", 199),
      "s" + times("**1", 150), times("# é\n", 50_000) + "s",
    ]
    for text in accepted {
      #expect(throws: Never.self, "\(text.prefix(20))") { try Formula(text, in: Self.scope) }
    }
  }

  /// What is accepted can be derived and evaluated.
  @Test func acceptedTextsCanBeDerivedAndEvaluated() throws {
    var generator = SplitMix64(seed: 18)
    var accepted = 0
    while accepted < Mutation.count(or: 20_000) / 50 {
      guard let text = Self.texts.randomElement(using: &generator) else { return }
      guard let formula = try? Formula(Self.damaged(text, &generator), in: Self.scope),
        formula.graph.nodes.allSatisfy({ $0.shape.count <= 10_000 })
      else { continue }
      accepted += 1
      let derivatives = Derivatives(
        of: formula.result, in: formula.graph, blocks: ["W", "V", "a", "b", "u", "s", "K"])
      let outputs =
        [derivatives.prediction] + derivatives.gradients
        + derivatives.gradientTangents.compactMap(\.self)
      let values = Interpreter(derivatives.graph, outputs: outputs).evaluate { input in
        (0..<input.shape.count).map { 0.3 + 0.1 * Double($0 % 7) }
      }
      #expect(values.count == outputs.count)
      for (value, node) in zip(values, outputs) {
        #expect(value.count == derivatives.graph.shape(of: node).count)
      }
      #expect(!formula.graph.canonicalText(of: formula.outputs).isEmpty)
    }
  }
}
