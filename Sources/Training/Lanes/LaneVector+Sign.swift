extension LaneVector {
  /// −1, 0 or 1 in each lane: the sign of a number, 0 of ±0; NaN of what is not finite.
  ///
  /// No comparison, because those go lane by lane: a magnitude's bits are a positive integer unless it
  /// is 0.
  @inline(__always)
  var sign: Self {
    typealias Bits = MaskStorage
    let signBit = Bits(repeating: Bits.Scalar.min)
    let (bits, one) = unsafe (
      unsafeBitCast(self, to: Bits.self), unsafeBitCast(Self(repeating: 1), to: Bits.self)
    )
    let negatedMagnitude = Bits.zero &- (bits & ~signBit)
    let isNotZero = negatedMagnitude &>> Bits(repeating: Bits.Scalar(Bits.Scalar.bitWidth - 1))
    let sign = unsafe unsafeBitCast(((bits & signBit) | one) & isNotZero, to: Self.self)
    // x · 0 is ±0 for finite x and NaN otherwise.
    return sign.addingProduct(self, 0)
  }
}
