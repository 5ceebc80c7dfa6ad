/// The products with a design of unit rows, which only move numbers.
///
///     fᵢ = 0 + w_j          j the column of row i
///     (Zᵀr)_j = Σᵢ rᵢ       over the rows of column j, in sequence from +0
///
/// They are those of the same numbers as a dense design, bit for bit, where w is finite.
struct UnitProducts: Sendable {
  private let rows: UnitRows

  init(_ rows: UnitRows) { self.rows = rows }

  // MARK: One run in each lane

  func predict<Lanes: LaneVector>(
    _ signal: borrowing LaneStorage<Lanes>, into predictions: borrowing LaneStorage<Lanes>
  ) {
    for (i, j) in rows.columns.enumerated() { predictions[i] = Lanes.zero + signal[j] }
  }

  func pullBack<Lanes: LaneVector>(
    _ residuals: borrowing LaneStorage<Lanes>, into gradient: borrowing LaneStorage<Lanes>
  ) {
    for j in 0..<rows.signalCount { gradient[j] = .zero }
    for (i, j) in rows.columns.enumerated() { gradient[j] += residuals[i] }
  }

  // MARK: One run, its numbers side by side

  func predictAlone<Lanes: LaneVector>(
    _ signal: borrowing LaneStorage<Lanes>, into predictions: borrowing LaneStorage<Lanes>
  ) {
    for (i, j) in rows.columns.enumerated() { predictions.setScalar(i, 0 + signal.scalar(j)) }
  }

  func pullBackAlone<Lanes: LaneVector>(
    _ residuals: borrowing LaneStorage<Lanes>, into gradient: borrowing LaneStorage<Lanes>
  ) {
    for k in 0..<(rows.signalCount + Lanes.scalarCount - 1) / Lanes.scalarCount {
      gradient[k] = .zero
    }
    for (i, j) in rows.columns.enumerated() {
      gradient.setScalar(j, gradient.scalar(j) + residuals.scalar(i))
    }
  }
}
