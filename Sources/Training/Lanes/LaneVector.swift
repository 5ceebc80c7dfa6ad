import ElementaryFunctions

/// A floating-point type the runs of a lane-batch are computed in.
protocol LaneScalar: BinaryFloatingPoint, SIMDScalar, Codable, Sendable, BitwiseCopyable {}

extension Float: LaneScalar {}
extension Double: LaneScalar {}

/// A vector with one run in each lane.
///
/// Every operation is elementwise, so a lane has the same bits at every width and in any company.
protocol LaneVector: SIMD where Scalar: LaneScalar {}

extension SIMD2: LaneVector where Scalar: LaneScalar {}
extension SIMD4: LaneVector where Scalar: LaneScalar {}
extension SIMD8: LaneVector where Scalar: LaneScalar {}
extension SIMD16: LaneVector where Scalar: LaneScalar {}

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
  func raised(to exponents: SIMD16<Double>) -> Self {
    precondition(Self.scalarCount <= 16)
    var result = Self()
    var start = 0
    while start < Self.scalarCount {
      let count = Swift.min(8, Self.scalarCount - start)
      var x = SIMD8<Double>(repeating: 1)
      var y = SIMD8<Double>(repeating: 1)
      for k in 0..<count {
        x[k] = Double(self[start + k])
        y[k] = exponents[start + k]
      }
      let power = Elementary.power(x, y)
      for k in 0..<count { result[start + k] = Scalar(power[k]) }
      start += count
    }
    return result
  }
}
