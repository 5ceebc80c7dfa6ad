import Formulas
import Testing

@Suite struct ScopeTests {
  // MARK: Updates

  static let adam = """
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g ** 2
    theta - eta * m / (sqrt(v) + epsilon)
    """

  private func update(_ text: String, _ shape: Shape = .vector(2)) throws -> Formula {
    try Formula(
      text,
      in: .update(shape: shape, states: ["m", "v"], constants: ["beta1", "beta2", "epsilon"]))
  }

  @Test func updateBindsStatesToTheirNextValues() throws {
    let formula = try update(Self.adam)
    #expect(Set(formula.states.keys) == ["m", "v"])
    let found = Interpreter(formula.graph, outputs: formula.outputs)([
      "theta": [1, 2], "g": [0.5, -1], "m": [0, 1], "v": [0, 4], "beta1": [0.5], "beta2": [0.75],
      "epsilon": [0], "eta": [0.1],
    ])
    let m = [0.25, 0.0]
    let v = [0.0625, 3.25]
    #expect(found[1] == m)
    #expect(found[2] == v)
    #expect(found[0] == [1 - 0.1 * m[0] / v[0].squareRoot(), 2])
    #expect(formula.graph.isElementwise(formula.result, in: [.parameters, .state]))
  }

  @Test func updateOfANumberIsThatOfEachElement() throws {
    let formula = try update(Self.adam, .number)
    #expect(formula.graph.isElementwise(formula.result, in: [.parameters, .state]))
    let normalized = try update("theta - eta * g / norm(g)")
    #expect(!normalized.graph.isElementwise(normalized.result, in: [.parameters, .state]))
  }

  @Test func matricesMayBeMultiplied() throws {
    let text = "theta - eta * (g @ g.T) @ g"
    _ = try update(text, .matrix(2, 3))
    #expect(throws: FormulaError.self) { try update(text, .number) }
  }

  @Test func mistakesOfUpdatesAreTold() {
    let scope = Scope.update(shape: .vector(2), states: ["m"], constants: [])
    #expect(places("m = g\nm = g\ntheta", in: scope) == ["bound twice 2:1"])
    #expect(places("theta = g\ntheta", in: scope) == ["name taken 1:1"])
    #expect(places("m = outer(g, g)\ntheta", in: scope) == ["shape 1:1"])
    #expect(places("outer(g, g)", in: scope) == ["prediction shape 1:1"])
    #expect(mistakes("m = g\nm = m", in: scope).contains { $0.message.contains("the next theta") })
  }

  // MARK: Other places

  @Test func lossIsOverPredictionAndTarget() throws {
    let formula = try Formula("log(1 + exp(-y * f))", in: .loss(outputs: 1))
    let found = Interpreter(formula.graph, outputs: [formula.result])(["f": [0.0], "y": [1.0]])
    #expect(abs(found[0][0] - 0.6931471805599453) < 1e-15)
    #expect(places("f * x", in: .loss(outputs: 1)) == ["unknown name 1:5"])
    #expect(places("f * y", in: .loss(outputs: 3)) == ["prediction shape 1:1"])
  }

  @Test func scheduleIsOverSteps() throws {
    let formula = try Formula("minimum(1, k / ramp)", in: .schedule(constants: ["ramp"]))
    let found = Interpreter(formula.graph, outputs: [formula.result])(["k": [5], "ramp": [10]])
    #expect(found == [[0.5]])
  }

  @Test func startFillsItsShape() throws {
    let scope = Scope.start(shape: .matrix(2, 2), sizes: ["d": 2], constants: ["a"])
    let formula = try Formula("eye(d) * a", in: scope)
    #expect(Interpreter(formula.graph, outputs: [formula.result])(["a": [3]]) == [[3, 0, 0, 3]])
    let number = try Formula("1 / sqrt(d * d)", in: scope)
    #expect(
      Interpreter(number.graph, outputs: [number.result])([:]) == [[0.5, 0.5, 0.5, 0.5]])
  }

  @Test func preconditionerIsElementwise() throws {
    let formula = try Formula(
      "1 / (v ** 0.3 + epsilon)", in: .preconditioner(constants: ["epsilon"]))
    #expect(formula.graph.isElementwise(formula.result, in: .state))
  }

  // MARK: Recorded quantities

  private func recorded(_ text: String) throws -> [Double] {
    let scope = Scope.record(
      blocks: [Scope.Block(name: "A", extents: [2, 3])], sizes: [:], constants: [],
      arrays: [
        "f": Scope.Variable(shape: .matrix(3, 2), role: .predictions),
        "y": Scope.Variable(shape: .vector(3), role: .data),
      ])
    let formula = try Formula(text, in: scope)
    return Interpreter(formula.graph, outputs: [formula.result])([
      "A": [3, 0, 0, 0, 4, 0], "f": [0.1, 0.9, 0.7, 0.2, 0.5, 0.5], "y": [1, 0, 1],
    ])[0]
  }

  @Test func singularValuesAndRanks() throws {
    #expect(try recorded("singular_values(A)") == [4, 3])
    #expect(try recorded("rank(A, 3.5)") == [1])
    #expect(try recorded("sum(singular_values(A @ A.T))") == [25])
    let values = try recorded("singular_values(array([[1, 2], [3, 4], [5, 6]]))")
    // From their squares, 91 ± √(91² − 4·24) over 2.
    let root = (91.0 * 91 - 96).squareRoot()
    #expect(abs(values[0] - ((91 + root) / 2).squareRoot()) < 1e-14)
    #expect(abs(values[1] - ((91 - root) / 2).squareRoot()) < 1e-14)
  }

  @Test func classesAndTheirIndicators() throws {
    #expect(try recorded("argmax(f, axis=1)") == [1, 0, 0])
    #expect(try recorded("argmax(f)") == [1])
    #expect(try recorded("sum(one_hot(y, 2), axis=0)") == [1, 2])
    #expect(try recorded("mean(where(argmax(f, axis=1) == y, 1, 0))") == [2.0 / 3])
    #expect(try recorded("sum(one_hot(y, 2) * f, axis=1)") == [0.9, 0.7, 0.5])
  }

  @Test func recordFunctionsStandInRecordsAlone() {
    #expect(places("sum(singular_values(W))") == ["unknown function 1:5"])
  }
}
