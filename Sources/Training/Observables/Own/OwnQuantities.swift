import Formulas
public import Parameters

/// Recorded quantities that a sweep file writes as formulas, for runs of one model on one problem.
///
/// They are evaluated by `Formulas/Interpreter`, in double precision.
public struct OwnQuantities: Sendable {
  private let layout: ParameterLayout
  private let interpreters: [Interpreter]
  /// What is the same for every state, by name, row by row.
  private let constants: [String: [Double]]

  /// The quantities of some formulas.
  ///
  /// - Parameters:
  ///   - texts: The formulas.
  ///   - model: The parametrization.
  ///   - problem: The data.
  ///   - initial: θ₀, shape `[model.parameterCount]`.
  ///   - teacher: The blocks of the teacher that targets were made with; empty for none.
  /// - Precondition: ``faults(in:over:)`` finds nothing in any of them.
  public init(
    _ texts: [String], model: Model, problem: RegressionProblem, initial: [Double],
    teacher: [(name: String, shape: [Int], values: [Double])] = []
  ) {
    var data = OwnNames.Data(problem)
    data.teacher = teacher.map { OwnNames.Block(name: $0.name, shape: $0.shape) }
    let names = OwnNames(of: model, on: data)
    layout = model.layout
    interpreters = texts.map { text in
      guard let formula = try? Formula(text, in: names.scope) else {
        preconditionFailure("a checked specification has quantities that can be read")
      }
      return Interpreter(formula.graph, outputs: [formula.result])
    }
    var constants = model.kind.given.numbers
    for block in layout.blocks {
      constants[OwnNames.initialPrefix + block.name] = Array(initial[block.range])
    }
    for block in teacher { constants[OwnNames.teacherPrefix + block.name] = block.values }
    constants["w_star"] = problem.truth
    constants["y"] = problem.ownTargets
    constants["y_test"] = problem.test?.problem.ownTargets
    let used = Set(interpreters.flatMap { $0.inputs.map(\.name) })
    if used.contains("X") { constants["X"] = problem.entries }
    if used.contains("X_test") { constants["X_test"] = problem.test?.problem.entries }
    self.constants = constants
  }

  /// What is wrong with a formula, all at once.
  public static func faults(in text: String, over names: OwnNames) -> [KindError] {
    do throws(FormulaError) {
      let used = try Formula(text, in: names.scope).usedNames
      return names.ambiguous.intersection(used).sorted().map {
        KindError(
          "\($0) is a name of the model, and has a meaning of its own here", hint: "rename it there"
        )
      }
    } catch {
      return error.mistakes.map { mistake in
        KindError(mistake, at: []).with {
          if mistake.kind == .predictionShape {
            $0.hint = "a recorded quantity is a number or a vector: a sum, a row, ravel(…)"
          }
        }
      }
    }
  }

  /// The axes of a formula's value: none of a number, one of a vector; nil where it cannot be read.
  public static func lengths(of text: String, over names: OwnNames) -> [Int]? {
    guard let formula = try? Formula(text, in: names.scope) else { return nil }
    return formula.graph.shape(of: formula.result).extents
  }

  /// The quantities of a state, in the order of the formulas: one number, or the elements of a vector.
  public func values(of state: Observation) -> [[Double]] {
    interpreters.map { interpreter in
      interpreter.evaluate { input in
        let numbers = numbers(input.name, of: state)
        let start = (input.entry ?? 0) * input.shape.count
        return Array(
          numbers[numbers.startIndex + start..<numbers.startIndex + start + input.shape.count])
      }[0]
    }
  }

  private func numbers(_ name: String, of state: Observation) -> ArraySlice<Double> {
    if let block = layout.blocks.first(where: { $0.name == name }) {
      return state.theta[block.range]
    }
    if let numbers = constants[name] { return numbers[...] }
    switch name {
    case "k": return [state.step]
    case "eta": return [state.stepSize]
    case "theta": return state.theta[...]
    case "f": return state.predictions[...]
    case "f_test": return state.tested?.predictions[...] ?? []
    case "J": return state.jacobian[...]
    default: preconditionFailure("\(name) has no value")
    }
  }
}

extension RegressionProblem {
  /// y as formulas have it: numbers or classes, shape `[n]`; of given probabilities shape `[n · K]`.
  fileprivate var ownTargets: [Double] {
    if areProbabilities, let classes { classes.probabilities } else { targets }
  }
}

extension Observation {
  /// J, the gradients of all predictions, row by row, shape `[n · C · P]`, the outputs of a sample next to each
  /// other.
  var jacobian: [Double] {
    let (count, outputs) = (theta.count, model.kind.outputCount)
    var rows = Array(repeating: 0.0, count: problem.sampleCount * outputs * count)
    for i in 0..<problem.sampleCount where i % 8 == 0 {
      for output in 0..<outputs {
        for (p, gradients) in samples.gradients(ofBlock: i / 8, output: output).enumerated() {
          for k in 0..<min(8, problem.sampleCount - i) {
            rows[((i + k) * outputs + output) * count + p] = gradients[k]
          }
        }
      }
    }
    return rows
  }
}
