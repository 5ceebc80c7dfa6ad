/// Transcendental functions made of IEEE operations in a fixed order.
///
/// A C library picks its code for `exp`, `pow` or `sin` by the processor it finds, so the last bit
/// of a result may differ between two machines. These functions use additions, multiplications,
/// fused multiply-adds, divisions and integer operations on the bits only, always in the same order
/// and elementwise: a value has one result, in any lane, at any width, on any processor.
///
/// Each function exists for a vector of eight values and for a single value; the latter runs the
/// same code. Errors are stated in ulp (units in the last place of the exact result) and were
/// measured against a 200-bit reference at 30 000 random arguments each.
///
/// ```swift
/// let w = Elementary.power(SIMD8(repeating: 0.3), SIMD8(repeating: 0.8))
/// let (c, s) = Elementary.cosineAndSine(ofTurns: 0.125)
/// ```
public enum Elementary {
  /// The width of the vector functions: eight values of double precision.
  public typealias Vector = SIMD8<Double>
}
