import CLaneIntrinsics
import ElementaryFunctions

/// A floating-point type the runs of a lane-batch are computed in.
protocol LaneScalar: BinaryFloatingPoint, SIMDScalar, Codable, Sendable, BitwiseCopyable {}

extension Float: LaneScalar {}
extension Double: LaneScalar {}

/// A vector with one run in each lane.
///
/// Every operation is elementwise, so a lane has the same bits at every width and in any company.
protocol LaneVector: SIMD where Scalar: LaneScalar {
  /// The sum of the lanes, by halves; comparisons of whole vectors go lane by lane.
  var total: Scalar { get }
}

extension SIMD2: LaneVector where Scalar: LaneScalar {
  @inline(__always)
  var total: Scalar { x + y }
}
extension SIMD4: LaneVector where Scalar: LaneScalar {
  @inline(__always)
  var total: Scalar { (lowHalf + highHalf).total }
}
extension SIMD8: LaneVector where Scalar: LaneScalar {
  @inline(__always)
  var total: Scalar { (lowHalf + highHalf).total }
}
extension SIMD16: LaneVector where Scalar: LaneScalar {
  @inline(__always)
  var total: Scalar { (lowHalf + highHalf).total }
}

extension LaneVector {
  /// The vector of `values` in the precision of the lanes; values beyond the width are ignored,
  /// missing ones repeat the last, so that an empty lane does what its neighbour does.
  init(lanes values: [Double]) {
    precondition(!values.isEmpty, "a lane vector needs at least one value")
    self.init()
    for k in 0..<Self.scalarCount { self[k] = Scalar(values[Swift.min(k, values.count - 1)]) }
  }

  /// The first values, rounded to the precision of the lanes.
  @inline(__always)
  init(rounding values: SIMD16<Double>) {
    self.init()
    for k in 0..<Self.scalarCount { self[k] = Scalar(values[k]) }
  }

  /// Each lane raised to the exponent of the run in it: widened to double precision, ``Elementary``'s
  /// power, rounded to the precision of the lanes.
  @inline(__always)
  func raised(to exponents: SIMD16<Double>) -> Self {
    // Which branch is taken is known when the kernels are compiled; the types are the same.
    if Self.self == SIMD16<Double>.self {
      let x = unsafe unsafeBitCast(self, to: SIMD16<Double>.self)
      return unsafe unsafeBitCast(Elementary.power(x, exponents), to: Self.self)
    }
    if Self.self == SIMD16<Float>.self {
      let x = unsafe unsafeBitCast(self, to: SIMD16<Float>.self)
      let wide = SIMD16<Double>(
        lowHalf: lane_widen(x.lowHalf), highHalf: lane_widen(x.highHalf))
      let powers = Elementary.power(wide, exponents)
      let narrow = SIMD16<Float>(
        lowHalf: lane_narrow(powers.lowHalf), highHalf: lane_narrow(powers.highHalf))
      return unsafe unsafeBitCast(narrow, to: Self.self)
    }
    precondition(Self.scalarCount <= 8)
    var x = SIMD8<Double>(repeating: 1)
    for k in 0..<Self.scalarCount { x[k] = Double(self[k]) }
    let power = Elementary.power(x, exponents.lowHalf)
    var result = Self()
    for k in 0..<Self.scalarCount { result[k] = Scalar(power[k]) }
    return result
  }
}
