import CLaneIntrinsics

/// Sums of products: c ← fma(a_k, b_k, c), k = 0, 1, …, from +0, or from what c holds where samples of
/// an earlier block were added.
extension GraphRunner {
  /// Of arrays that no sample enters.
  func matrixProduct(_ command: GraphCommand, _ spaces: GraphSpaces<Lanes>) {
    let (a, b, c) = (command.a, command.b, command.result)
    var product = unsafe lane_product(
      a: UnsafeRawPointer(spaces.cells(a, 0).address), a_row: a.row, a_step: a.column,
      b: UnsafeRawPointer(spaces.cells(b, 0).address), b_step: b.row, b_column: b.column,
      c: UnsafeMutableRawPointer(spaces.cells(c, 0).address), c_row: c.row, c_column: c.column,
      rows: command.rows, columns: command.columns, steps: command.steps, continues: 0)
    unsafe Lanes.multiplyCells(&product)
  }

  /// Of an array that no sample enters and one of each sample, which lies in the columns.
  func product(
    _ command: GraphCommand, _ spaces: GraphSpaces<Lanes>, _ block: Int, _ count: Int
  ) {
    let (a, b, c) = (command.a, command.b, command.result)
    for column in 0..<command.columns {
      let isShared = b.space == .numbers
      let other =
        unsafe isShared
        ? UnsafeRawPointer(spaces.shared(b, block).advanced(by: column &* b.column).address)
        : UnsafeRawPointer(spaces.cells(b, block).advanced(by: column &* b.column).address)
      var product = unsafe lane_product(
        a: UnsafeRawPointer(spaces.cells(a, block).address), a_row: a.row, a_step: a.column,
        b: other, b_step: b.row, b_column: b.inner,
        c: UnsafeMutableRawPointer(
          spaces.cells(c, block).advanced(by: column &* c.column).address),
        c_row: c.row, c_column: c.inner,
        rows: command.rows, columns: count, steps: command.steps, continues: 0)
      unsafe multiply(&product, isShared: isShared)
    }
  }

  /// Of two arrays of each sample.
  func sampleProduct(
    _ command: GraphCommand, _ spaces: GraphSpaces<Lanes>, _ block: Int, _ count: Int
  ) {
    let (a, b, c) = (command.a, command.b, command.result)
    for row in 0..<command.rows {
      for column in 0..<command.columns {
        let x = spaces.cells(a, block).advanced(by: row &* a.row)
        let y = spaces.cells(b, block).advanced(by: column &* b.column)
        let out = spaces.cells(c, block).advanced(by: row &* c.row &+ column &* c.column)
        for s in 0..<count {
          var (p, q) = (s &* a.inner, s &* b.inner)
          var sum = Lanes.zero
          for _ in 0..<command.steps {
            sum = sum.addingProduct(x[p], y[q])
            p &+= a.column
            q &+= b.row
          }
          out[s &* c.inner] = sum
        }
      }
    }
  }

  /// c_ij ← fma(a_i[s], b_j[s], c_ij), s = 0, 1, ….
  func addOuter(
    _ command: GraphCommand, _ spaces: GraphSpaces<Lanes>, _ block: Int, _ count: Int
  ) {
    let (a, b, c) = (command.a, command.b, command.result)
    let isShared = b.space == .numbers
    let other =
      unsafe isShared
      ? UnsafeRawPointer(spaces.shared(b, block).address)
      : UnsafeRawPointer(spaces.cells(b, block).address)
    var product = unsafe lane_product(
      a: UnsafeRawPointer(spaces.cells(a, block).address), a_row: a.row, a_step: a.inner,
      b: other, b_step: b.inner, b_column: b.column,
      c: UnsafeMutableRawPointer(spaces.cells(c, block).address), c_row: c.row,
      c_column: c.column,
      rows: command.rows, columns: command.columns, steps: count,
      continues: block == 0 ? 0 : 1)
    unsafe multiply(&product, isShared: isShared)
  }

