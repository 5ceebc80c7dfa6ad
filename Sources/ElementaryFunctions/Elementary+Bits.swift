extension Elementary {
  /// The bit patterns of the elements.
  @inline(__always)
  static func bits(of x: Vector) -> SIMD8<UInt64> {
    // Both are eight 64-bit elements without padding.
    unsafe unsafeBitCast(x, to: SIMD8<UInt64>.self)
  }

  /// The elements with the given bit patterns.
  @inline(__always)
  static func vector(fromBits bits: SIMD8<UInt64>) -> Vector {
    unsafe unsafeBitCast(bits, to: Vector.self)
  }

  /// The polynomial of the given coefficients, highest power first, by Horner's rule with fused
  /// multiply-adds.
  @inline(__always)
  static func horner<let count: Int>(
    _ x: Vector, _ coefficients: InlineArray<count, Double>
  ) -> Vector {
    var sum = Vector(repeating: coefficients[0])
    for i in 1..<count {
      sum = Vector(repeating: coefficients[i]).addingProduct(sum, x)
    }
    return sum
  }
}
