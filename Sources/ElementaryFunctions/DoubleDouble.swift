/// An unevaluated sum `high + low` of two vectors, about 106 significant bits.
struct DoubleDouble {
  /// The sum rounded to double precision.
  var high: Elementary.Vector
  /// What rounding left over, at most half an ulp of `high` once normalized.
  var low: Elementary.Vector

  /// The exact sum of `a` and `b`, provided |a| ≥ |b| or a = 0 (Dekker's fast two-sum).
  @inline(__always)
  static func sum(ofLarger a: Elementary.Vector, andSmaller b: Elementary.Vector) -> DoubleDouble {
    let high = a + b
    return DoubleDouble(high: high, low: b - (high - a))
  }

  /// The exact product of `a` and `b`, barring underflow.
  @inline(__always)
  static func product(_ a: Elementary.Vector, _ b: Elementary.Vector) -> DoubleDouble {
    let high = a * b
    return DoubleDouble(high: high, low: (-high).addingProduct(a, b))
  }

  /// The product with another sum; the term low · low is left out.
  @inline(__always)
  func multiplied(by other: DoubleDouble) -> DoubleDouble {
    let exact = DoubleDouble.product(high, other.high)
    let low = exact.low.addingProduct(high, other.low).addingProduct(self.low, other.high)
    return DoubleDouble.sum(ofLarger: exact.high, andSmaller: low)
  }
}
