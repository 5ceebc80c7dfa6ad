import Formulas
public import Parameters

/// η_k / η as a formula over the step k = 1, 2, …, the number of `steps`, and constants:
/// `minimum(1, k / ramp)`.
///
/// It is evaluated in double precision, as docs/formulas.md says.
struct FormulaSchedule: ScheduleKind {
  static let name = "formula"
  static let parameters: [Parameter] = [.scheduleValue, .scheduleConstants]
  static let since = 3

  /// What tells it from other formulas, and the numbers of its constants.
  private let canonicalText: String
  private let constants: [Double]
  private let program: ElementProgram

  init(_ text: String, constants: [(name: String, value: Double)]) throws(FormulaError) {
    let names = constants.map(\.name)
    var scope = Scope.schedule(constants: names)
    // The loss at the start of a step is known to no schedule here.
    scope.variables["L"] = nil
    let formula = try Formula(text, in: scope)
    canonicalText = formula.graph.canonicalText(of: formula.outputs)
    self.constants = constants.map(\.value)
    program = ElementProgram(
      formula.graph, outputs: [formula.result], inputs: ["k", "steps"] + names)
  }

  init(_ values: borrowing Values) throws(KindError) {
    do throws(FormulaError) {
      try self.init(
        values.peek(.scheduleValue)?.asText ?? "", constants: values.constants(.scheduleConstants))
    } catch {
      throw KindError(error.mistakes[0], at: [Parameter.scheduleValue.key])
    }
    values.note("formula", .text("\(self)"))
  }

  static func faults(in values: borrowing Values) -> [KindError] {
    let faults = values.nameFaults([.scheduleConstants], taken: ["steps", "L"])
    if !faults.isEmpty { return faults }
    do throws(FormulaError) {
      _ = try FormulaSchedule(
        values.peek(.scheduleValue)?.asText ?? "", constants: values.constants(.scheduleConstants))
      return []
    } catch {
      return error.mistakes.map { KindError($0, at: [Parameter.scheduleValue.key]) }
    }
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
}

extension FormulaSchedule: Hashable, CustomStringConvertible {
  static func == (a: FormulaSchedule, b: FormulaSchedule) -> Bool {
    a.description == b.description
  }

  func hash(into hasher: inout Hasher) { hasher.combine(description) }

  /// What it means.
  var description: String { "formula\n\(canonicalText)\(constants.map(\.bitPattern))" }
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
