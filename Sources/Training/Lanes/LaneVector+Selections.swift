import CLaneIntrinsics

/// Comparisons of whole vectors, which those of Swift are not: they go lane by lane.
extension LaneVector {
  /// All bits of the lanes that are less than those of `other`, none of the rest.
  @inline(__always)
  func bits(less other: Self) -> MaskStorage {
    each(
      other, lane_less_double2, lane_less_double4, lane_less_double8,
      lane_less_float4, lane_less_float8, lane_less_float16
    ).bits
  }

  /// All bits of the lanes that are at most those of `other`, none of the rest.
  @inline(__always)
  func bits(lessOrEqual other: Self) -> MaskStorage {
    each(
      other, lane_less_or_equal_double2, lane_less_or_equal_double4, lane_less_or_equal_double8,
      lane_less_or_equal_float4, lane_less_or_equal_float8, lane_less_or_equal_float16
    ).bits
  }

  /// All bits of the lanes that equal those of `other`, none of the rest; the zeros are equal.
  @inline(__always)
  func bits(equal other: Self) -> MaskStorage {
    each(
      other, lane_equal_double2, lane_equal_double4, lane_equal_double8,
      lane_equal_float4, lane_equal_float8, lane_equal_float16
    ).bits
  }

  /// The larger of two; NaN where one of them is.
  @inline(__always)
  func maximum(_ other: Self) -> Self {
    each(
      other, lane_maximum_double2, lane_maximum_double4, lane_maximum_double8,
      lane_maximum_float4, lane_maximum_float8, lane_maximum_float16)
  }

  /// The smaller of two; NaN where one of them is.
  @inline(__always)
  func minimum(_ other: Self) -> Self {
    each(
      other, lane_minimum_double2, lane_minimum_double4, lane_minimum_double8,
      lane_minimum_float4, lane_minimum_float8, lane_minimum_float16)
  }

  /// −1 or 1; zeros and NaN stay what they are.
  @inline(__always)
  func signum() -> Self {
    each(
      lane_signum_double2, lane_signum_double4, lane_signum_double8,
      lane_signum_float4, lane_signum_float8, lane_signum_float16)
  }

  /// |x|.
  @inline(__always)
  func absolute() -> Self {
    each(
      lane_absolute_double2, lane_absolute_double4, lane_absolute_double8,
      lane_absolute_float4, lane_absolute_float8, lane_absolute_float16)
  }

  /// −x, also of zeros; Swift's minus is 0 − x.
  @inline(__always)
  func negated() -> Self {
    each(
      lane_negated_double2, lane_negated_double4, lane_negated_double8,
      lane_negated_float4, lane_negated_float8, lane_negated_float16)
  }

  /// xⁿ by squaring and multiplying from the highest bit of |n|, and 1 over that for n < 0.
  @inline(__always)
  func power(_ n: Int) -> Self {
    if n == 0 { return Self(repeating: 1) }
    let magnitude = n.magnitude
    var result = self
    var bit = UInt(1) << (UInt.bitWidth - 1 - magnitude.leadingZeroBitCount)
    while bit > 1 {
      bit >>= 1
      result *= result
      if magnitude & bit != 0 { result *= self }
    }
    return n < 0 ? 1 / result : result
  }

  /// fma(−x, x, 1): the derivative of tanh in terms of its value.
  @inline(__always)
  func oneMinusSquare() -> Self {
    each(
      lane_one_minus_square_double2, lane_one_minus_square_double4,
      lane_one_minus_square_double8,
      lane_one_minus_square_float4, lane_one_minus_square_float8, lane_one_minus_square_float16)
  }

  /// fma(a, b, x) of x, as `addingProduct`, which is not always made one instruction in loops over
  /// cells.
  @inline(__always)
  func adding(_ a: Self, times b: Self) -> Self {
    if Self.self == SIMD16<Double>.self {
      let (a, b) = (a.cast(to: SIMD16<Double>.self), b.cast(to: SIMD16<Double>.self))
      let x = cast(to: SIMD16<Double>.self)
      return SIMD16(
        lowHalf: lane_multiply_add_double8(a.lowHalf, b.lowHalf, x.lowHalf),
        highHalf: lane_multiply_add_double8(a.highHalf, b.highHalf, x.highHalf)
      ).cast()
    }
    if Self.self == SIMD8<Double>.self {
      return lane_multiply_add_double8(a.cast(), b.cast(), cast()).cast()
    }
    if Self.self == SIMD4<Double>.self {
      return lane_multiply_add_double4(a.cast(), b.cast(), cast()).cast()
    }
    if Self.self == SIMD2<Double>.self {
      return lane_multiply_add_double2(a.cast(), b.cast(), cast()).cast()
    }
    if Self.self == SIMD16<Float>.self {
      return lane_multiply_add_float16(a.cast(), b.cast(), cast()).cast()
    }
    if Self.self == SIMD8<Float>.self {
      return lane_multiply_add_float8(a.cast(), b.cast(), cast()).cast()
    }
    if Self.self == SIMD4<Float>.self {
      return lane_multiply_add_float4(a.cast(), b.cast(), cast()).cast()
    }
    return addingProduct(a, b)
  }

  @inline(__always)
  private var bits: MaskStorage { unsafe unsafeBitCast(self, to: MaskStorage.self) }
}
