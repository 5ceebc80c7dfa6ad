/// The same numbers elsewhere.
extension Graph {
  /// The array repeated to a shape by NumPy's rule.
  mutating func broadcast(_ x: NodeID, to shape: Shape) -> NodeID {
    if self.shape(of: x) == shape { return x }
    if case .broadcast = self[x].operation {
      return broadcast(self[x].operands[0], to: shape)
    }
    return add(.broadcast, [x], shape)
  }

  /// The same elements, row by row, in another shape.
  mutating func reshape(_ x: NodeID, to shape: Shape) -> NodeID {
    if self.shape(of: x) == shape { return x }
    if let value = uniformValue(x) { return filled(value, shape) }
    if case .reshape = self[x].operation { return reshape(self[x].operands[0], to: shape) }
    return add(.reshape, [x], shape)
  }

  /// A matrix with its axes exchanged; what has less than two stays.
  mutating func transpose(_ x: NodeID) -> NodeID {
    let shape = self.shape(of: x)
    if shape.rank < 2 { return x }
    if let value = uniformValue(x) { return filled(value, shape.transposed) }
    if case .transpose = self[x].operation { return self[x].operands[0] }
    return add(.transpose, [x], shape.transposed)
  }

  /// The part of `shape` (of the array's rank) that starts at a row and column.
  mutating func slice(_ x: NodeID, row: Int, column: Int = 0, shape: Shape) -> NodeID {
    if self.shape(of: x) == shape { return x }
    if let value = uniformValue(x) { return filled(value, shape) }
    if case .slice(let outerRow, let outerColumn) = self[x].operation {
      return slice(
        self[x].operands[0], row: outerRow + row, column: outerColumn + column, shape: shape)
    }
    return add(.slice(row: row, column: column), [x], shape)
  }

  /// The array at a row and column among zeros.
  mutating func pad(_ x: NodeID, row: Int, column: Int = 0, shape: Shape) -> NodeID {
    if self.shape(of: x) == shape { return x }
    return add(.pad(row: row, column: column), [x], shape)
  }

  /// Row or element `index` along an axis, which goes.
  mutating func entry(_ x: NodeID, _ index: Int, axis: Int) -> NodeID {
    let shape = self.shape(of: x)
    let part = slice(
      x, row: axis == 0 ? index : 0, column: axis == 1 ? index : 0,
      shape: shape.replacing(axis: axis, with: 1))
    return reshape(part, to: shape.removing(axis: axis))
  }

  /// Arrays one behind the other along an axis.
  mutating func concatenate(_ parts: [NodeID], axis: Int) -> NodeID {
    if parts.count == 1 { return parts[0] }
    let extent = parts.reduce(0) { $0 + shape(of: $1)[axis] }
    return add(
      .concatenate(axis: axis), parts, shape(of: parts[0]).replacing(axis: axis, with: extent))
  }

  /// The diagonal of a matrix.
  mutating func diagonal(_ x: NodeID) -> NodeID {
    let shape = self.shape(of: x)
    let length = min(shape[0], shape[1])
    if let value = uniformValue(x) { return filled(value, .vector(length)) }
    if case .diagonalMatrix = self[x].operation { return self[x].operands[0] }
    return add(.diagonal, [x], .vector(length))
  }

  /// The square matrix with a vector as its diagonal.
  mutating func diagonalMatrix(_ x: NodeID) -> NodeID {
    let length = shape(of: x)[0]
    return add(.diagonalMatrix, [x], .matrix(length, length))
  }
}
