/// How a node depends on the inputs of some roles.
private enum Linearity {
  /// Not at all.
  case free
  /// Not at all, and it is 0: linear too.
  case zero
  /// f(a x + b x′) = a f(x) + b f(x′).
  case linear
  /// Otherwise, as far as the rules tell.
  case other
}

extension Graph {
  /// Whether a node is linear, without an offset, in the inputs of the given roles.
  ///
  /// By a closed list of rules, for it decides which way a run is computed:
  ///
  /// * the input itself; the negation; the sum and difference of what is linear;
  /// * a product, matrix product or outer product of one linear factor and one that is free of the
  ///   inputs; a quotient of a linear by a free one;
  /// * the same elements elsewhere: transposed, reshaped, sliced, repeated, joined (zeros may stand
  ///   between), the diagonal; sums along an axis;
  /// * a choice between linear ones by a comparison that is free.
  public func isLinear(_ output: NodeID, in roles: Dependence) -> Bool {
    var found = [Linearity](repeating: .free, count: output.index + 1)
    for id in needed(for: [output]) { found[id.index] = linearity(of: id, in: roles, found) }
    return found[output.index] == .linear
  }

  /// Whether a node is linear in the data, and linear in the parameters.
  public func isBilinear(_ output: NodeID) -> Bool {
    isLinear(output, in: .data) && isLinear(output, in: .parameters)
  }

  /// The weights w of a prediction that is linear in x, Σ w ⊙ x.
  ///
  /// - Parameters:
  ///   - prediction: A number.
  ///   - x: The sample.
  /// - Returns: A node of x's shape and free of x; nil where the prediction is not linear in x by the
  ///   rules, or is no number.
  public mutating func linearWeights(of prediction: NodeID, in x: Input) -> NodeID? {
    guard shape(of: prediction).rank == 0, isLinear(prediction, in: x.role) else { return nil }
    let one = constant(1)
    return pullBack(one, from: prediction, to: [input(x)])[0]
  }

  private func linearity(
    of id: NodeID, in roles: Dependence, _ found: [Linearity]
  ) -> Linearity {
    let node = self[id]
    if case .input(let input) = node.operation {
      return roles.isDisjoint(with: input.role) ? .free : .linear
    }
    if isZero(id) { return .zero }
    let kinds = node.operands.map { found[$0.index] }
    if kinds.allSatisfy({ $0 == .free || $0 == .zero }) { return .free }
    let areLinear = kinds.allSatisfy { $0 == .linear || $0 == .zero }
    let isOther = kinds.contains(.other)
    switch node.operation {
    case .unary(.negate): return kinds[0]
    case .binary(.add), .binary(.subtract), .concatenate, .pad, .broadcast, .reshape, .transpose,
      .slice, .diagonal, .diagonalMatrix, .reduce(.sum, _):
      return areLinear ? .linear : .other
    case .binary(.multiply), .product, .outer:
      return !isOther && kinds.count(where: { $0 == .linear }) == 1 ? .linear : .other
    case .binary(.divide):
      return kinds[0] == .linear && kinds[1] == .free ? .linear : .other
    case .select:
      let isFree = kinds[..<2].allSatisfy { $0 == .free || $0 == .zero }
      return isFree && kinds[2...].allSatisfy { $0 == .linear || $0 == .zero } ? .linear : .other
    default: return .other
    }
  }
}
