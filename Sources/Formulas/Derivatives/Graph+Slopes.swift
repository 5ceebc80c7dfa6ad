/// Derivatives of functions of elements, times an array: the same in both directions.
///
/// Kinks have JAX's conventions: 0 for |x| at 0, ½ each for a tie of `maximum` and `minimum`.
extension Graph {
  /// t ⊙ f′(x), where `y` is the node of f(x); nil where it is 0.
  mutating func scaled(
    _ t: NodeID, byDerivativeOf function: UnaryFunction, at x: NodeID, value y: NodeID
  ) -> NodeID? {
    let shape = self.shape(of: x)
    switch function {
    case .negate: return unary(.negate, t)
    case .absolute: return times(t, unary(.sign, x))
    case .sign, .held: return nil
    case .squareRoot: return binary(.divide, t, times(2, y))
    case .exp: return times(t, y)
    case .expm1: return times(t, sum(y, filled(1, shape)))
    case .log: return binary(.divide, t, x)
    case .log1p: return binary(.divide, t, sum(x, filled(1, shape)))
    case .sin: return times(t, unary(.cos, x))
    case .cos: return unary(.negate, times(t, unary(.sin, x)))
    case .tanh: return times(t, unary(.oneMinusSquare, y))
    case .arctan: return binary(.divide, t, sum(power(x, 2), filled(1, shape)))
    case .erf:
      // 2/√π · e^(−x²).
      let bell = unary(.exp, unary(.negate, power(x, 2)))
      return times(t, times(0x1.20dd750429b6dp+0, bell))
    case .sigmoid: return times(t, times(y, binary(.subtract, filled(1, shape), y)))
    case .softplus: return times(t, unary(.sigmoid, x))
    case .normalDistribution: return times(t, unary(.normalDensity, x))
    case .normalDensity: return unary(.negate, times(times(x, y), t))
    case .power(let n):
      return times(times(power(x, n - 1), filled(Double(n), shape)), t)
    case .oneMinusSquare: return times(times(x, filled(-2, shape)), t)
    }
  }

  /// t ⊙ ∂f/∂a or ∂f/∂b, where `y` is the node of f(a, b).
  mutating func scaled(
    _ t: NodeID, byDerivativeOf function: BinaryFunction, _ a: NodeID, _ b: NodeID,
    inFirst: Bool, value y: NodeID
  ) -> NodeID {
    let shape = self.shape(of: a)
    switch function {
    case .add: return t
    case .subtract: return inFirst ? t : unary(.negate, t)
    case .multiply: return times(t, inFirst ? b : a)
    case .divide:
      let quotient = binary(.divide, t, b)
      return inFirst ? quotient : unary(.negate, times(quotient, y))
    case .power:
      let zero = filled(0, shape)
      if inFirst {
        // b a^(b − 1), and 0 for b = 0.
        let lower = binary(.subtract, b, filled(1, shape))
        let slope = times(b, binary(.power, a, lower))
        return times(select(.equal, b, zero, zero, slope), t)
      }
      // a^b log a, and 0 for a = 0.
      let slope = times(unary(.log, a), y)
      return times(select(.equal, a, zero, zero, slope), t)
    case .maximum, .minimum:
      let (own, other) = inFirst ? (a, b) : (b, a)
      let tie = select(.equal, a, b, times(0.5, t), filled(0, shape))
      return function == .maximum
        ? select(.less, other, own, t, tie) : select(.less, own, other, t, tie)
    }
  }

  /// What share of the derivative of a maximum or minimum goes to each element: equal parts of 1 to
  /// those that are it.
  mutating func shares(of x: NodeID, extreme y: NodeID, axis: Int) -> NodeID {
    let shape = self.shape(of: x)
    let isExtreme = select(
      .equal, x, spread(y, axis: axis, to: shape), filled(1, shape), filled(0, shape))
    let count = reduce(.sum, isExtreme, axis: axis)
    return binary(.divide, isExtreme, spread(count, axis: axis, to: shape))
  }
}
