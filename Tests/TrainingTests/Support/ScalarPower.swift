/// x^y for x ≥ 0 and y in (0, 1) by plain scalar operations, written apart from the lanes from the
/// canonical order as documented: it must give the same bits.
func scalarPower<Number: BinaryFloatingPoint>(_ x: Number, _ y: Double) -> Number {
  if let x = x as? Float { return Number(scalarPower(single: x, y)) }
  return Number(scalarPower(double: Double(x), y))
}

private func scalarPower(double x: Double, _ y: Double) -> Double {
  guard x.isNormal else { return x * x }
  var (e, m) = (Double(x.exponent), x.significand)
  if m >= 0x1.6a09e667f3bcdp+0 { (e, m) = (e + 1, m / 2) }
  let s = (m - 1) / (m + 1)
  let p = [
    0x1.b87db6766ff6dp-3, 0x1.c41bac89427a4p-3, 0x1.0ca331d828e88p-2, 0x1.484af104f2f9dp-2,
    0x1.a61762f6ca241p-2, 0x1.2776c50eca285p-1, 0x1.ec709dc3a0598p-1, 0x1.71547652b82fep+1,
  ]
  let f = horner(s * s, p) * s
  let n = (0x1.8p52).addingProduct(y, e + f) - 0x1.8p52
  let r = (-n).addingProduct(y, e).addingProduct(y, f)
  let q = [
    0x1.ea1822a162156p-32, 0x1.e61c92d30a19bp-28, 0x1.b524ce05a155bp-24, 0x1.62bfc6da95a91p-20,
    0x1.ffcbfc7c38212p-17, 0x1.4309130f29421p-13, 0x1.5d87fe78a0e6ap-10, 0x1.3b2ab6fb9ff7ap-7,
    0x1.c6b08d704a0d7p-5, 0x1.ebfbdff82c5a5p-3, 0x1.62e42fefa39efp-1, 1,
  ]
  return Double(sign: .plus, exponent: Int(n), significand: horner(r, q))
}

private func scalarPower(single x: Float, _ y: Double) -> Float {
  guard x.isNormal else { return x * x }
  var (e, m) = (Float(x.exponent), x.significand)
  if m >= 0x1.6a09e6p+0 { (e, m) = (e + 1, m / 2) }
  let p: [Float] = [
    -0x1.c19756p-4, 0x1.81d00cp-3, -0x1.89eba6p-3, 0x1.a262aep-3, -0x1.ea479p-3, 0x1.27814ep-2,
    -0x1.715da2p-2, 0x1.ec709p-2, -0x1.71546ap-1, 0x1.715476p+0,
  ]
  let f = horner(m - 1, p) * (m - 1)
  let high = Float(y)
  let low = Float(y - Double(high))
  let n = (0x1.8p23 as Float).addingProduct(high, e + f) - 0x1.8p23
  let r = (-n).addingProduct(high, e).addingProduct(low, e).addingProduct(high, f)
  let q: [Float] = [
    0x1.448fa4p-13, 0x1.5f4774p-10, 0x1.3b29aap-7, 0x1.c6aed0p-5, 0x1.ebfbep-3, 0x1.62e43p-1, 1,
  ]
  return Float(sign: .plus, exponent: Int(n), significand: horner(r, q))
}

private func horner<Number: FloatingPoint>(_ x: Number, _ coefficients: [Number]) -> Number {
  coefficients.dropFirst().reduce(coefficients[0]) { $1.addingProduct($0, x) }
}
