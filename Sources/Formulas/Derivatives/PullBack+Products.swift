/// Products of matrices and vectors in reverse.
extension PullBack {
  /// c = Σ_k a b: what flows to a is c's cotangent times b over b's other axis, and likewise to b.
  mutating func passProduct(
    _ received: Cotangent, _ operands: [NodeID], leftAxis: Int, rightAxis: Int
  ) {
    let (a, b) = (operands[0], operands[1])
    let (p, q) = (graph.shape(of: a).rank, graph.shape(of: b).rank)
    if depends[a.index] {
      pass(
        received, to: a, axis: leftAxis, by: b, otherSummed: rightAxis,
        otherAxis: q == 2 ? graph.shape(of: received.value).rank - 1 : nil)
    }
    if depends[b.index] {
      pass(
        received, to: b, axis: rightAxis, by: a, otherSummed: leftAxis,
        otherAxis: p == 2 ? 0 : nil)
    }
  }

  /// What flows to one factor.
  ///
  /// - Parameters:
  ///   - received: The cotangent G of the product.
  ///   - factor: The factor.
  ///   - axis: The axis of the factor that was summed over.
  ///   - other: The other factor.
  ///   - otherSummed: The axis of the other that was summed over.
  ///   - otherAxis: The axis of G that is the other factor's; nil where that is a vector.
  private mutating func pass(
    _ received: Cotangent, to factor: NodeID, axis: Int, by other: NodeID, otherSummed: Int,
    otherAxis: Int?
  ) {
    let shape = graph.shape(of: factor)
    let g = received.value
    guard let otherAxis else {
      passSpread(received, to: factor, axis: axis, by: other)
      return
    }
    // The sum over the other's own axis, 1 − otherSummed.
    let free = 1 - otherSummed
    var cleaned = other
    var mask: NodeID?
    if let active = received.active {
      (cleaned, mask) = withoutInactive(
        other, freeAxis: free, active, otherAxis: otherAxis, factorShape: shape, axis: axis)
    }
    let value: NodeID
    if shape.rank == 1 {
      value = graph.product(cleaned, leftAxis: free, g, rightAxis: 0)
    } else if axis == 1 {
      value = graph.product(g, leftAxis: otherAxis, cleaned, rightAxis: free)
    } else {
      value = graph.product(cleaned, leftAxis: free, g, rightAxis: otherAxis)
    }
    add(value, active: mask, to: factor)
  }

  /// The other factor is a vector: G's elements times it.
  private mutating func passSpread(
    _ received: Cotangent, to factor: NodeID, axis: Int, by other: NodeID
  ) {
    let shape = graph.shape(of: factor)
    let g = received.value
    var mask = received.active
    let value: NodeID
    if shape.rank == 1 {
      value = graph.times(graph.broadcast(g, to: shape), other)
      mask = mask.map { graph.broadcast($0, to: shape) }
    } else {
      value = axis == 1 ? graph.outer(g, other) : graph.outer(other, g)
      mask = mask.map { graph.spread($0, axis: axis, to: shape) }
    }
    add(guarded(value, mask), active: mask, to: factor)
  }

  /// c_ij = a_i b_j.
  mutating func passOuter(_ received: Cotangent, _ operands: [NodeID]) {
    for (i, operand) in operands.enumerated() where depends[operand.index] {
      // Over the other's index, axis 1 − i of G.
      var other = operands[1 - i]
      var mask: NodeID?
      if let active = received.active {
        let counts = graph.reduce(.maximum, active, axis: i)
        other = guarded(other, counts)
        mask = graph.reduce(.maximum, active, axis: 1 - i)
      }
      let value = graph.product(received.value, leftAxis: 1 - i, other, rightAxis: 0)
      add(value, active: mask, to: operand)
    }
  }

  /// The other factor with 0 where nothing that counts flows back, and what counts in the factor.
  private mutating func withoutInactive(
    _ other: NodeID, freeAxis: Int, _ active: NodeID, otherAxis: Int, factorShape: Shape, axis: Int
  ) -> (NodeID, NodeID) {
    let isMatrix = graph.shape(of: active).rank == 2
    let counts = isMatrix ? graph.reduce(.maximum, active, axis: 1 - otherAxis) : active
    let wide = graph.spread(counts, axis: 1 - freeAxis, to: graph.shape(of: other))
    let own = graph.reduce(.maximum, active, axis: otherAxis)
    let mask =
      isMatrix
      ? graph.spread(own, axis: axis, to: factorShape) : graph.broadcast(own, to: factorShape)
    return (guarded(other, wide), mask)
  }

}
