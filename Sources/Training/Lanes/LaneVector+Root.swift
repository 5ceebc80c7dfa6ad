import CLaneIntrinsics

extension LaneVector {
  /// √ of each lane, correctly rounded like `squareRoot()`, and faster where vectors are long.
  @inline(__always)
  func root() -> Self {
    // Which branch is taken is known when the kernels are compiled; the types are the same.
    if Self.self == SIMD16<Double>.self {
      let x = unsafe unsafeBitCast(self, to: SIMD16<Double>.self)
      let roots = SIMD16<Double>(
        lowHalf: lane_root_double8(x.lowHalf), highHalf: lane_other_root_double8(x.highHalf))
      return unsafe unsafeBitCast(roots, to: Self.self)
    }
    if Self.self == SIMD8<Double>.self {
      let roots = lane_other_root_double8(unsafe unsafeBitCast(self, to: SIMD8<Double>.self))
      return unsafe unsafeBitCast(roots, to: Self.self)
    }
    if Self.self == SIMD16<Float>.self {
      let roots = lane_root_float16(unsafe unsafeBitCast(self, to: SIMD16<Float>.self))
      return unsafe unsafeBitCast(roots, to: Self.self)
    }
    return squareRoot()
  }
}
