internal import Formulas

/// Operations that are computed along with another, each number as by itself.
extension GraphCompiler {
  /// The value of a node that joins the operation of an operand; nil where none is such.
  mutating func computedAlong(_ id: NodeID, _ node: Node) -> GraphValue? {
    switch node.operation {
    case .binary(.add): withBias(node)
    case .binary(.multiply): throughTanh(id, node)
    default: nil
    }
  }

  /// W x + b: b is added as a product's sums are stored.
  private mutating func withBias(_ node: Node) -> GraphValue? {
    // Where the samples lie in the lanes, a product's rows are samples.
    guard content == .runs else { return nil }
    for (first, second) in [(0, 1), (1, 0)] {
      let (product, bias) = (node.operands[first], node.operands[second])
      guard hasOneUse(product), let sums = values[product], let added = values[bias],
        sums.stage == .samples, added.stage < .samples,
        let last = lists[blockList.rawValue].last, last.work == .product,
        last.operands.count == 2, last.result.buffer == sums.view.buffer,
        sums.view == plain(sums.view.buffer, sums.shape)
      else { continue }
      // The bias lies as the result does, in the product's own rows and columns.
      var view = added.view
      let isRow = sums.shape.rows == 1
      let liesAcross =
        isRow
        ? last.result.column == 1
        : last.shape != sums.shape || last.shape.rows == last.shape.columns && last.result.row == 1
      if isRow {
        (view.row, view.column) =
          liesAcross ? (0, added.view.column) : (added.view.column, 0)
      } else if liesAcross {
        (view.row, view.column) = (added.view.column, added.view.row)
      }
      lists[blockList.rawValue][lists[blockList.rawValue].count - 1].operands.append(view)
      return sums
    }
    return nil
  }

  /// t · fma(−y, y, 1), and (s · t) · fma(−y, y, 1) where s · t has no other use.
  private mutating func throughTanh(_ id: NodeID, _ node: Node) -> GraphValue? {
    for (first, second) in [(0, 1), (1, 0)] {
      let (factor, derivative) = (node.operands[first], node.operands[second])
      guard let y = pending[derivative], factor != derivative, let height = values[y],
        let t = values[factor]
      else { continue }
      pending[derivative] = nil
      let stage = stage(of: [height, t])
      let list = list(of: stage).rawValue
      let result = array(shape(of: id), stage)
      if hasOneUse(factor), t.stage == stage, let last = lists[list].last,
        last.work == .binary(.multiply), last.result == t.view, last.shape == t.shape
      {
        lists[list].removeLast()
        let operands = last.operands.map { GraphValue(view: $0, shape: t.shape, stage: stage) }
        append(.productThroughTanh, result.shape, result.view, operands + [height], stage)
      } else {
        append(.throughTanh, result.shape, result.view, [cells(t), height], stage)
      }
      return result
    }
    return nil
  }
}