  /// c_ij ← fma(a_ik[s], b_kj[s], c_ij), k = 0, 1, … of sample 0, then of sample 1, ….
  func addMatrixProducts(
    _ command: GraphCommand, _ spaces: GraphSpaces<Lanes>, _ block: Int, _ count: Int
  ) {
    let (a, b, c) = (command.a, command.b, command.result)
    let isShared = b.space == .numbers
    for s in 0..<count {
      let other =
        unsafe isShared
        ? UnsafeRawPointer(spaces.shared(b, block).advanced(by: s &* b.inner).address)
        : UnsafeRawPointer(spaces.cells(b, block).advanced(by: s &* b.inner).address)
      var product = unsafe lane_product(
        a: UnsafeRawPointer(spaces.cells(a, block).advanced(by: s &* a.inner).address),
        a_row: a.row, a_step: a.column, b: other, b_step: b.row, b_column: b.column,
        c: UnsafeMutableRawPointer(spaces.cells(c, block).address), c_row: c.row,
        c_column: c.column,
        rows: command.rows, columns: command.columns, steps: command.steps,
        continues: block == 0 && s == 0 ? 0 : 1)
      unsafe multiply(&product, isShared: isShared)
    }
  }

  private func multiply(_ product: inout lane_product, isShared: Bool) {
    if isShared {
      unsafe Lanes.multiplyShared(&product)
    } else {
      unsafe Lanes.multiplyCells(&product)
    }
  }

  /// c ← c + a[s], s = 0, 1, ….
  func addUp(_ command: GraphCommand, _ spaces: GraphSpaces<Lanes>, _ block: Int, _ count: Int) {
    accumulate(command, spaces, block, count) { sum, a, _ in sum + a }
  }

  /// c ← fma(a[s], b[s], c), s = 0, 1, ….
  func addProducts(
    _ command: GraphCommand, _ spaces: GraphSpaces<Lanes>, _ block: Int, _ count: Int
  ) {
    accumulate(command, spaces, block, count) { $0.addingProduct($1, $2) }
  }

  /// Four elements at a time, so that one's additions fill the time of another's.
  @inline(__always)
  private func accumulate(
    _ command: GraphCommand, _ spaces: GraphSpaces<Lanes>, _ block: Int, _ count: Int,
    _ combine: (_ sum: Lanes, _ a: Lanes, _ b: Lanes) -> Lanes
  ) {
    let (a, b, c) = (command.a, command.b, command.result)
    for row in 0..<command.rows {
      let x = spaces.cells(a, block).advanced(by: row &* a.row)
      let y = spaces.cells(b, block).advanced(by: row &* b.row)
      let out = spaces.cells(c, block).advanced(by: row &* c.row)
      var column = 0
      while column &+ 4 <= command.columns {
        let (u, v) = (
          x.advanced(by: column &* a.column), y.advanced(by: column &* b.column)
        )
        let target = out.advanced(by: column &* c.column)
        var sums = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
        if block > 0 {
          sums = (target[0], target[c.column], target[2 &* c.column], target[3 &* c.column])
        }
        for s in 0..<count {
          let (p, q) = (s &* a.inner, s &* b.inner)
          sums.0 = combine(sums.0, u[p], v[q])
          sums.1 = combine(sums.1, u[p &+ a.column], v[q &+ b.column])
          sums.2 = combine(sums.2, u[p &+ 2 &* a.column], v[q &+ 2 &* b.column])
          sums.3 = combine(sums.3, u[p &+ 3 &* a.column], v[q &+ 3 &* b.column])
        }
        target[0] = sums.0
        target[c.column] = sums.1
        target[2 &* c.column] = sums.2
        target[3 &* c.column] = sums.3
        column &+= 4
      }
      while column < command.columns {
        let (u, v) = (
          x.advanced(by: column &* a.column), y.advanced(by: column &* b.column)
        )
        var sum = block > 0 ? out[column &* c.column] : Lanes.zero
        for s in 0..<count { sum = combine(sum, u[s &* a.inner], v[s &* b.inner]) }
        out[column &* c.column] = sum
        column &+= 1
      }
    }
  }
}
