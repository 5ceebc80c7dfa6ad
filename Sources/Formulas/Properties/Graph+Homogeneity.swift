/// A degree of homogeneity.
private enum Degree: Equatable {
  /// f(cθ) = c^k f(θ), c > 0.
  case of(Double)
  /// 0 everywhere: any degree.
  case any
  /// None that the rules find.
  case none
}

extension Graph {
  /// The k with f(cθ) = cᵏ f(θ) for all c > 0, where θ are the inputs of some roles; nil where the
  /// rules find none.
  ///
  /// Inputs have degree 1, what is free of them 0. Products add degrees, quotients subtract them, a
  /// constant power multiplies, a root halves; sums, maxima, choices need equal ones; a sign has 0. Other
  /// functions have 0 of an argument that has 0.
  public func homogeneity(of output: NodeID, in roles: Dependence = .parameters) -> Double? {
    var found = [Degree](repeating: .none, count: output.index + 1)
    for id in needed(for: [output]) { found[id.index] = degree(of: id, in: roles, found) }
    switch found[output.index] {
    case .of(let degree): return degree
    case .any: return 0
    case .none: return nil
    }
  }

  private func degree(of id: NodeID, in roles: Dependence, _ found: [Degree]) -> Degree {
    let node = self[id]
    if case .input(let input) = node.operation {
      return roles.isDisjoint(with: input.role) ? .of(0) : .of(1)
    }
    if isZero(id) { return .any }
    let degrees = node.operands.map { found[$0.index] }
    if degrees.contains(.none) { return .none }
    switch node.operation {
    case .unary(let function): return degree(of: function, degrees[0])
    case .binary(let function):
      return degree(of: function, degrees[0], degrees[1], exponent: uniformValue(node.operands[1]))
    case .select:
      if common(Array(degrees[..<2])) == .none { return .none }
      return common(Array(degrees[2...]))
    case .product, .outer: return sum(degrees[0], degrees[1], 1)
    case .argumentOfMaximum: return .of(0)
    case .constant, .array, .identity, .input: return .of(0)
    case .broadcast, .reshape, .transpose, .slice, .pad, .concatenate, .diagonal, .diagonalMatrix,
      .reduce, .singularValues:
      return common(degrees)
    }
  }

  private func degree(of function: UnaryFunction, _ degree: Degree) -> Degree {
    switch (function, degree) {
    case (.negate, _), (.absolute, _), (.held, _): return degree
    case (.sign, _): return .of(0)
    case (.squareRoot, .of(let k)): return .of(k / 2)
    case (.power(let n), .of(let k)): return .of(Double(n) * k)
    case (.squareRoot, .any): return .any
    case (.power(let n), .any): return n > 0 ? .any : .none
    case (_, .of(0)): return .of(0)
    default: return .none
    }
  }

  private func degree(
    of function: BinaryFunction, _ a: Degree, _ b: Degree, exponent: Double?
  ) -> Degree {
    switch function {
    case .add, .subtract, .maximum, .minimum: return common([a, b])
    case .multiply: return sum(a, b, 1)
    case .divide: return b == .any ? .none : sum(a, b, -1)
    case .power:
      if let exponent, case .of(let k) = a { return .of(exponent * k) }
      return a == .of(0) && b == .of(0) ? .of(0) : .none
    }
  }

  private func sum(_ a: Degree, _ b: Degree, _ sign: Double) -> Degree {
    if case .of(let p) = a, case .of(let q) = b { return .of(p + sign * q) }
    return .any
  }

  private func common(_ degrees: [Degree]) -> Degree {
    let known = degrees.filter { $0 != .any }
    guard let first = known.first else { return .any }
    return known.allSatisfy { $0 == first } ? first : .none
  }
}
