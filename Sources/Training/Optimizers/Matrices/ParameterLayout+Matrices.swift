extension ParameterLayout {
  /// The blocks as matrices, views into θ that cover it in order.
  ///
  /// Of a stack each of its matrices, a vector as a row, a number as 1 × 1.
  var matrices: [MatrixView] { Self.matrices(of: blocks) }

  /// Those of blocks that are no vectors and no numbers.
  var matricesProper: [MatrixView] {
    Self.matrices(of: blocks.filter { $0.shape.count >= 2 })
  }

  /// The parameters of blocks that are vectors or numbers.
  var vectors: [Range<Int>] { blocks.filter { $0.shape.count < 2 }.map(\.range) }

  private static func matrices(of blocks: [Block]) -> [MatrixView] {
    blocks.flatMap { block -> [MatrixView] in
      let columns = block.shape.last ?? 1
      let rows = block.shape.dropLast().last ?? 1
      return block.range.chunks(ofLength: rows * columns).map {
        MatrixView(at: $0.lowerBound, rows, columns)
      }
    }
  }
}

extension MatrixView {
  /// The number of its entries.
  var count: Int { rowCount * columnCount }
}

extension LaneStorage where Element: LaneVector {
  /// θ ← fma(factor, direction, θ) of the entries of a matrix.
  ///
  /// - Parameters:
  ///   - matrix: A row-major matrix of θ.
  ///   - factor: One for each run.
  ///   - direction: Entry k of the matrix has the one at `start` + k.
  ///   - start: The first.
  /// - Returns: 0 in the lanes whose new entries are all finite, NaN in the others.
  func move(
    _ matrix: MatrixView, by factor: Element, along direction: borrowing LaneStorage,
    from start: Int
  ) -> Element {
    var probe = Element.zero
    for k in 0..<matrix.count {
      let new = self[matrix.offset + k].addingProduct(factor, direction[start + k])
      self[matrix.offset + k] = new
      // x · 0 is ±0 for finite x and NaN otherwise.
      probe = probe.addingProduct(new, 0)
    }
    return probe
  }
}
