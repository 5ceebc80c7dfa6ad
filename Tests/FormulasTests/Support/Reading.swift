import Formulas

/// Blocks, sizes and an x to read short texts with.
let smallScope = Scope.prediction(
  blocks: [
    Scope.Block(name: "W", extents: [2, 3]), Scope.Block(name: "u", extents: [3]),
    Scope.Block(name: "s", extents: []), Scope.Block(name: "K", extents: [3, 2, 2]),
    Scope.Block(name: "B", extents: [2], isTrained: false),
  ], sizes: ["depth": 3, "d": 2, "inputs": 3, "outputs": 1], constants: ["c"],
  input: .vector(3), outputs: 1)

/// Numbers for the names of ``smallScope``.
let smallValues: [String: [Double]] = [
  "W": [1, -2, 3, 0.5, 0.25, -1], "u": [2, -1, 0.5], "s": [3],
  "K": [1, 2, 3, 4, 0, 1, 1, 0, 2, 0, 0, 2], "B": [7, 8], "c": [0.5], "x": [1, 10, 100],
]

/// The value of a text whose last line may be anything.
func value(
  _ text: String, in scope: Scope = smallScope, _ values: [String: [Double]] = smallValues
) throws -> [Double] {
  var scope = scope
  scope.result = .any
  let formula = try Formula(text, in: scope)
  return Interpreter(formula.graph, outputs: [formula.result])(values)[0]
}

/// The mistakes of a text.
func mistakes(_ text: String, in scope: Scope = smallScope) -> [Mistake] {
  do throws(FormulaError) {
    _ = try Formula(text, in: scope)
    return []
  } catch {
    return error.mistakes
  }
}

/// Kind, line and column of each mistake.
func places(_ text: String, in scope: Scope = smallScope) -> [String] {
  mistakes(text, in: scope).map {
    "\($0.kind.rawValue) \($0.span.first.line):\($0.span.first.column)"
  }
}
