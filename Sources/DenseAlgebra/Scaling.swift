/// x · 2ᵉ in two halves, neither of which overflows alone.
func scaled(_ x: Double, by exponent: Int) -> Double {
  let half = exponent / 2
  return x * Double(sign: .plus, exponent: half, significand: 1)
    * Double(sign: .plus, exponent: exponent - half, significand: 1)
}
