/// Numbers from a fixed stream.
public func uniform(
  _ count: Int, in range: ClosedRange<Double>, seed: UInt64, randomSigns: Bool = false
) -> [Double] {
  var generator = SplitMix64(seed: seed)
  return (0..<count).map { _ in
    let value = Double.random(in: range, using: &generator)
    return randomSigns && Bool.random(using: &generator) ? -value : value
  }
}

/// Σ xᵢ yᵢ.
public func inner(_ x: [Double], _ y: [Double]) -> Double {
  zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
}

/// ‖x − y‖_∞ / ‖y‖_∞.
public func relativeError(_ x: [Double], _ y: [Double]) -> Double {
  let scale = y.reduce(0) { max($0, abs($1)) }
  return zip(x, y).reduce(0) { max($0, abs($1.0 - $1.1)) } / scale
}

/// FNV-1a of 64 bits over the bytes of the bit patterns, low byte first.
public func fnv1a(_ values: [Double]) -> UInt64 {
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  for value in values {
    for shift in stride(from: 0, to: 64, by: 8) {
      hash = (hash ^ (value.bitPattern >> UInt64(shift) & 0xff)) &* 0x100_0000_01b3
    }
  }
  return hash
}
