extension Elementary {
  /// The cosine and the sine of 2πu, for u in [0, 1): the angle is measured in whole turns.
  ///
  /// With q the nearest integer to 4u, r = u − q/4 is exact and |2πr| ≤ π/4. Taylor polynomials in
  /// r² (up to r¹⁷ and r¹⁸) give both functions of 2πr, with the leading term 2πr of the sine in
  /// double-double; a quarter turn for each unit of q then exchanges them and their signs. Multiples
  /// of a quarter turn give exactly 0 and ±1.
  ///
  /// Largest error measured: cosine 0.99 ulp, sine 1.03 ulp.
  public static func cosineAndSine(ofTurns u: Vector) -> (cosine: Vector, sine: Vector) {
    let shifted = u * 4 + 0x1.8p52
    let quadrant = bits(of: shifted) & 3
    let r = u - (shifted - 0x1.8p52) * 0.25
    let z = r * r
    let c = Vector(repeating: 1).addingProduct(
      z,
      horner(
        z,
        [
          -0x1.2a0c591af8314p-5, 0x1.20c62c2f2d7f5p-2, -0x1.b6e24f44b128fp+0,
          0x1.f9d38a3763cc3p+2, -0x1.a6d1f2a204a8cp+4, 0x1.e1f506891babbp+5, -0x1.55d3c7e3cbffap+6,
          0x1.03c1f081b5ac4p+6, -0x1.3bd3cc9be45dep+4,
        ]))
    var a = DoubleDouble.product(r, Vector(repeating: 0x1.921fb54442d18p+2))
    a.low = a.low.addingProduct(r, Vector(repeating: 0x1.1a62633145c07p-52))
    let cubic = horner(
      z,
      [
        0x1.aaec32af93359p-4, -0x1.6fadb9f155744p-1, 0x1.e8f434d018d63p+1,
        -0x1.e3074fde8871fp+3, 0x1.50783487ee782p+5, -0x1.32d2cce62bd86p+6, 0x1.466bc6775aae2p+6,
        -0x1.4abbce625be53p+5,
      ])
    let s = a.high + a.low.addingProduct(r * z, cubic)

    // By bits, for masks of Swift go lane by lane. Odd quadrants exchange c and s; the cosine is
    // negative in quadrants 1 and 2, the sine in 2 and 3. Adding +0 keeps zeros positive.
    let exchanged = (bits(of: c) ^ bits(of: s)) & (0 &- (quadrant & 1))
    let cosineSign = ((quadrant &+ 1) & 2) &<< 62
    let sineSign = (quadrant & 2) &<< 62
    return (
      vector(fromBits: bits(of: c) ^ exchanged ^ cosineSign) + 0,
      vector(fromBits: bits(of: s) ^ exchanged ^ sineSign) + 0
    )
  }

  /// The cosine and the sine of one angle; see ``cosineAndSine(ofTurns:)-(Vector)``.
  public static func cosineAndSine(ofTurns u: Double) -> (cosine: Double, sine: Double) {
    let result = cosineAndSine(ofTurns: Vector(repeating: u))
    return (result.cosine[0], result.sine[0])
  }
}
