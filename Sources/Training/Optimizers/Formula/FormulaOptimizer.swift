import Formulas
public import Parameters

/// The reader's own optimizer: the next θ and the next states as a formula over θ, its gradient g, the
/// states, η, the step k = 1, 2, … and constants, element by element.
///
///     m = beta1 * m + (1 - beta1) * g
///     v = beta2 * v + (1 - beta2) * g ** 2
///     theta - eta * m / (sqrt(v) + epsilon)
///
/// A line that binds a state gives its next value, and later lines see that; the last line is the next
/// θ. Every operation is rounded as written.
struct FormulaOptimizer: OptimizerKind, TextKind {
  static let name = "formula"
  static let parameters: [Parameter] =
    [.stepSize, .update, .optimizerStates, .optimizerConstants] + .weightDecay()
  static let derived = Derived.weightDecay
  static let since = 3
  static let textKey = Parameter.update
  static let nameBlocks: [Parameter] = [.optimizerStates, .optimizerConstants]
  static let takenNames: Set<String> = ["g", "eta", "steps", "L"]
  static let exponent = PreconditionerExponent.unknown(
    because: "what a formula does near the manifold is not derived from its text")
  static let work = RuleWork(alone: 4_000, inLanes: 50_000)

  /// The next θ and states as nodes of one graph.
  let formula: Formula
  /// What it means; the values of constants are the runs' own.
  let description: String
  /// The states in the order of the file, and the numbers that they begin with.
  let states: [(name: String, value: Double)]
  /// The names of the constants; the runs have their values.
  let constants: [String]
  /// What was written.
  private let text: String

  init(
    _ text: String, states: [(name: String, value: Double)] = [], constants: [String] = []
  ) throws(FormulaError) {
    var scope = Scope.update(
      shape: .number, states: states.map(\.name), constants: constants)
    // A step knows neither the number of steps nor the loss.
    for name in ["steps", "L"] { scope.variables[name] = nil }
    scope.isOfNumbers = true
    formula = try Formula(text, in: scope)
    description =
      "formula\n\(formula.graph.canonicalText(of: formula.outputs))"
      + "\(states.map { "\($0.name) \($0.value.bitPattern)" })"
    self.states = states
    self.constants = constants
    self.text = text
  }

  static func read(_ values: borrowing Values) throws(FormulaError) -> FormulaOptimizer {
    let constants = values.names(.optimizerConstants)
    for name in constants { _ = values.value(.entry(of: .optimizerConstants, named: name)) }
    return try FormulaOptimizer(
      values.peek(.update)?.asText ?? "", states: values.constants(.optimizerStates),
      constants: constants)
  }

  func sharing(in _: ParameterLayout) -> Sharing {
    states.contains { $0.name == StateLayout.Name.secondMoment } ? .separate : .none
  }

  func state(in layout: ParameterLayout) -> StateLayout {
    StateLayout(
      parameterCount: layout.parameterCount,
      [(StateLayout.Name.steps, .shared(StepCount.cellCount))]
        + states.map { ($0.name, .perParameter) })
  }

  func rule<M: RuleMaker>(by maker: M) -> Rule<M.Lanes> {
    Rule(FormulaRule<M.Lanes>(self, maker.values, parameterCount: maker.vectorCount))
  }

  func python(in _: ParameterLayout) -> PythonUpdate {
    var update = PythonUpdate(text)
    update.states = states.map { PythonText.Name($0.name, "\($0.value) * ones(P)") }
    return update
  }
}

extension Optimizer {
  /// The next θ and states as a formula, see `docs/sweep-format.md`.
  ///
  /// - Parameters:
  ///   - text: The update of one parameter.
  ///   - states: What it keeps, and the numbers that these begin with.
  ///   - constants: Names of numbers that each run has under `constants.NAME`.
  /// - Returns: The optimizer.
  /// - Throws: All mistakes of the text.
  static func formula(
    _ text: String, states: [(name: String, value: Double)] = [], constants: [String] = []
  ) throws(FormulaError) -> Optimizer {
    Optimizer(try FormulaOptimizer(text, states: states, constants: constants))
  }
}

extension Parameter {
  /// The update of one parameter.
  public static let update = Parameter(
    "update", .formula, longName: "next states and θ of a parameter", symbol: "update",
    role: .method, isRequired: true
  ).with {
    $0.column = Column(absence: .label(.text("none")))
    $0.mayFollow = true
    $0.since = 3
  }

  /// What a formula keeps for every parameter, and the numbers that these begin with.
  public static let optimizerStates = Parameter(
    "state", .names, longName: "states by name, with the numbers that they begin with",
    role: .method
  ).with {
    $0.synonyms = ["states"]
    $0.entries = [
      Parameter("", .real(.any), longName: "what a state begins with", role: .method).with {
        $0.column = nil
        $0.since = 3
      }
    ]
    $0.column = nil
    $0.since = 3
  }

  /// Numbers of a formula by name; each is an axis.
  public static let optimizerConstants = Parameter(
    "constants", .names, longName: "names of constants", role: .tuned
  ).with {
    $0.entries = [
      Parameter("", .real(.any), .varying, longName: "a constant of the optimizer", role: .tuned)
        .with {
          // No number that anybody writes.
          $0.column = Column("optimizer", absence: .label(.real(-.greatestFiniteMagnitude)))
          $0.since = 3
        }
    ]
    $0.column = nil
    $0.since = 3
  }
}
