extension Graph {
  /// Directional derivatives, forward: how outputs change where inputs move along directions.
  ///
  /// - Parameters:
  ///   - outputs: The nodes to differentiate.
  ///   - directions: For each node that moves, the node of its direction, of the same shape.
  /// - Returns: A node for each output; nil where the output does not move.
  public mutating func tangents(of outputs: [NodeID], along directions: [NodeID: NodeID])
    -> [NodeID?]
  {
    var tangents: [NodeID: NodeID] = [:]
    for id in needed(for: outputs) {
      if let direction = directions[id] {
        precondition(shape(of: direction) == shape(of: id), "a direction has its node's shape")
        tangents[id] = direction
      } else {
        let node = self[id]
        let moves = node.operands.map { tangents[$0] }
        if moves.contains(where: { $0 != nil }) {
          tangents[id] = tangent(of: node, id, moves)
        }
      }
    }
    return outputs.map { tangents[$0] }
  }

  private mutating func tangent(of node: Node, _ id: NodeID, _ moves: [NodeID?]) -> NodeID? {
    let operands = node.operands
    switch node.operation {
    case .input, .constant, .array, .identity, .singularValues, .argumentOfMaximum: return nil
    case .unary(let function):
      return moves[0].flatMap {
        scaled($0, byDerivativeOf: function, at: operands[0], value: id)
      }
    case .binary(let function):
      let parts = moves.enumerated().compactMap { i, move in
        move.map {
          scaled(
            $0, byDerivativeOf: function, operands[0], operands[1], inFirst: i == 0, value: id)
        }
      }
      return parts.count == 2 ? sum(parts[0], parts[1]) : parts.first
    case .select(let comparison, let isolates):
      if moves[2] == nil, moves[3] == nil { return nil }
      let zero = filled(0, node.shape)
      return select(
        comparison, operands[0], operands[1], moves[2] ?? zero, moves[3] ?? zero,
        isolates: isolates)
    case .broadcast: return moves[0].map { broadcast($0, to: node.shape) }
    case .reshape: return moves[0].map { reshape($0, to: node.shape) }
    case .transpose: return moves[0].map { transpose($0) }
    case .slice(let row, let column):
      return moves[0].map { slice($0, row: row, column: column, shape: node.shape) }
    case .pad(let row, let column):
      return moves[0].map { pad($0, row: row, column: column, shape: node.shape) }
    case .concatenate(let axis):
      let parts = zip(moves, operands).map { move, operand in
        move ?? filled(0, shape(of: operand))
      }
      return concatenate(parts, axis: axis)
    case .diagonal: return moves[0].map { diagonal($0) }
    case .diagonalMatrix: return moves[0].map { diagonalMatrix($0) }
    case .reduce(.sum, let axis): return moves[0].map { reduce(.sum, $0, axis: axis) }
    case .reduce(_, let axis):
      return moves[0].map { move in
        let share = shares(of: operands[0], extreme: id, axis: axis)
        return reduce(.sum, times(share, move), axis: axis)
      }
    case .product(let left, let right):
      let first = moves[0].map { product($0, leftAxis: left, operands[1], rightAxis: right) }
      let second = moves[1].map { product(operands[0], leftAxis: left, $0, rightAxis: right) }
      return both(first, second)
    case .outer:
      let first = moves[0].map { outer($0, operands[1]) }
      let second = moves[1].map { outer(operands[0], $0) }
      return both(first, second)
    }
  }

  private mutating func both(_ a: NodeID?, _ b: NodeID?) -> NodeID? {
    if let a, let b { return sum(a, b) }
    return a ?? b
  }
}
