/// What to divide the moments by, known when the kernels are compiled.
protocol BiasCorrection<Lanes> {
  associatedtype Lanes: LaneVector

  init(_ values: LaneValues<Lanes>)

  /// c₁ and c₂ after the last step, or nothing.
  var complements: [Lanes] { get set }

  /// Called once at the start of every step, before the moments are updated.
  mutating func beginStep()

  /// m, corrected.
  func corrected(first m: Lanes) -> Lanes

  /// v, corrected.
  func corrected(second v: Lanes) -> Lanes
}

/// The moments as they are.
struct Uncorrected<Lanes: LaneVector>: BiasCorrection {
  init(_: LaneValues<Lanes>) {}

  var complements: [Lanes] {
    get { [] }
    set { precondition(newValue.isEmpty) }
  }

  func beginStep() {}

  @inline(__always)
  func corrected(first m: Lanes) -> Lanes { m }

  @inline(__always)
  func corrected(second v: Lanes) -> Lanes { v }
}

/// m / c₁ and v / c₂, with c₁ = 1 − β₁ᵗ and c₂ = 1 − β₂ᵗ after t steps.
///
/// The complements are kept as the moments of the constant 1, c ← fma(1 − β, 1 − c, c) from 0, in
/// the precision of the lanes; no power is taken.
struct Corrected<Lanes: LaneVector>: BiasCorrection {
  private let rates: (first: Lanes, second: Lanes)
  private var first = Lanes.zero
  private var second = Lanes.zero

  init(_ values: LaneValues<Lanes>) { rates = MomentRates.complements(values) }

  var complements: [Lanes] {
    get { [first, second] }
    set { (first, second) = (newValue[0], newValue[1]) }
  }

  mutating func beginStep() {
    let one = Lanes(repeating: 1)
    first = first.addingProduct(rates.first, one - first)
    second = second.addingProduct(rates.second, one - second)
  }

  @inline(__always)
  func corrected(first m: Lanes) -> Lanes { m / first }

  @inline(__always)
  func corrected(second v: Lanes) -> Lanes { v / second }
}
