import ElementaryFunctions

extension RandomStream {
  /// Two numbers uniform on {0, 1, …, 2⁵³ − 1} · 2⁻⁵³, a subset of [0, 1).
  ///
  /// The first is ((x₀ · 2³² + x₁) >> 11) · 2⁻⁵³, the second the same of x₂ and x₃.
  public func uniforms(at index: UInt64) -> (first: Double, second: Double) {
    let x = block(at: index)
    return (Self.uniform(x[0], x[1]), Self.uniform(x[2], x[3]))
  }

  /// A standard normal number, by the Box–Muller transform.
  ///
  /// Entries 2i and 2i + 1 come from the uniforms (u₁, u₂) at index i: the radius is √(−2 ln(1 − u₁)),
  /// with 1 − u₁ in (0, 1], the angle u₂ turns; the even entry takes the cosine, the odd one the sine.
  /// The largest magnitude is √(106 ln 2) = 8.57. The functions are those of ``Elementary``, so the
  /// bits are the same on every machine.
  public func normal(at entry: UInt64) -> Double {
    let pair = normals(at: entry / 2)
    return entry % 2 == 0 ? pair.first : pair.second
  }

  /// The two normal numbers made of one block: entries 2 · index and 2 · index + 1.
  public func normals(at index: UInt64) -> (first: Double, second: Double) {
    let u = uniforms(at: index)
    let radius = (-2 * Elementary.naturalLogarithm(1 - u.first)).squareRoot()
    let direction = Elementary.cosineAndSine(ofTurns: u.second)
    return (radius * direction.cosine, radius * direction.sine)
  }

  /// The normal numbers 16 · group ..< 16 · group + 16, each what ``normal(at:)`` gives.
  ///
  /// One evaluation of the elementary functions serves all; nothing is allocated.
  public func sixteenNormals(at group: UInt64) -> SIMD16<Double> {
    let x = eightBlocks(from: group * 8)
    let first = Self.uniforms(x.0, x.1)
    let second = Self.uniforms(x.2, x.3)
    let radius = (-2 * Elementary.naturalLogarithm(ofNormal: 1 - first)).squareRoot()
    let direction = Elementary.cosineAndSine(ofTurns: second)
    var result = SIMD16<Double>()
    result.evenHalf = radius * direction.cosine
    result.oddHalf = radius * direction.sine
    return result
  }

  /// The normal numbers 0..<count, each what ``normal(at:)`` gives.
  ///
  /// - Parameter count: How many, ≥ 0.
  /// - Returns: An array of `count` numbers.
  public func normals(count: Int) -> [Double] {
    precondition(count >= 0, "a count cannot be negative")
    return normals(0..<count)
  }

  /// Some normal numbers in a row, each what ``normal(at:)`` gives.
  ///
  /// - Parameter entries: Which, from 0.
  /// - Returns: An array of as many numbers.
  public func normals(_ entries: Range<Int>) -> [Double] {
    precondition(entries.lowerBound >= 0, "entries count from 0")
    var result: [Double] = []
    result.reserveCapacity(entries.count)
    for group in (entries.lowerBound / 16)..<((entries.upperBound + 15) / 16) {
      let sixteen = sixteenNormals(at: UInt64(group))
      let wanted = entries.clamped(to: (16 * group)..<(16 * group + 16))
      for entry in wanted { result.append(sixteen[entry - 16 * group]) }
    }
    return result
  }

  /// An integer in 0..<bound: the high 64 bits of (x₀ · 2³² + x₁) · bound.
  ///
  /// No value's probability differs from 1/bound by more than 2⁻⁶⁴.
  ///
  /// - Precondition: `bound > 0`.
  public func integer(below bound: UInt64, at index: UInt64) -> UInt64 {
    precondition(bound > 0, "there is no integer below 0")
    let x = block(at: index)
    return (UInt64(x[0]) << 32 | UInt64(x[1])).multipliedFullWidth(by: bound).high
  }

  /// The integers in 0..<bound at indices 8 · group ..< 8 · group + 8, each what
  /// ``integer(below:at:)`` gives; nothing is allocated.
  ///
  /// - Precondition: `0 < bound < 2³²`.
  public func eightIntegers(below bound: UInt64, at group: UInt64) -> SIMD8<UInt64> {
    precondition(bound > 0 && bound >> 32 == 0, "bounds of many integers have 32 bits")
    let x = eightBlocks(from: 8 * group)
    // Products of halves; their sum has 64 bits.
    return (x.0 &* bound &+ ((x.1 &* bound) &>> 32)) &>> 32
  }

  private static func uniform(_ high: UInt32, _ low: UInt32) -> Double {
    Double((UInt64(high) << 32 | UInt64(low)) >> 11) * 0x1p-53
  }

  /// The same of words in the low halves of 64 bits.
  ///
  /// A half becomes a number as the end of the significand of 2⁵² or 2⁸⁴; their sum is exact.
  @inline(__always)
  private static func uniforms(
    _ high: Philox4x32.Wide, _ low: Philox4x32.Wide
  ) -> Elementary.Vector {
    let integers = (high &<< 21) | (low &>> 11)
    let lower = (integers & 0xffff_ffff) | 0x4330_0000_0000_0000
    let upper = (integers &>> 32) | 0x4530_0000_0000_0000
    let (lowest, highest) = unsafe (
      unsafeBitCast(lower, to: Elementary.Vector.self),
      unsafeBitCast(upper, to: Elementary.Vector.self)
    )
    return ((highest - 0x1p84) + (lowest - 0x1p52)) * 0x1p-53
  }
}
