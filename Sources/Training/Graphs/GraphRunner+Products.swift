import CLaneIntrinsics

/// Sums of products: c ← fma(a_k, b_k, c), k = 0, 1, …, from +0, or from what c holds where samples of
/// an earlier block were added.
extension GraphRunner {
  /// A sum that a sample enters, where each lane has its own.
  func sumInLanes(
    _ command: GraphCommand, _ spaces: GraphSpaces<Lanes>, _ block: Int, _ count: Int
  ) {
    switch command.work {
    case .product: product(command, spaces, block, count)
    case .addUp: addUp(command, spaces, block, count)
    case .addProducts: addProducts(command, spaces, block, count)
    case .addOuter: addOuter(command, spaces, block, count)
    default: addMatrixProducts(command, spaces, block, count)
    }
  }

  /// Of arrays that no sample enters.
  func matrixProduct(_ command: GraphCommand, _ spaces: GraphSpaces<Lanes>) {
    let (a, b, c) = (command.a, command.b, command.result)
    var product = unsafe lane_product(
      a: UnsafeRawPointer(spaces.cells(a, 0).address), a_row: a.row, a_step: a.column,
      b: UnsafeRawPointer(spaces.cells(b, 0).address), b_step: b.row, b_column: b.column,
      c: UnsafeMutableRawPointer(spaces.cells(c, 0).address), c_row: c.row, c_column: c.column,
      rows: command.rows, columns: command.columns, steps: command.steps, continues: 0,
      added: nil, added_row: 0)
    unsafe Lanes.multiplyCells(&product)
  }

  /// Of an array that no sample enters and one of each sample, which lies in the columns; plus a bias
  /// for each element where there is one.
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
        rows: command.rows, columns: count, steps: command.steps, continues: 0,
        added: command.hasThird
          ? UnsafeRawPointer(
            spaces.cells(command.c, block).advanced(by: column &* command.c.column).address)
          : nil, added_row: command.c.row)
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
            sum = sum.adding(x[p], times: y[q])
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
      continues: block == 0 ? 0 : 1, added: nil, added_row: 0)
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
        continues: block == 0 && s == 0 ? 0 : 1, added: nil, added_row: 0)
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

  /// c ← fma(a[s], 1, c), s = 0, 1, …, which is c + a[s] rounded once.
  func addUp(_ command: GraphCommand, _ spaces: GraphSpaces<Lanes>, _ block: Int, _ count: Int) {
    let (a, c) = (command.a, command.result)
    for row in 0..<command.rows {
      var product = unsafe lane_product(
        a: UnsafeRawPointer(spaces.cells(a, block).advanced(by: row &* a.row).address),
        a_row: a.column, a_step: a.inner, b: UnsafeRawPointer(one.address(0)), b_step: 0,
        b_column: 0,
        c: UnsafeMutableRawPointer(spaces.cells(c, block).advanced(by: row &* c.row).address),
        c_row: c.column, c_column: 0,
        rows: command.columns, columns: 1, steps: count, continues: block == 0 ? 0 : 1,
        added: nil, added_row: 0)
      unsafe Lanes.multiplyShared(&product)
    }
  }

  /// c ← fma(a[s], b[s], c), s = 0, 1, …; two elements at a time, so that one's additions fill the time
  /// of the other's.
  func addProducts(
    _ command: GraphCommand, _ spaces: GraphSpaces<Lanes>, _ block: Int, _ count: Int
  ) {
    let (a, b, c) = (command.a, command.b, command.result)
    for row in 0..<command.rows {
      let x = spaces.cells(a, block).advanced(by: row &* a.row)
      let y = spaces.cells(b, block).advanced(by: row &* b.row)
      let out = spaces.cells(c, block).advanced(by: row &* c.row)
      for first in stride(from: 0, to: command.columns, by: 2) {
        // Of an odd number the last is computed twice.
        let second = min(first &+ 1, command.columns &- 1)
        var (p, q) = (first &* a.column, first &* b.column)
        let (u, v) = ((second &- first) &* a.column, (second &- first) &* b.column)
        var (sum, next) = (Lanes.zero, Lanes.zero)
        if block > 0 { (sum, next) = (out[first &* c.column], out[second &* c.column]) }
        for _ in 0..<count {
          sum = sum.adding(x[p], times: y[q])
          next = next.adding(x[p &+ u], times: y[q &+ v])
          p &+= a.inner
          q &+= b.inner
        }
        out[first &* c.column] = sum
        out[second &* c.column] = next
      }
    }
  }
}
