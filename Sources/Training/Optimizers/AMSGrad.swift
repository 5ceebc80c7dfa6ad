import Parameters

/// AMSGrad: Adam with the largest v so far in the place of v, as torch.optim.Adam with `amsgrad`.
///
///     m, v as Adam     v_max ← max(v_max, v)     θ ← fma(−η, (m / c₁) / (√v_max / √c₂ + ε), θ)
///
/// with c = 1 − βᵗ, or 1 without bias correction: PyTorch takes the maximum before it corrects.
///
/// Source: S. J. Reddi, S. Kale, S. Kumar, "On the Convergence of Adam and Beyond", arXiv 1904.09237,
/// algorithm 2, which corrects nothing.
struct AMSGrad: OptimizerKind {
  static let name = "amsgrad"
  static let parameters: [Parameter] = .likePyTorch() + .weightDecay()
  static let derived = Derived.decay + Derived.weightDecay
  static let constraints: [Constraint] = [.powerLaw]
  static let since = 3
  static let exponent = PreconditionerExponent.unknown(
    because: "S follows the largest of a fluctuating v, and that limit has not been checked")

  let correctsBias: Bool

  init(correctsBias: Bool = true) { self.correctsBias = correctsBias }

  init(_ values: borrowing Values) { correctsBias = values.flag(.biasCorrection) }

  func sharing(in _: ParameterLayout) -> Sharing { .separate }

  func state(in layout: ParameterLayout) -> StateLayout {
    moments(in: layout).with([(StateLayout.Name.largest, .perParameter)])
  }

  func rule<M: RuleMaker>(by maker: M) -> Rule<M.Lanes> {
    correctsBias
      ? maker.elementwise(AMSGradRule<Corrected<M.Lanes>>(maker.values))
      : maker.elementwise(AMSGradRule<Uncorrected<M.Lanes>>(maker.values))
  }

  func python(in _: ParameterLayout) -> PythonUpdate {
    let (c, m, root) =
      correctsBias
      ? (PythonUpdate.complements, "(m / c1)", "sqrt(largest) / sqrt(c2)")
      : ("", "m", "sqrt(largest)")
    return PythonUpdate(
      PythonUpdate.moments + c + "largest = maximum(largest, v)\n"
        + "theta - eta * \(m) / (\(root) + epsilon)", states: ["m", "v", "largest"])
  }
}

extension Optimizer {
  /// Adam with the largest v so far in the place of v.
  public static let amsgrad = amsgrad(correctsBias: true)

  /// Adam with the largest v so far in the place of v.
  ///
  /// - Parameter correctsBias: Whether the moments are divided by 1 − βᵗ.
  /// - Returns: The optimizer.
  public static func amsgrad(correctsBias: Bool) -> Optimizer {
    Optimizer(AMSGrad(correctsBias: correctsBias))
  }
}

/// AMSGrad's direction.
struct AMSGradRule<Bias: BiasCorrection>: Preconditioner {
  typealias Lanes = Bias.Lanes

  /// What is remembered of one parameter.
  struct State: MomentState {
    /// m and v.
    var moments = Moments<Lanes>()
    /// v_max.
    var largest = Lanes.zero

    static var count: Int { 3 }

    subscript(index: Int) -> Lanes {
      get { index == 2 ? largest : moments[index] }
      set { if index == 2 { largest = newValue } else { moments[index] = newValue } }
    }
  }

  private let rates: MomentRates<Lanes>
  private let epsilon: Lanes
  private var bias: Bias
  /// √c₂ of this step.
  private var root = Lanes(repeating: 1)

  init(_ values: LaneValues<Lanes>) {
    rates = MomentRates(values)
    epsilon = values[\.epsilon]
    bias = Bias(values)
  }

  var initialState: State { State() }

  var complements: [Lanes] {
    get { bias.complements }
    set { bias.complements = newValue }
  }

  var forgetsFast: Bool { rates.forgetsFast }

  mutating func beginStep() {
    bias.beginStep()
    if let second = bias.complements.last { root = second.root() }
  }

  @inline(__always)
  func direction(for gradient: Lanes, state: inout State, forgettingFast: Bool) -> Lanes {
    state.moments.update(gradient, rates, forgettingFast: forgettingFast)
    // Of two equal ones either has the same bits: v is never −0.
    let isLess = (state.largest - state.moments.second).signs
    state.largest = state.largest.replacing(with: state.moments.second, whereSet: isLess)
    return bias.corrected(first: state.moments.first)
      / (state.largest.root() / root + epsilon)
  }
}
