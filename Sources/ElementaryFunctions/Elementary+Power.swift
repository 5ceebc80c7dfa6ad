extension Elementary {
  /// Each element of `x` raised to the element of `y` in its place, xʸ = 2^(y log₂ x).
  ///
  /// log₂ x is carried to about 65 bits and its product with y in double-double, because an
  /// absolute error of the exponent is a relative error of the result.
  ///
  /// Edge cases: y = 0 gives 1, whatever x is; x = 0 gives 0 for y > 0 and +∞ for y < 0; x = +∞ the
  /// reverse; x < 0 gives NaN (also for integral y); NaN gives NaN; overflow gives +∞.
  ///
  /// Largest error measured: 0.74 ulp, at the ends of the range.
  ///
  /// - Parameters:
  ///   - x: The bases, ≥ 0, subnormals included.
  ///   - y: The exponents, finite.
  /// - Returns: The powers, each rounded from about 62 correct bits.
  public static func power(_ x: Vector, _ y: Vector) -> Vector {
    var logarithm = binaryLogarithm(of: x)
    logarithm.low.replace(with: 0, where: (x .== 0) .| (x .== .infinity))
    logarithm.high = withLogarithmEdges(logarithm.high, of: x)
    var exponent = DoubleDouble.product(y, logarithm.high)
    exponent.low = exponent.low.addingProduct(y, logarithm.low)
    var result = exponential(exponent)
    result.replace(with: 1, where: y .== 0)
    return result
  }

  /// One value raised to a power; see ``power(_:_:)-(Vector,Vector)``.
  public static func power(_ x: Double, _ y: Double) -> Double {
    power(Vector(repeating: x), Vector(repeating: y))[0]
  }
}
