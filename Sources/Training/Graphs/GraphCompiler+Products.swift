internal import Formulas

/// The factors of a sum of products: a_ik and b_kj as matrices, and where its elements go.
struct GraphFactors {
  /// Rows i, columns k.
  var a: GraphValue
  /// Rows k, columns j.
  var b: GraphValue
  /// Whether the rows of a are rows of the result, else columns.
  var hasRows: Bool
  /// Whether the columns of b are columns of the result.
  var hasColumns: Bool

  /// Rows, columns and terms.
  var rows: Int { a.shape.rows }
  var columns: Int { b.shape.columns }
  var steps: Int { a.shape.columns }

  /// Where element (i, j) of the product lies in the result.
  func spread(_ result: GraphView) -> GraphView {
    var view = result
    if !(hasRows && hasColumns) {
      // A vector is a row.
      view.row = hasRows ? result.column : 0
      view.column = hasColumns ? result.column : 0
    }
    return view
  }
}

extension GraphCompiler {
  /// The factors of `a @ b` and its like with operands transposed.
  func factors(_ x: [GraphValue], _ ids: [NodeID], _ leftAxis: Int, _ rightAxis: Int)
    -> GraphFactors
  {
    let (p, q) = (graph.shape(of: ids[0]).rank, graph.shape(of: ids[1]).rank)
    var (a, b) = (x[0], x[1])
    if p == 2, leftAxis == 0 { a = a.transposed }
    if q == 1 {
      b = b.transposed
    } else if rightAxis == 1 {
      b = b.transposed
    }
    return GraphFactors(a: a, b: b, hasRows: p == 2, hasColumns: q == 2)
  }

  /// a_i b_j of two vectors: one term.
  func outerFactors(_ x: [GraphValue]) -> GraphFactors {
    GraphFactors(a: x[0].transposed, b: x[1], hasRows: true, hasColumns: true)
  }

  /// Σ_k a_ik b_kj.
  mutating func product(_ factors: GraphFactors, _ shape: GraphShape) -> GraphValue {
    var (a, b) = (factors.a, factors.b)
    let stage = stage(of: [a, b])
    let result = array(shape, stage)
    let target = factors.spread(result.view)
    let extent = GraphShape(rows: factors.rows, columns: factors.columns)
    if factors.steps == 1 {
      // One term is a product, rounded once: that of repeated elements.
      a = cells(a)
      b = cells(b)
      a.view.column = 0
      b.view.row = 0
      append(.binary(.multiply), extent, target, [a, b], stage)
      return result
    }
    switch (a.stage == .samples, b.stage == .samples) {
    case (false, false):
      a = cells(a)
      b = cells(b)
      append(.matrixProduct, extent, target, [a, b], stage, steps: factors.steps)
    case (false, true):
      append(.product, extent, target, [a, b], stage, steps: factors.steps)
    case (true, false):
      // The factors of a product may change places: Cᵀ = Bᵀ Aᵀ.
      append(
        .product, extent.transposed, target.transposed, [b.transposed, a.transposed], stage,
        steps: factors.steps)
    case (true, true):
      a = cells(a)
      b = cells(b)
      append(.sampleProduct, extent, target, [a, b], stage, steps: factors.steps)
    }
    return result
  }
}

extension GraphView {
  var transposed: GraphView {
    GraphView(buffer: buffer, offset: offset, row: column, column: row)
  }
}

extension GraphShape {
  var transposed: GraphShape { GraphShape(rows: columns, columns: rows) }
}

extension GraphValue {
  var transposed: GraphValue {
    GraphValue(view: view.transposed, shape: shape.transposed, stage: stage, isShared: isShared)
  }
}
