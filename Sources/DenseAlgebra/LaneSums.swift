/// ((x₀ + x₁) + (x₂ + x₃)) + ((x₄ + x₅) + (x₆ + x₇)): the one order in which lanes are added.
@inlinable
@inline(__always)
public func sumOfLanes(_ x: SIMD8<Double>) -> Double {
  ((x[0] + x[1]) + (x[2] + x[3])) + ((x[4] + x[5]) + (x[6] + x[7]))
}

/// The numbers eight to a vector, the last one filled up with zeros.
public func lanes(of x: [Double]) -> [SIMD8<Double>] {
  var result = Array(repeating: SIMD8<Double>.zero, count: (x.count + 7) / 8)
  for i in 0..<x.count { result[i / 8][i % 8] = x[i] }
  return result
}

/// The first `count` numbers of vectors of eight.
public func numbers(of x: [SIMD8<Double>], count: Int) -> [Double] {
  precondition(count <= 8 * x.count)
  return (0..<count).map { x[$0 / 8][$0 % 8] }
}

/// Σ xᵢ yᵢ by fused multiply-adds from +0: lane k takes i ≡ k modulo 8 in sequence, then
/// ``sumOfLanes(_:)``.
@inlinable
public func dot(_ x: [SIMD8<Double>], _ y: [SIMD8<Double>]) -> Double {
  precondition(x.count == y.count)
  let (a, b) = (x.span, y.span)
  var sum = SIMD8<Double>.zero
  for i in 0..<a.count { sum = unsafe sum.addingProduct(a[unchecked: i], b[unchecked: i]) }
  return sumOfLanes(sum)
}

/// y ← fma(a, x, y), elementwise.
@inlinable
public func add(_ a: Double, _ x: [SIMD8<Double>], to y: inout [SIMD8<Double>]) {
  precondition(x.count == y.count)
  let source = x.span
  var target = y.mutableSpan
  for i in 0..<source.count {
    unsafe target[unchecked: i] = target[unchecked: i].addingProduct(source[unchecked: i], a)
  }
}

/// The largest magnitude, 0 for no numbers; NaN if there is one among them.
public func maximumMagnitude(_ x: [Double]) -> Double {
  var result = 0.0
  for value in x where !(abs(value) <= result) { result = value.isNaN ? .nan : abs(value) }
  return result
}
