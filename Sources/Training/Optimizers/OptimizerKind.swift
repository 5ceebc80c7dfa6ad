import Parameters

/// A method that moves θ: what a file of this folder says of it.
///
///     m ← (1 − β₁) g + β₁ m     v ← (1 − β₂) V + β₂ v     θ ← fma(−η, m / S⁻¹(v), θ)
///
/// is the form of those with moments. Both moments start at 0 and v is updated before it is used; for
/// their rounding see ``MomentRate``.
protocol OptimizerKind: Kind {
  /// λ of S(v) = 1/(v^λ + ε), or why there is none and no slow equation is followed.
  static var exponent: PreconditionerExponent { get }
  /// How far a step goes for good, in units of η; its square is the clock of the slow equations.
  static var gain: Gain { get }
  /// What a step takes for a parameter.
  static var work: RuleWork { get }

  /// Whether weight decay is always beside the gradient; else a key says it.
  static var decouplesWeightDecay: Bool { get }

  /// Whether m / c₁ and v / c₂ take the places of m and v, c = 1 − βᵗ after t steps.
  var correctsBias: Bool { get }

  /// What V averages: which parameters share one second moment.
  func sharing(in layout: ParameterLayout) -> Sharing

  /// What it keeps from a step to the next: the arrays in the order in which its rule remembers them.
  ///
  /// - Parameter layout: The blocks of θ.
  /// - Returns: Its arrays.
  func state(in layout: ParameterLayout) -> StateLayout

  /// Whether it needs a run in each lane, and no run goes by itself.
  var goesInLanesOnly: Bool { get }

  /// Whether what a step does depends on the number of all steps.
  var usesSteps: Bool { get }

  /// Whether its rule itself multiplies step sizes of blocks by ``RuleMaker/stepFactors``; the step of any
  /// other is multiplied, see ``ScaledRule``.
  var takesStepFactors: Bool { get }

  /// What is wrong with it on the blocks of a model; the way goes from its block.
  func faults(on layout: ParameterLayout) -> [KindError]

  /// S(v) of a run, where the sweep file writes it; nil elsewhere.
  func preconditioner(of run: LaneParameters) -> WrittenPreconditioner?

  /// Its rule, with all state at its start.
  func rule<M: RuleMaker>(by maker: M) -> Rule<M.Lanes>

  /// The same as Python, or why there is none.
  func python(in layout: ParameterLayout) throws(NoPython) -> PythonUpdate
}

/// λ of S(v) = 1/(v^λ + ε).
public enum PreconditionerExponent: Hashable, Sendable {
  /// There is no second moment: S = I.
  case identity
  /// The same for all runs.
  case constant(Double)
  /// ``LaneParameters/exponent``.
  case ofRun
  /// S(v) is a formula of the run, ``OptimizerKind/preconditioner(of:)``, and may be none of this form.
  case written
  /// The same for all runs, of a v that adds up and forgets nothing: no measure of sharpness is
  /// minimized.
  case accumulated(Double)
  /// S multiplies matrices from their sides, see ``Sharing/sides(_:)``: no measure of sharpness is known
  /// that is minimized.
  case ofMatrices
  /// It is none of this form, or has not been derived: what a message says after "no slow equation is
  /// followed".
  case unknown(because: String)

  /// Its value, which says the measure that is minimized; NaN where there is none.
  ///
  /// - Parameter ownExponent: ``LaneParameters/exponent``.
  /// - Returns: λ.
  public func value(ofRun ownExponent: @autoclosure () -> Double) -> Double {
    switch self {
    case .identity: 0
    case .constant(let exponent): exponent
    case .ofRun: ownExponent()
    case .written, .accumulated, .ofMatrices, .unknown: .nan
    }
  }
}

/// Which parameters share one second moment.
public enum Sharing: Hashable, Sendable {
  /// There is no second moment.
  case none
  /// Every parameter has its own.
  case separate
  /// The parameters of each range share one; the ranges cover all parameters in order.
  case blocks([Range<Int>])
  /// The sides of each matrix have one, a matrix; the matrices cover all parameters in order.
  case sides([SidedMatrix])
}

extension OptimizerKind {
  /// It has not been written.
  func python(in _: ParameterLayout) throws(NoPython) -> PythonUpdate {
    throw NoPython("the Python of optimizer '\(Self.name)' has not been written")
  }

  /// That of a moment or two.
  static var work: RuleWork { RuleWork() }

  /// η itself.
  static var gain: Gain { .one }

  /// A key says it.
  static var decouplesWeightDecay: Bool { false }

  /// Runs go either way.
  var goesInLanesOnly: Bool { false }

  /// It does not.
  var usesSteps: Bool { false }

  /// Its step is.
  var takesStepFactors: Bool { false }

  /// Nothing.
  func faults(on _: ParameterLayout) -> [KindError] { [] }

  /// S has a name.
  func preconditioner(of _: LaneParameters) -> WrittenPreconditioner? { nil }

  /// It has no bias.
  var correctsBias: Bool { false }

  /// Both moments.
  func state(in layout: ParameterLayout) -> StateLayout { moments(in: layout) }

  /// m and v, or v alone, as ``sharing(in:)`` has it.
  func moments(in layout: ParameterLayout, hasFirst: Bool = true) -> StateLayout {
    var arrays: [(String, StateLayout.Extent)] = []
    if correctsBias { arrays.append((StateLayout.Name.complements, .shared(2))) }
    if hasFirst { arrays.append((StateLayout.Name.firstMoment, .perParameter)) }
    switch sharing(in: layout) {
    case .none, .sides: break
    case .separate: arrays.append((StateLayout.Name.secondMoment, .perParameter))
    case .blocks(let blocks): arrays.append((StateLayout.Name.secondMoment, .perBlock(blocks)))
    }
    return StateLayout(parameterCount: layout.parameterCount, arrays)
  }
}
