import DenseAlgebra
import ElementaryFunctions

/// The averages L of GGᵀ and R of GᵀG of some matrices, and their inverse roots, for runs in lanes.
///
/// A root is Σ (max(λ, 0) + ε)^(−p) e eᵀ over the eigenpairs (λ, e) of the average, run by run in double precision
/// by `SymmetricEigenpairs`; the sum is a chain of fused multiply-adds from +0 in increasing order of λ, and is
/// rounded to the lanes. p is ¼ with both sides and ½ with one, or the run's own. Of what is not finite it is NaN.
struct InverseRoots<Lanes: LaneVector>: ~Copyable {
  /// L and R of each matrix, row-major, one after the other.
  let squares: LaneStorage<Lanes>
  /// Their roots likewise.
  let roots: LaneStorage<Lanes>
  /// GGᵀ or GᵀG of one matrix.
  private let product: LaneStorage<Lanes>
  private let places: [(left: MatrixView?, right: MatrixView?)]
  /// −p of each run.
  private let exponents: [Double]
  private let epsilon: Lanes
  /// Lanes beyond them do what the last one does.
  private let runCount: Int

  init(
    of matrices: [MatrixView], _ sides: Shampoo.Sides, _ values: LaneValues<Lanes>,
    hasExponent: Bool
  ) {
    places = Self.places(of: matrices, sides)
    let count = Self.squareCount(of: matrices, sides)
    squares = LaneStorage(repeating: .zero, count: count)
    roots = LaneStorage(repeating: .zero, count: count)
    let views = places.flatMap { [$0.left, $0.right].compactMap(\.self) }
    product = LaneStorage(repeating: .zero, count: views.map(\.count).max() ?? 0)
    exponents = values.runs.map {
      hasExponent ? -$0.exponent : sides == .both ? -0.25 : -0.5
    }
    epsilon = values[\.epsilon]
    runCount = min(values.runs.count, Lanes.scalarCount)
  }

  /// The entries of all averages.
  static func squareCount(of matrices: [MatrixView], _ sides: Shampoo.Sides) -> Int {
    places(of: matrices, sides).reduce(0) { $0 + ($1.left?.count ?? 0) + ($1.right?.count ?? 0) }
  }

  private static func places(
    of matrices: [MatrixView], _ sides: Shampoo.Sides
  ) -> [(left: MatrixView?, right: MatrixView?)] {
    var next = 0
    func place(_ side: Int) -> MatrixView {
      defer { next += side * side }
      return MatrixView(at: next, side, side)
    }
    return matrices.map { matrix in
      let left = sides == .right ? nil : place(matrix.rowCount)
      return (left, sides == .left ? nil : place(matrix.columnCount))
    }
  }

  /// Where the roots of a matrix lie.
  func views(_ index: Int) -> (left: MatrixView?, right: MatrixView?) { places[index] }

  /// Averages the squares of a gradient.
  func takeIn(
    _ gradient: borrowing LaneStorage<Lanes>, _ matrix: MatrixView, _ index: Int,
    _ rate: MomentRate<Lanes>
  ) {
    if let left = places[index].left {
      multiply(
        gradient, matrix, gradient, matrix.transposed, into: product,
        MatrixView(at: 0, left.rowCount, left.rowCount))
      average(left, rate)
    }
    if let right = places[index].right {
      multiply(
        gradient, matrix.transposed, gradient, matrix, into: product,
        MatrixView(at: 0, right.rowCount, right.rowCount))
      average(right, rate)
    }
  }

  private func average(_ place: MatrixView, _ rate: MomentRate<Lanes>) {
    for k in 0..<place.count {
      let p = place.offset + k
      squares[p] = rate.average(squares[p], product[k], forgettingFast: true)
    }
  }

  /// Takes the roots of a matrix anew.
  func update(_ index: Int) {
    for place in [places[index].left, places[index].right].compactMap(\.self) {
      for lane in 0..<runCount { takeRoot(of: place, lane) }
      roots.repeatLane(from: runCount, in: place.offset..<place.offset + place.count)
    }
  }

  private func takeRoot(of place: MatrixView, _ lane: Int) {
    let n = place.rowCount
    let entries = (0..<place.count).map { Double(squares[place.offset + $0][lane]) }
    guard let pairs = SymmetricEigenpairs(entries, dimension: n) else {
      for k in 0..<place.count { roots[place.offset + k][lane] = .nan }
      return
    }
    let shift = Double(epsilon[lane])
    let powers = pairs.values.map { Elementary.power(max($0, 0) + shift, exponents[lane]) }
    for i in 0..<n {
      for j in 0...i {
        var sum = 0.0
        for (power, e) in zip(powers, pairs.vectors) { sum.addProduct(power * e[i], e[j]) }
        roots[place.offset + i * n + j][lane] = Lanes.Scalar(sum)
        roots[place.offset + j * n + i][lane] = Lanes.Scalar(sum)
      }
    }
  }
}
