import CLaneIntrinsics

/// Exponents in (0, 1) of the runs in the lanes, prepared for many powers.
///
/// xʸ = 2ⁿ (1 + r Q(r)) with n the integer next to y log₂ x, by the polynomials and in the order of
/// `lane_power.h`: within 1.3 ulp in double precision, 1.5 in single. Numbers below the normal range
/// count as 0.
struct LaneExponents<Lanes: LaneVector> {
  private let high: Lanes
  /// What the precision of the lanes leaves of the exponents.
  private let low: Lanes

  init(_ exponents: [Double]) {
    high = Lanes(lanes: exponents)
    low = Lanes(lanes: exponents.map { $0 - Double(Lanes.Scalar($0)) })
  }

  /// Each lane of `x`, not negative, raised to the exponent of its run.
  @inline(__always)
  func power(_ x: Lanes) -> Lanes {
    // Which branch is taken is known when the kernels are compiled; the types are the same.
    if Lanes.self == SIMD16<Double>.self {
      let (x, y) = unsafe (
        unsafeBitCast(x, to: SIMD16<Double>.self), unsafeBitCast(high, to: SIMD16<Double>.self)
      )
      let powers = SIMD16<Double>(
        lowHalf: lane_power_double8(x.lowHalf, y.lowHalf),
        highHalf: lane_power_double8(x.highHalf, y.highHalf))
      return unsafe unsafeBitCast(powers, to: Lanes.self)
    }
    if Lanes.Scalar.self == Double.self {
      return Lanes(firstOf: lane_power_double8(x.widened(), high.widened()))
    }
    return Lanes(firstOf: lane_power_float16(x.widened(), high.widened(), low.widened()))
  }
}

extension LaneVector {
  /// The lanes, then zeros, in a vector of the same precision; itself where it has that width.
  @inline(__always)
  fileprivate func widened<Wide: LaneVector>() -> Wide {
    if Self.self == Wide.self { return unsafe unsafeBitCast(self, to: Wide.self) }
    var wide = Wide.zero
    for k in 0..<Self.scalarCount { wide[k] = Wide.Scalar(self[k]) }
    return wide
  }

  /// The first lanes of a vector of the same precision.
  @inline(__always)
  fileprivate init<Wide: LaneVector>(firstOf wide: Wide) {
    if Self.self == Wide.self {
      self = unsafe unsafeBitCast(wide, to: Self.self)
      return
    }
    self.init()
    for k in 0..<Self.scalarCount { self[k] = Scalar(wide[k]) }
  }
}
