/// A sum over samples that lie in the lanes, across them: c_ij ← fma(a_ijk[s], b_ijk[s], c_ij) for
/// k = 0, 1, … of sample s = 0, 1, ….
///
/// That is the order of runs side by side, whose samples come one after the other.
struct SampleSum<Lanes: LaneVector> {
  /// Numbers of each sample, and how far they are apart along rows, columns, terms and samples.
  struct Factor {
    var numbers: LaneCells<Lanes.Scalar>
    var row = 0
    var column = 0
    var step = 0
    var sample = 1
    /// The elements along rows (of a) or columns (of b), sixteen in a vector, the vectors of a sample one
    /// behind the other; nil where they have to be put so.
    var rowsOfSamples: (cells: LaneCells<Lanes>, length: Int)?
  }

  var a: Factor
  var b: Factor
  /// Numbers.
  var c: LaneCells<Lanes.Scalar>
  var cRow: Int
  var cColumn: Int
  var rows: Int
  var columns: Int
  var steps: Int
  var samples: Int
  /// Whether c holds the sum of earlier samples.
  var continues: Bool

  /// The same with rows as columns.
  var transposed: SampleSum {
    var sum = self
    (sum.a, sum.b) = (b, a)
    (sum.a.row, sum.a.column) = (b.column, b.row)
    (sum.b.row, sum.b.column) = (a.column, a.row)
    (sum.cRow, sum.cColumn) = (cColumn, cRow)
    (sum.rows, sum.columns) = (columns, rows)
    return sum
  }

  /// The sums of a row.
  func line(_ row: Int) -> LaneCells<Lanes.Scalar> { c.advanced(by: row &* cRow) }

  // MARK: The time it takes for a sample, roughly, in cycles

  /// Number by number.
  var timeOfNumbers: Int { rows * columns * steps * 3 / 4 }

  /// By vectors along the columns, of terms that are a row's number times a column's.
  var timeOfColumns: Int {
    let vectors = (columns + 15) / 16
    let products = vectors * rows * MemoryLayout<Lanes>.stride / 64
    let moves = rows * columns * (cColumn == 1 ? 1 : 3) / samples
    return products + moves + (b.rowsOfSamples == nil ? 2 * columns : 0)
  }

  // MARK: Number by number

  /// Eight sums of neighbours side by side; the rest two by two.
  func addNumbers() {
    if rows > columns { return transposed.addNumbers() }
    for row in 0..<rows {
      var column = 0
      while column &+ 8 <= columns {
        add(row, column, apart: 1, as: SIMD8<Lanes.Scalar>.self)
        column &+= 8
      }
      while column < columns {
        // Of an odd number the last is computed twice.
        add(row, column, apart: column &+ 1 < columns ? 1 : 0, as: SIMD2<Lanes.Scalar>.self)
        column &+= 2
      }
    }
  }

  @inline(__always)
  private func add<Group: LaneVector>(
    _ row: Int, _ column: Int, apart distance: Int, as _: Group.Type
  ) where Group.Scalar == Lanes.Scalar {
    let x = a.numbers.advanced(by: row &* a.row &+ column &* a.column)
    let y = b.numbers.advanced(by: row &* b.row &+ column &* b.column)
    let target = c.advanced(by: row &* cRow &+ column &* cColumn)
    let apart = (a: distance &* a.column, b: distance &* b.column, c: distance &* cColumn)
    var sum = continues ? target.gathered(0, apart: apart.c, as: Group.self) : .zero
    for s in 0..<samples {
      var (p, q) = (s &* a.sample, s &* b.sample)
      for _ in 0..<steps {
        let factor =
          apart.b == 0 ? Group(repeating: y[q]) : y.gathered(q, apart: apart.b, as: Group.self)
        sum = sum.adding(x.gathered(p, apart: apart.a, as: Group.self), times: factor)
        p &+= a.step
        q &+= b.step
      }
    }
    for k in 0..<Group.scalarCount { target[k &* apart.c] = sum[k] }
  }
}

extension LaneCells where Element: LaneScalar {
  /// Numbers at equal distances from an index on.
  @inline(__always)
  fileprivate func gathered<Group: LaneVector>(
    _ first: Int, apart distance: Int, as _: Group.Type
  ) -> Group where Group.Scalar == Element {
    var group = Group.zero
    for k in 0..<Group.scalarCount { group[k] = self[first &+ k &* distance] }
    return group
  }
}
