/// Sums, products and what is made of them.
extension Graph {
  /// What becomes of the elements along an axis, which goes.
  mutating func reduce(_ reduction: Reduction, _ x: NodeID, axis: Int) -> NodeID {
    let shape = self.shape(of: x).removing(axis: axis)
    if reduction != .sum, let value = uniformValue(x) { return filled(value, shape) }
    return add(.reduce(reduction, axis: axis), [x], shape)
  }

  /// The sum of all elements, row by row.
  mutating func total(_ x: NodeID) -> NodeID {
    shape(of: x).rank == 0 ? x : reduce(.sum, flattened(x), axis: 0)
  }

  /// All elements, row by row, as a vector.
  mutating func flattened(_ x: NodeID) -> NodeID {
    reshape(x, to: .vector(shape(of: x).count))
  }

  /// Σ_k over an axis of each operand: `a @ b` and its like with operands transposed.
  mutating func product(_ a: NodeID, leftAxis: Int, _ b: NodeID, rightAxis: Int) -> NodeID {
    if case .transpose = self[a].operation {
      return product(self[a].operands[0], leftAxis: 1 - leftAxis, b, rightAxis: rightAxis)
    }
    if case .transpose = self[b].operation {
      return product(a, leftAxis: leftAxis, self[b].operands[0], rightAxis: 1 - rightAxis)
    }
    let left = shape(of: a).removing(axis: leftAxis).extents
    let right = shape(of: b).removing(axis: rightAxis).extents
    let shape = Shape(left + right) ?? .number
    return add(.product(leftAxis: leftAxis, rightAxis: rightAxis), [a, b], shape)
  }

  /// `a @ b`.
  mutating func product(_ a: NodeID, _ b: NodeID) -> NodeID {
    product(a, leftAxis: shape(of: a).rank - 1, b, rightAxis: 0)
  }

  /// a_i b_j of two vectors.
  mutating func outer(_ a: NodeID, _ b: NodeID) -> NodeID {
    add(.outer, [a, b], .matrix(shape(of: a)[0], shape(of: b)[0]))
  }

  /// The product along an axis by halves: of an even number of factors the first half times the
  /// second, until one is left; of an odd number that of the others times the last.
  ///
  /// The derivative of such a product is that of the others, without a division.
  mutating func productAlong(_ x: NodeID, axis: Int) -> NodeID {
    var factors = x
    var rest: [NodeID] = []
    var count = shape(of: x)[axis]
    while count > 1 {
      if count % 2 == 1 {
        rest.append(entry(factors, count - 1, axis: axis))
        factors = part(factors, from: 0, count - 1, axis: axis)
      }
      count /= 2
      factors = times(
        part(factors, from: 0, count, axis: axis), part(factors, from: count, count, axis: axis))
    }
    let product = reshape(factors, to: shape(of: factors).removing(axis: axis))
    return rest.reversed().reduce(product) { times($0, $1) }
  }

  /// Some neighbours along an axis.
  private mutating func part(_ x: NodeID, from start: Int, _ count: Int, axis: Int) -> NodeID {
    slice(
      x, row: axis == 0 ? start : 0, column: axis == 1 ? start : 0,
      shape: shape(of: x).replacing(axis: axis, with: count))
  }

  /// The array with an axis put back that a reduction took, and repeated along it.
  mutating func spread(_ x: NodeID, axis: Int, to shape: Shape) -> NodeID {
    if self.shape(of: x).rank == 0 { return broadcast(x, to: shape) }
    return broadcast(reshape(x, to: shape.replacing(axis: axis, with: 1)), to: shape)
  }
}
