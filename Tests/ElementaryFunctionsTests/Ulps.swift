import TestSupport

/// The distance of two doubles in units in the last place: how many doubles lie between them.
///
/// Zeros coincide; two NaNs have distance 0, a NaN and a number the largest distance.
func ulps(_ a: Double, _ b: Double) -> UInt64 {
  if a.isNaN || b.isNaN { return a.isNaN && b.isNaN ? 0 : .max }
  func ordered(_ x: Double) -> Int64 {
    let bits = Int64(bitPattern: x.bitPattern)
    return bits < 0 ? Int64.min &- bits : bits
  }
  let (x, y) = (ordered(a), ordered(b))
  return x > y ? UInt64(bitPattern: x &- y) : UInt64(bitPattern: y &- x)
}

extension SplitMix64 {
  /// A positive finite double with uniformly distributed bits: every exponent, subnormals included.
  mutating func positive() -> Double {
    Double(bitPattern: UInt64.random(in: 1..<Double.infinity.bitPattern, using: &self))
  }
}
