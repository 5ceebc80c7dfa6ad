/// The two products of a step, Z w and Zᵀ r, with the kind of the design hidden behind closures made
/// where it is known.
struct LaneProducts<Lanes: LaneVector> {
  /// Z w into the predictions.
  let forward:
    (_ signal: borrowing LaneStorage<Lanes>, _ predictions: borrowing LaneStorage<Lanes>) -> Void
  /// Zᵀ r into the gradient.
  let backward:
    (_ residuals: borrowing LaneStorage<Lanes>, _ gradient: borrowing LaneStorage<Lanes>) -> Void

  init(_ design: Design) {
    switch design {
    case .sign(let rows, let columns):
      let z = SignMatrix<Lanes>(rows)
      let transpose = SignMatrix<Lanes>(columns)
      forward = { z.multiply($0, into: $1) }
      backward = { transpose.multiply($0, into: $1) }
    case .dense(let entries, let n, let q):
      let z = DenseMatrix<Lanes>(outputCount: n, inputCount: q) { entries[$0 * q + $1] }
      let transpose = DenseMatrix<Lanes>(outputCount: q, inputCount: n) { entries[$1 * q + $0] }
      forward = { z.multiply($0, into: $1) }
      backward = { transpose.multiply($0, into: $1) }
    }
  }
}
