import Formulas
import Testing

@testable import Training

/// Kinds as Python.
@Suite struct PythonTextTests {
  /// Noise that no sweep file has needs no text, and says so.
  @Test func aKindWithoutTextSaysWhy() {
    #expect(throws: NoPython("the Python of noise 'given' has not been written")) {
      try NoiseSource.given(signs: [[1]]).python()
    }
  }

  @Test func equalNeighboursAreWrittenOnce() {
    #expect(PythonText.list([3, 3, 2, 4, 4, 4]) { "\($0)" } == "[3] * 2 + [2] + [4] * 3")
    #expect(PythonText.list([3, 2]) { "\($0)" } == "[3, 2]")
    #expect(PythonText.list([Int]()) { "\($0)" } == "[]")
    #expect(PythonText.shape([]) == "()" && PythonText.shape([4]) == "(4,)")
    #expect(PythonText.shape([2, 3]) == "(2, 3)")
  }

  /// The states of a text are those that the rule keeps for each parameter.
  @Test func statesAreThoseOfTheRule() throws {
    let layout = ParameterLayout(["W": [3, 2], "a": [3]])
    for (optimizer, states) in [
      (Optimizer.sgd, []), (.sgd(momentum: 0.9), ["b"]), (.adam, ["m", "v"]),
      (.lion, ["m"]), (.amsgrad, ["m", "v", "largest"]), (.nadam, ["product", "m", "v"]),
      (.adalayer, ["m", "v"]), (.rmsprop(correctsBias: false, momentum: 0.5), ["v", "b"]),
    ] {
      let update = try optimizer.python(in: layout)
      #expect(update.states.map(\.name) == states, "\(optimizer)")
      let lines = update.text.lines.split(separator: "\n")
      #expect(lines.last?.hasPrefix("theta - eta * ") == true, "\(optimizer)")
      for state in states { #expect(update.text.lines.contains("\(state) = "), "\(optimizer)") }
    }
  }

  /// A block that begins as another one stands behind it.
  @Test func startsComeInAnOrderThatPythonCanFollow() throws {
    let model = try GraphModelFixture.sameAs()
    let python = try PythonModel(model, samples: 4, startsFrom: "init_seed, INITIALIZATION")
    #expect(python.starts.map(\.name) == ["b", "a"])
    #expect(python.starts[1].value == "start[\"b\"]")
    #expect(
      python.starts[0].value
        == "(1 / sqrt(inputs)) * normals(init_seed, INITIALIZATION, \(2 << 16), (3,))")
    #expect(python.blocks.map(\.name) == ["a", "b"])
  }
}

private enum GraphModelFixture {
  static func sameAs() throws -> GraphModel {
    try GraphModel(
      ModelText(
        blocks: [
          ModelText.Block(name: "a", extents: ["inputs"], starts: [.sameAs("b")]),
          ModelText.Block(name: "b", extents: ["inputs"], starts: [.normal("1 / sqrt(inputs)")]),
        ], prediction: "(a * b) @ x"), input: .vector(3), samples: 4)
  }
}
