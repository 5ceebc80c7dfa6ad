import Formulas
public import Parameters

/// The reader's own optimizer: the next θ and the next states of a block as a formula over θ, its gradient g,
/// the states, η, the step k = 1, 2, … of `steps`, the loss L at the start of the step, and constants.
///
///     m = beta1 * m + (1 - beta1) * g
///     v = beta2 * v + (1 - beta2) * g ** 2
///     theta - eta * m / (sqrt(v) + epsilon)
///
/// A line that binds a state gives its next value, and later lines see that; the last line is the next
/// θ. Every operation is rounded as written. A text whose elements depend on those in their places alone is
/// computed number by number. One with sums over the block or products of matrices is read for the shape of
/// each block, a vector that it does not fit being a matrix of one row.
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

  /// What is computed at a time.
  enum Form: Sendable {
    /// A number of every parameter: the next θ and states as nodes of one graph.
    case numbers(Formula)
    /// A whole block of θ.
    case blocks
  }

  let form: Form
  private let text: String
  /// Whether the text has the loss, and the number of steps.
  let usesLoss: Bool
  let usesSteps: Bool
  /// What it means; the values of constants are the runs' own.
  let description: String
  /// The states in the order of the file, and the numbers that they begin with.
  let states: [(name: String, value: Double)]
  /// The names of the constants; the runs have their values.
  let constants: [String]

  init(
    _ text: String, states: [(name: String, value: Double)] = [], constants: [String] = []
  ) throws(FormulaError) {
    func read(_ shape: Shape) throws(FormulaError) -> Formula {
      try Formula(
        text, in: .update(shape: shape, states: states.map(\.name), constants: constants))
    }
    // Of two shapes, and of numbers: where an element depends on others, these say so.
    let vector = try? read(.vector(2))
    let matrix = try? read(.matrix(2, 3))
    let isElementwise = [vector, matrix].allSatisfy { $0?.isElementwise ?? false }
    let formula: Formula
    if isElementwise {
      formula = try read(.number)
      form = .numbers(formula)
    } else if let first = matrix ?? vector {
      formula = first
      form = .blocks
    } else {
      // All mistakes of the text, in the words of numbers where these have them.
      _ = try read(.number)
      formula = try read(.vector(2))
      form = .blocks
    }
    usesLoss = formula.usedNames.contains("L")
    usesSteps = formula.usedNames.contains("steps")
    description =
      "formula\n\(formula.graph.canonicalText(of: formula.outputs))"
      + "\(states.map { "\($0.name) \($0.value.bitPattern)" })"
    self.text = text
    self.states = states
    self.constants = constants
  }

  /// The text for a block of a shape.
  ///
  /// - Throws: All mistakes; of a vector those of a matrix of one row.
  func formula(ofBlock shape: [Int]) throws(FormulaError) -> (formula: Formula, shape: Shape) {
    func read(_ shape: Shape) throws(FormulaError) -> Formula {
      try Formula(
        text, in: .update(shape: shape, states: states.map(\.name), constants: constants))
    }
    switch shape.count {
    case 0: return (try read(.number), .number)
    case 1:
      if let formula = try? read(.vector(shape[0])) { return (formula, .vector(shape[0])) }
      return (try read(.matrix(1, shape[0])), .matrix(1, shape[0]))
    default:
      // A stack of matrices is as many matrices.
      let matrix = Shape.matrix(shape[shape.count - 2], shape[shape.count - 1])
      return (try read(matrix), matrix)
    }
  }

  func faults(on layout: ParameterLayout) -> [KindError] {
    guard case .blocks = form else { return [] }
    for block in layout.blocks {
      do throws(FormulaError) {
        _ = try formula(ofBlock: block.shape)
      } catch {
        return error.mistakes.map { mistake in
          KindError(mistake, at: [Self.textKey.key]).with {
            $0.message += ", for the block \(block.name) of shape \(block.shape)"
          }
        }
      }
    }
    return []
  }

  /// A sum over a block goes over lanes.
  var goesInLanesOnly: Bool { if case .blocks = form { true } else { false } }

  static func read(_ values: borrowing Values) throws(FormulaError) -> FormulaOptimizer {
    let constants = values.names(.optimizerConstants)
    for name in constants { _ = values.value(.entry(of: .optimizerConstants, named: name)) }
    return try FormulaOptimizer(
      values.peek(.update)?.asText ?? "", states: values.constants(.optimizerStates),
      constants: constants)
  }

  /// η is wherever the text has it.
  var takesStepFactors: Bool { true }

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
    Rule(FormulaRule<M.Lanes>(self, maker), usesLoss: usesLoss)
  }

  func python(in _: ParameterLayout) throws(NoPython) -> PythonUpdate {
    guard case .numbers = form, !usesLoss, !usesSteps else {
      throw NoPython(
        "the Python of updates of whole blocks, or over L and steps, has not been written")
    }
    var update = PythonUpdate(text)
    update.states = states.map { PythonText.Name($0.name, "\($0.value) * ones(P)") }
    return update
  }
}

extension Formula {
  /// Whether each element of what it gives depends on the elements in its place alone.
  fileprivate var isElementwise: Bool {
    outputs.allSatisfy { graph.isElementwise($0, in: [.parameters, .state]) }
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
