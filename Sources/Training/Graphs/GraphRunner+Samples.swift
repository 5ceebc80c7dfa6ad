import CLaneIntrinsics

/// Sums of products where the cells hold samples, in the orders of runs in lanes.
extension GraphRunner {
  /// A sum that a sample enters, where the lanes hold samples.
  func sumAcrossLanes(
    _ command: GraphCommand, _ samples: SampleCells<Lanes>, _ spaces: GraphSpaces<Lanes>,
    _ block: Int, _ count: Int
  ) {
    if command.work == .product {
      productOfSamples(command, spaces, block, count)
    } else {
      addSamples(command, samples, spaces, block)
    }
  }

  /// Of an array that the samples share, and one of each.
  private func productOfSamples(
    _ command: GraphCommand, _ spaces: GraphSpaces<Lanes>, _ block: Int, _ count: Int
  ) {
    let (a, b, c) = (command.a, command.b, command.result)
    let (weights, distance) = spaces.numbers(a)
    for column in 0..<command.columns {
      // Samples are the rows, and the rows of a the columns.
      var product = unsafe lane_product(
        a: UnsafeRawPointer(spaces.cells(b, block).advanced(by: column &* b.column).address),
        a_row: b.inner, a_step: b.row,
        b: UnsafeRawPointer(weights.address),
        b_step: a.column &* distance, b_column: a.row &* distance,
        c: UnsafeMutableRawPointer(
          spaces.cells(c, block).advanced(by: column &* c.column).address),
        c_row: c.inner, c_column: c.row,
        rows: count, columns: command.rows, steps: command.steps, continues: 0,
        added: nil, added_row: 0)
      unsafe Lanes.multiplyShared(&product)
    }
  }

  /// A sum over the samples of a block, which goes on from that of earlier blocks.
  private func addSamples(
    _ command: GraphCommand, _ samples: SampleCells<Lanes>, _ spaces: GraphSpaces<Lanes>,
    _ block: Int
  ) {
    let most = Lanes.scalarCount * program.blockLength
    var sum = SampleSum<Lanes>(
      a: factor(command.a, spaces, block), b: factor(command.b, spaces, block),
      c: spaces.shared(command.result, 0), cRow: command.result.row,
      cColumn: command.result.column, rows: command.rows, columns: command.columns,
      steps: command.steps, samples: min(most, samples.sampleCount - most * block),
      continues: block > 0)
    switch command.work {
    case .addUp: sum.b = SampleSum.Factor(numbers: one.cells, sample: 0)
    case .addProducts: break
    default:
      // Terms are a's columns and b's rows.
      (sum.a.column, sum.a.step) = (0, sum.a.column)
      (sum.b.row, sum.b.step) = (0, sum.b.row)
    }
    if command.work == .addOuter {
      sum.a.rowsOfSamples = samples.rows(of: command.a, along: command.a.row, block)
      sum.b.rowsOfSamples = samples.rows(of: command.b, along: command.b.column, block)
      let other = sum.transposed
      if other.timeOfColumns < sum.timeOfColumns { sum = other }
      if sum.timeOfColumns < sum.timeOfNumbers { return addColumns(sum) }
    }
    sum.addNumbers()
  }

  /// The numbers of a sample lie side by side in its cells.
  private func factor(
    _ place: GraphPlace, _ spaces: GraphSpaces<Lanes>, _ block: Int
  ) -> SampleSum<Lanes>.Factor {
    SampleSum.Factor(
      numbers: spaces.cells(place, block).numbers, row: Lanes.scalarCount &* place.row,
      column: Lanes.scalarCount &* place.column)
  }

  /// Sixteen columns in a vector, whose sums lie row by row until they are in their places.
  private func addColumns(_ sum: SampleSum<Lanes>) {
    let vectors = (sum.columns + 15) / 16
    precondition(vectors * (sum.samples + sum.rows) <= scratch.count)
    let sums = scratch.cells
    let (factor, length) = sum.b.rowsOfSamples ?? (sums.advanced(by: vectors * sum.rows), vectors)
    if sum.b.rowsOfSamples == nil {
      let rows = factor.numbers
      for column in 0..<sum.columns {
        let numbers = sum.b.numbers.advanced(by: column &* sum.b.column)
        for s in 0..<sum.samples { rows[16 &* vectors &* s &+ column] = numbers[s] }
      }
    }
    for row in 0..<(sum.continues ? sum.rows : 0) {
      let (line, target) = (sums.advanced(by: row &* vectors).numbers, sum.line(row))
      for column in 0..<sum.columns { line[column] = target[column &* sum.cColumn] }
    }
    var product = unsafe lane_product(
      a: UnsafeRawPointer(factor.address), a_row: 1, a_step: length,
      b: UnsafeRawPointer(sum.a.numbers.address), b_step: 1, b_column: sum.a.row,
      c: UnsafeMutableRawPointer(sums.address), c_row: 1, c_column: vectors,
      rows: vectors, columns: sum.rows, steps: sum.samples, continues: sum.continues ? 1 : 0,
      added: nil, added_row: 0)
    unsafe Lanes.multiplyShared(&product)
    for row in 0..<sum.rows {
      let (line, target) = (sums.advanced(by: row &* vectors).numbers, sum.line(row))
      for column in 0..<sum.columns { target[column &* sum.cColumn] = line[column] }
    }
  }

  /// Numbers of cells whose lanes are equal, or of numbers.
  func gather(_ command: GraphCommand, _ spaces: GraphSpaces<Lanes>) {
    let (from, distance) = spaces.numbers(command.a)
    let (place, target) = (command.a, command.result)
    let into = spaces.shared(target, 0)
    // No sample is met: a row is a column, and a column innermost.
    for column in 0..<command.columns {
      for k in 0..<command.inner {
        into[column &* target.column &+ k &* target.inner] =
          from[distance &* (column &* place.column &+ k &* place.inner)]
      }
    }
  }
}

extension GraphSpaces {
  /// What the samples share as numbers, and how far neighbours are apart: numbers, or cells of equal
  /// lanes.
  func numbers(_ place: GraphPlace) -> (first: LaneCells<Lanes.Scalar>, distance: Int) {
    switch place.space {
    case .theta, .sums: (shared(place, 0), 1)
    default: (cells(place, 0).numbers, Lanes.scalarCount)
    }
  }
}
