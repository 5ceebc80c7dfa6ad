public import Parameters

/// Adam with another exponent: V = g², S⁻¹ = v^λ + ε, λ being the run's exponent.
struct AdamE: OptimizerKind {
  static let name = "adam-e"
  static let parameters: [Parameter] = .adaptive([.lambda])
  static let derived = Derived.decay
  static let constraints: [Constraint] = [.powerLaw]
  static let exponent: PreconditionerExponent = .ofRun

  let correctsBias: Bool

  init(correctsBias: Bool = false) { self.correctsBias = correctsBias }

  init(_ values: borrowing Values) { correctsBias = values.flag(.biasCorrection) }

  func sharing(in _: ParameterLayout) -> Sharing { .separate }

  func rule<M: RuleMaker>(by maker: M) -> Rule<M.Lanes> {
    correctsBias
      ? maker.fusable(AdamERule<Corrected<M.Lanes>>(maker.values))
      : maker.fusable(AdamERule<Uncorrected<M.Lanes>>(maker.values))
  }

  func python(in _: ParameterLayout) -> PythonUpdate {
    .adam(correctsBias: correctsBias, exponent: "exponent")
  }
}

extension Optimizer {
  /// V = g², S⁻¹ = v^λ + ε, λ being the run's exponent.
  public static let adamE = adamE(correctsBias: false)

  /// V = g², S⁻¹ = v^λ + ε, λ being the run's exponent.
  ///
  /// - Parameter correctsBias: Whether the moments are divided by 1 − βᵗ.
  /// - Returns: The optimizer.
  public static func adamE(correctsBias: Bool) -> Optimizer {
    Optimizer(AdamE(correctsBias: correctsBias))
  }
}

extension Parameter {
  /// λ of adam-e.
  public static let lambda = Parameter(
    "exponent", .real(RealRange(lower: .open(0), upper: .open(1))), .varying,
    longName: "exponent λ", symbol: "λ", role: .method, isRequired: true
  ).with {
    $0.synonyms = ["lambda"]
    $0.entersCost = true
    $0.mayFollow = true
    // Every optimizer has one.
    $0.column = nil
  }
}

/// Adam with another exponent: the direction is m / (v^λ + ε).
///
/// λ = ½ is √v, ¼ is √√v, ¾ is √v · √√v, any other λ a power of ``LaneExponents``. Runs of different
/// λ may share a batch: what the batch needs is decided once, and each lane takes its own by a mask,
/// so that its bits are those it gets alone.
struct AdamERule<Bias: BiasCorrection>: Preconditioner {
  typealias Lanes = Bias.Lanes

  private let rates: MomentRates<Lanes>
  private let epsilon: Lanes
  private let exponents: LaneExponents<Lanes>
  private let isQuarter: Lanes.MaskStorage
  private let isThreeQuarters: Lanes.MaskStorage
  private let isOther: Lanes.MaskStorage
  private let needsRoot: Bool
  private let needsFourthRoot: Bool
  private let needsPower: Bool
  private var bias: Bias

  init(_ values: LaneValues<Lanes>) {
    rates = MomentRates(values)
    epsilon = values[\.epsilon]
    let all = values.runs.map(\.exponent)
    exponents = LaneExponents(all)
    /// All bits of the lanes whose exponent is of a kind; an empty lane does what the last run does.
    func bits(_ belongs: (Double) -> Bool) -> Lanes.MaskStorage {
      Lanes.bits { belongs(all[min($0, all.count - 1)]) }
    }
    isQuarter = bits { $0 == 0.25 }
    isThreeQuarters = bits { $0 == 0.75 }
    let roots = [0.25, 0.5, 0.75]
    isOther = bits { !roots.contains($0) }
    needsRoot = all.contains(where: roots.contains)
    needsFourthRoot = all.contains(0.25) || all.contains(0.75)
    needsPower = !all.allSatisfy(roots.contains)
    bias = Bias(values)
  }

  var initialState: Moments<Lanes> { Moments() }

  var complements: [Lanes] {
    get { bias.complements }
    set { bias.complements = newValue }
  }

  var forgetsFast: Bool { rates.forgetsFast }

  mutating func beginStep() { bias.beginStep() }

  @inline(__always)
  func direction(
    for gradient: Lanes, state: inout Moments<Lanes>, forgettingFast: Bool
  ) -> Lanes {
    state.update(gradient, rates, forgettingFast: forgettingFast)
    return bias.corrected(first: state.first)
      / (power(bias.corrected(second: state.second)) + epsilon)
  }

  /// v^λ.
  @inline(__always)
  private func power(_ v: Lanes) -> Lanes {
    if !needsRoot { return exponents.power(v) }
    let root = v.root()
    var result = root
    if needsFourthRoot {
      let fourthRoot = root.root()
      result = result.replacing(with: fourthRoot, whereSet: isQuarter)
        .replacing(with: root * fourthRoot, whereSet: isThreeQuarters)
    }
    if needsPower { result = result.replacing(with: exponents.power(v), whereSet: isOther) }
    return result
  }
}
