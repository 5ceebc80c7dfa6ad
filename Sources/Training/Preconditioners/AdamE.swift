/// Adam with another exponent: the direction is m / (v^λ + ε).
///
/// λ = ½ is √v, ¼ is √√v, ¾ is √v · √√v, any other λ the power of ``Elementary``. Runs of different
/// λ may share a batch: what the batch needs is decided once, and each lane takes its own by a mask,
/// so that its bits are those it gets alone.
struct AdamE<Bias: BiasCorrection>: Preconditioner {
  typealias Lanes = Bias.Lanes

  private let rates: MomentRates<Lanes>
  private let epsilon: Lanes
  private let exponents: SIMD16<Double>
  private let isQuarter: SIMDMask<Lanes.MaskStorage>
  private let isThreeQuarters: SIMDMask<Lanes.MaskStorage>
  private let isOther: SIMDMask<Lanes.MaskStorage>
  private let needsFourthRoot: Bool
  private let needsPower: Bool
  private var bias: Bias

  init(_ lanes: [LaneParameters]) {
    rates = MomentRates(lanes)
    epsilon = Lanes(lanes: lanes.map(\.epsilon))
    var exponents = SIMD16<Double>(repeating: 0.5)
    var isQuarter = SIMDMask<Lanes.MaskStorage>(repeating: false)
    var isThreeQuarters = isQuarter
    var isOther = isQuarter
    for k in 0..<Lanes.scalarCount {
      let exponent = lanes[min(k, lanes.count - 1)].exponent
      exponents[k] = exponent
      isQuarter[k] = exponent == 0.25
      isThreeQuarters[k] = exponent == 0.75
      isOther[k] = ![0.25, 0.5, 0.75].contains(exponent)
    }
    self.exponents = exponents
    self.isQuarter = isQuarter
    self.isThreeQuarters = isThreeQuarters
    self.isOther = isOther
    needsFourthRoot = any(isQuarter) || any(isThreeQuarters)
    needsPower = any(isOther)
    bias = Bias(rates)
  }

  var initialState: Moments<Lanes> { Moments() }

  var complements: [Lanes] {
    get { bias.complements }
    set { bias.complements = newValue }
  }

  mutating func beginStep() { bias.beginStep() }

  @inline(__always)
  func direction(for gradient: Lanes, state: inout Moments<Lanes>) -> Lanes {
    state.update(gradient, rates)
    return bias.corrected(first: state.first)
      / (power(bias.corrected(second: state.second)) + epsilon)
  }

  static func secondMoment(in state: Moments<Lanes>) -> Lanes? { state.second }

  /// v^λ.
  @inline(__always)
  private func power(_ v: Lanes) -> Lanes {
    let root = v.root()
    var result = root
    if needsFourthRoot {
      let fourthRoot = root.root()
      result.replace(with: fourthRoot, where: isQuarter)
      result.replace(with: root * fourthRoot, where: isThreeQuarters)
    }
    if needsPower {
      result.replace(with: v.raised(to: exponents), where: isOther)
    }
    return result
  }
}
