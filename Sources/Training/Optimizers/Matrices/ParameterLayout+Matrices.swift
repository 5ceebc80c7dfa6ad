extension ParameterLayout {
  /// The blocks as matrices, views into θ that cover it in order.
  ///
  /// Of a stack each of its matrices, a vector as a row, a number as 1 × 1.
  var matrices: [MatrixView] {
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
