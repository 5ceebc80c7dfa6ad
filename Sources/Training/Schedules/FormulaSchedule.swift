import Formulas
public import Parameters

/// η_k / η as a formula over the step k = 1, 2, …, the number of `steps`, and constants:
/// `minimum(1, k / ramp)`.
///
/// It is evaluated in double precision, as docs/formulas.md says.
struct FormulaSchedule: ScheduleKind, TextKind {
  static let name = "formula"
  static let shorthands = [
    Shorthand(nil, name, .given(as: textKey.key)),
    Shorthand(nil, textKey.key, .given(as: textKey.key)),
  ]
  static let parameters: [Parameter] = [.scheduleValue, .scheduleConstants]
  static let since = 3
  static let textKey = Parameter.scheduleValue
  static let nameBlocks: [Parameter] = [.scheduleConstants]
  static let takenNames: Set<String> = ["steps", "L"]

  /// What it means, with the numbers of its constants.
  let description: String
  private let constants: [Double]
  /// What was written, and the constants by name.
  private let text: String
  private let given: [(name: String, value: Double)]
  private let program: ElementProgram

  init(_ text: String, constants: [(name: String, value: Double)]) throws(FormulaError) {
    let names = constants.map(\.name)
    var scope = Scope.schedule(constants: names)
    // The loss at the start of a step is known to no schedule here.
    scope.variables["L"] = nil
    let formula = try Formula(text, in: scope)
    self.constants = constants.map(\.value)
    (self.text, given) = (text, constants)
    description =
      "formula\n\(formula.graph.canonicalText(of: formula.outputs))"
      + "\(self.constants.map(\.bitPattern))"
    program = ElementProgram(
      formula.graph, outputs: [formula.result], inputs: ["k", "steps"] + names)
  }

  static func read(_ values: borrowing Values) throws(FormulaError) -> FormulaSchedule {
    try FormulaSchedule(
      values.peek(.scheduleValue)?.asText ?? "", constants: values.constants(.scheduleConstants))
  }

  func factor(atStep step: Int, of steps: Int) -> Double {
    let value: SIMD2<Double> = program.evaluate { registers in
      registers[0] = SIMD2(repeating: Double(step))
      registers[1] = SIMD2(repeating: Double(steps))
      for (index, constant) in constants.enumerated() {
        registers[2 + index] = SIMD2(repeating: constant)
      }
    }
    return value[0]
  }

  func python() -> PythonText {
    PythonText(text, names: PythonText.names(given))
  }
}

extension Schedule {
  /// η_k / η as a formula over `k`, `steps` and constants.
  ///
  /// - Throws: All mistakes of the text.
  static func formula(
    _ text: String, constants: [(name: String, value: Double)] = []
  ) throws(FormulaError) -> Schedule {
    Schedule(try FormulaSchedule(text, constants: constants))
  }
}

extension Parameter {
  /// The factor of η at step k.
  public static let scheduleValue = Parameter(
    "value", .formula, longName: "factor of the step size at step k", symbol: "η_k/η",
    role: .tuned, isRequired: true
  ).with {
    $0.synonyms = ["formula", "factor"]
    $0.column = Column("schedule_value", absence: .label(.text("none")))
    $0.mayFollow = true
    $0.since = 3
  }

  /// Numbers of the formula by name; each is an axis.
  public static let scheduleConstants = Parameter(
    "constants", .names, longName: "names of constants", role: .tuned
  ).with {
    $0.entries = [
      Parameter("", .real(.any), longName: "a constant of the schedule", role: .tuned).with {
        // No number that anybody writes.
        $0.column = Column("schedule", absence: .label(.real(-.greatestFiniteMagnitude)))
        $0.mayFollow = true
        $0.since = 3
      }
    ]
    $0.column = nil
    $0.since = 3
  }
}
