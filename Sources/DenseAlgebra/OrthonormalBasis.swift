/// An orthonormal basis of the span of some vectors.
///
/// Gram–Schmidt with column pivoting, each new basis vector orthogonalized a second time against
/// all before it ("twice is enough", W. Kahan, in B. N. Parlett, "The Symmetric Eigenvalue
/// Problem", section 6.9). The largest remaining vector comes next, the first of equals; below
/// 10⁻¹² of the largest of all, what remains counts as 0.
public struct OrthonormalBasis: Sendable {
  /// The basis, each vector padded to whole lanes.
  public private(set) var vectors: [[SIMD8<Double>]] = []

  /// The dimension of the span.
  public var rank: Int { vectors.count }

  /// The basis of the span of `spanning`, all of one length, which it takes the place of.
  ///
  /// - Complexity: About 3 m r² + 2 m r k multiply-adds for k vectors of length m and rank r.
  public init(spanning: consuming [[SIMD8<Double>]]) {
    var rest = spanning
    precondition(rest.allSatisfy { $0.count == rest[0].count }, "vectors of one length")
    var squares = rest.map { dot($0, $0) }
    let limit = (squares.max() ?? 0) * 1e-24
    // Those that are not yet taken, in order.
    var others = Array(rest.indices)
    while true {
      var next = -1
      for i in others where squares[i] > limit {
        if next < 0 || squares[i] > squares[next] { next = i }
      }
      if next < 0 { return }
      others.removeAll { $0 == next }
      var vector: [SIMD8<Double>] = []
      swap(&vector, &rest[next])
      removeInSequence(vectors, from: &vector)
      let norm = dot(vector, vector).squareRoot()
      guard norm > 0 else { continue }
      for i in vector.indices { vector[i] /= norm }
      remove(vector, from: &rest, at: others, squares: &squares)
      vectors.append(vector)
    }
  }

  /// x minus its part in the span, removed twice.
  public func removing(from x: [SIMD8<Double>]) -> [SIMD8<Double>] {
    var result = x
    for _ in 0..<2 { removeInSequence(vectors, from: &result) }
    return result
  }
}

/// y ← y − (e · y) e for one e after the other; the dot product with the next comes along.
private func removeInSequence(_ basis: [[SIMD8<Double>]], from y: inout [SIMD8<Double>]) {
  guard let first = basis.first else { return }
  var product = dot(first, y)
  for l in basis.indices.dropLast() {
    product = add(-product, basis[l], to: &y, thenDot: basis[l + 1])
  }
  add(-product, basis[basis.count - 1], to: &y)
}

/// y ← fma(a, x, y), and ``dot(_:_:)`` of z and the new y.
private func add(
  _ a: Double, _ x: [SIMD8<Double>], to y: inout [SIMD8<Double>], thenDot z: [SIMD8<Double>]
) -> Double {
  precondition(x.count == y.count && z.count == y.count)
  let (source, other) = (x.span, z.span)
  var target = y.mutableSpan
  var sum = SIMD8<Double>.zero
  for i in 0..<source.count {
    let new = unsafe target[unchecked: i].addingProduct(source[unchecked: i], a)
    unsafe target[unchecked: i] = new
    sum = unsafe sum.addingProduct(other[unchecked: i], new)
  }
  return sumOfLanes(sum)
}

/// x ← x − (e · x) e for some of the rows, and their new x · x.
///
/// Four rows at a time hide the latency of their sums.
private func remove(
  _ e: [SIMD8<Double>], from rows: inout [[SIMD8<Double>]], at indices: [Int],
  squares: inout [Double]
) {
  var position = 0
  while position + 4 <= indices.count {
    let (i, j) = (indices[position], indices[position + 1])
    let (k, l) = (indices[position + 2], indices[position + 3])
    var (a, b, c, d): ([SIMD8<Double>], [SIMD8<Double>], [SIMD8<Double>], [SIMD8<Double>]) =
      ([], [], [], [])
    swap(&a, &rows[i])
    swap(&b, &rows[j])
    swap(&c, &rows[k])
    swap(&d, &rows[l])
    (squares[i], squares[j], squares[k], squares[l]) = remove(e, from: &a, &b, &c, &d)
    swap(&a, &rows[i])
    swap(&b, &rows[j])
    swap(&c, &rows[k])
    swap(&d, &rows[l])
    position += 4
  }
  for i in indices[position...] {
    add(-dot(e, rows[i]), e, to: &rows[i])
    squares[i] = dot(rows[i], rows[i])
  }
}

private func remove(
  _ e: [SIMD8<Double>], from a: inout [SIMD8<Double>], _ b: inout [SIMD8<Double>],
  _ c: inout [SIMD8<Double>], _ d: inout [SIMD8<Double>]
) -> (Double, Double, Double, Double) {
  let count = e.count
  precondition(a.count == count && b.count == count && c.count == count && d.count == count)
  let direction = e.span
  var x = a.mutableSpan
  var y = b.mutableSpan
  var z = c.mutableSpan
  var w = d.mutableSpan
  var (s0, s1, s2, s3) = (
    SIMD8<Double>.zero, SIMD8<Double>.zero, SIMD8<Double>.zero, SIMD8<Double>.zero
  )
  for i in 0..<count {
    let v = unsafe direction[unchecked: i]
    s0 = unsafe s0.addingProduct(v, x[unchecked: i])
    s1 = unsafe s1.addingProduct(v, y[unchecked: i])
    s2 = unsafe s2.addingProduct(v, z[unchecked: i])
    s3 = unsafe s3.addingProduct(v, w[unchecked: i])
  }
  let (f0, f1) = (-sumOfLanes(s0), -sumOfLanes(s1))
  let (f2, f3) = (-sumOfLanes(s2), -sumOfLanes(s3))
  (s0, s1, s2, s3) = (.zero, .zero, .zero, .zero)
  for i in 0..<count {
    let v = unsafe direction[unchecked: i]
    let n0 = unsafe x[unchecked: i].addingProduct(v, f0)
    let n1 = unsafe y[unchecked: i].addingProduct(v, f1)
    let n2 = unsafe z[unchecked: i].addingProduct(v, f2)
    let n3 = unsafe w[unchecked: i].addingProduct(v, f3)
    unsafe x[unchecked: i] = n0
    unsafe y[unchecked: i] = n1
    unsafe z[unchecked: i] = n2
    unsafe w[unchecked: i] = n3
    s0 = s0.addingProduct(n0, n0)
    s1 = s1.addingProduct(n1, n1)
    s2 = s2.addingProduct(n2, n2)
    s3 = s3.addingProduct(n3, n3)
  }
  return (sumOfLanes(s0), sumOfLanes(s1), sumOfLanes(s2), sumOfLanes(s3))
}
