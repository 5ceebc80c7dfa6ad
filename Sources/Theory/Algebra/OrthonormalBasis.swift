/// An orthonormal basis of the span of some vectors.
///
/// Gram–Schmidt with column pivoting, each new basis vector orthogonalized a second time against
/// all before it ("twice is enough", W. Kahan, in B. N. Parlett, "The Symmetric Eigenvalue
/// Problem", section 6.9). The largest remaining vector comes next, the first of equals; below
/// 10⁻¹² of the largest of all, what remains counts as 0.
struct OrthonormalBasis: Sendable {
  /// The basis, each vector padded to whole lanes.
  private(set) var vectors: [[SIMD8<Double>]] = []

  /// The dimension of the span.
  var rank: Int { vectors.count }

  /// The basis of the span of `spanning`, all of one length.
  ///
  /// - Complexity: About 3 m r² + 2 m r k multiply-adds for k vectors of length m and rank r.
  init(spanning: [[SIMD8<Double>]]) {
    var rest = spanning
    var squares = rest.map { dot($0, $0) }
    let limit = (squares.max() ?? 0) * 1e-24
    var isTaken = Array(repeating: false, count: rest.count)
    while true {
      var next = -1
      for i in rest.indices where !isTaken[i] && squares[i] > limit {
        if next < 0 || squares[i] > squares[next] { next = i }
      }
      if next < 0 { return }
      isTaken[next] = true
      var vector = rest[next]
      for earlier in vectors { add(-dot(earlier, vector), earlier, to: &vector) }
      let norm = dot(vector, vector).squareRoot()
      guard norm > 0 else { continue }
      for i in vector.indices { vector[i] /= norm }
      for i in rest.indices where !isTaken[i] {
        add(-dot(vector, rest[i]), vector, to: &rest[i])
        squares[i] = dot(rest[i], rest[i])
      }
      vectors.append(vector)
    }
  }

  /// x minus its part in the span, removed twice.
  func removing(from x: [SIMD8<Double>]) -> [SIMD8<Double>] {
    var result = x
    for _ in 0..<2 {
      for vector in vectors { add(-dot(vector, result), vector, to: &result) }
    }
    return result
  }
}
