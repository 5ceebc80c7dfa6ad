import Formulas
import Parameters
import RandomStreams

/// Targets as a function of a sample: a formula, or a teacher with parameters of its own.
///
/// Both are evaluated by `Formulas/Interpreter`, in double precision.
struct TargetLaw {
  /// C.
  private let outputCount: Int
  private let interpreter: Interpreter
  private let numbers: (Input) -> [Double]?

  /// The values of a formula over x.
  ///
  /// - Precondition: It can be read.
  init(formula text: String, input: Shape) {
    guard let formula = try? Self.formula(text, input: input) else {
      preconditionFailure("a checked specification has a target that can be read")
    }
    outputCount = 1
    interpreter = Interpreter(formula.graph, outputs: [formula.result])
    numbers = { _ in nil }
  }

  /// The predictions of a teacher, whose parameters are drawn from the data seed; of several outputs the
  /// place of the largest, the first of equals.
  ///
  /// - Precondition: It can be read.
  init(teacher text: String, input: Shape, outputs: Int = 1, dataSeed: UInt64) {
    guard let model = try? Self.teacher(text, input: input, outputs: outputs).get() else {
      preconditionFailure("a checked specification has a teacher that can be read")
    }
    outputCount = outputs
    let starts = StartValues(
      model.blocks, constants: [:], seed: dataSeed, purpose: .truth)
    let values = Dictionary(
      uniqueKeysWithValues: model.blocks.indices.map {
        (model.blocks[$0].block.name, starts.values(of: $0))
      })
    interpreter = Interpreter(
      model.formula.graph, outputs: [model.formula.derivatives.prediction])
    numbers = { input in
      values[input.name].map { numbers in
        let start = (input.entry ?? 0) * input.shape.count
        return Array(numbers[start..<start + input.shape.count])
      }
    }
  }

  /// The target of a sample.
  func callAsFunction(_ x: [Double]) -> Double {
    let values = interpreter.evaluate { numbers($0) ?? x }[0]
    return outputCount == 1 ? values[0] : Double(ClassTargets.firstMaximum(of: values[...]))
  }

  // MARK: Reading

  /// A formula over a sample of some shape.
  static func formula(_ text: String, input: Shape) throws(FormulaError) -> Formula {
    let sizes =
      input.rank == 2
      ? ["input_rows": input[0], "input_columns": input[1]] : ["inputs": input.count]
    return try Formula(text, in: Scope.target(sizes: sizes, input: input, outputs: 1))
  }

  /// A teacher for samples of some shape, or what is wrong with it.
  static func teacher(
    _ text: String, input: Shape, outputs: Int = 1
  ) -> Result<GraphModel, FormulaReader.Faults> {
    let wording = ModelWording(teacher: Structure(text) ?? .block([]))
    if let first = wording.faults.first {
      return .failure(FormulaReader.Faults(first: first, all: wording.faults))
    }
    return FormulaReader.shared.read(
      wording, DataSizes(input: input, outputs: outputs, samples: 1))
  }
}
