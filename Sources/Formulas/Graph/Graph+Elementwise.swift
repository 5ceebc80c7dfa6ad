extension Graph {
  // MARK: Numbers

  /// A number.
  public mutating func constant(_ value: Double) -> NodeID {
    add(.constant(ExactNumber(value)), [], .number)
  }

  /// An array whose elements are all one number.
  mutating func filled(_ value: Double, _ shape: Shape) -> NodeID {
    broadcast(constant(value), to: shape)
  }

  /// The number that all elements of a node are, if it is known.
  public func uniformValue(_ id: NodeID) -> Double? {
    switch self[id].operation {
    case .constant(let number): number.value
    case .broadcast: uniformValue(self[id].operands[0])
    default: nil
    }
  }

  /// Whether a node is +0 or −0 everywhere.
  public func isZero(_ id: NodeID) -> Bool { uniformValue(id) == 0 }

  // MARK: Functions of elements

  /// A function of each element.
  mutating func unary(_ function: UnaryFunction, _ x: NodeID) -> NodeID {
    let shape = self.shape(of: x)
    if let value = uniformValue(x) {
      return filled(ScalarFunctions.standard(function, value), shape)
    }
    if function == .negate, case .unary(.negate) = self[x].operation { return self[x].operands[0] }
    return add(.unary(function), [x], shape)
  }

  /// A function of the elements of two arrays of one shape.
  mutating func binary(_ function: BinaryFunction, _ a: NodeID, _ b: NodeID) -> NodeID {
    let shape = self.shape(of: a)
    precondition(shape == self.shape(of: b), "operands have one shape")
    let (p, q) = (uniformValue(a), uniformValue(b))
    if let p, let q { return filled(ScalarFunctions.standard(function, p, q), shape) }
    switch function {
    case .add:
      if let p, p == 0, p.sign == .minus { return b }
      if let q, q == 0, q.sign == .minus { return a }
    case .subtract:
      if let q, q == 0, q.sign == .plus { return a }
    case .multiply:
      if p == 1 { return b }
      if q == 1 { return a }
    case .divide:
      if q == 1 { return a }
    case .power:
      if let q, q == q.rounded(), abs(q) <= 64 { return power(a, Int(q)) }
    case .maximum, .minimum: break
    }
    return add(.binary(function), [a, b], shape)
  }

  /// xⁿ by repeated multiplication, |n| ≤ 64; x⁰ is 1, also of 0 and NaN.
  mutating func power(_ x: NodeID, _ n: Int) -> NodeID {
    if n == 0 { return filled(1, shape(of: x)) }
    return n == 1 ? x : unary(.power(n), x)
  }

  /// `taken` where the comparison of `a` and `b` holds, else `other`; all of one shape.
  mutating func select(
    _ comparison: Comparison, _ a: NodeID, _ b: NodeID, _ taken: NodeID, _ other: NodeID,
    isolates: Bool = false
  ) -> NodeID {
    if taken == other { return taken }
    if let p = uniformValue(a), let q = uniformValue(b) {
      return ScalarFunctions.holds(comparison, p, q) ? taken : other
    }
    return add(
      .select(comparison, isolates: isolates), [a, b, taken, other], shape(of: taken))
  }

  // MARK: Short forms

  mutating func sum(_ a: NodeID, _ b: NodeID) -> NodeID { binary(.add, a, b) }

  mutating func times(_ a: NodeID, _ b: NodeID) -> NodeID { binary(.multiply, a, b) }

  /// A number times an array.
  mutating func times(_ a: Double, _ b: NodeID) -> NodeID {
    times(filled(a, shape(of: b)), b)
  }
}
