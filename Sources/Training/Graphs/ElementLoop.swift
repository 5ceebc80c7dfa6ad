import Formulas

/// What a function of elements is applied to: the cells of arrays, or one vector of lanes by itself.
///
/// Functions stand in the tables below once, whatever they are applied to.
protocol ElementLoop {
  associatedtype Lanes: LaneVector
  /// What comes back: the value, or nothing where it is in the cells.
  associatedtype Result

  /// A function of one operand.
  func each(_ function: (Lanes) -> Lanes) -> Result
  /// A function of two operands.
  func each(_ function: (Lanes, Lanes) -> Lanes) -> Result
  /// A function of four operands.
  func each(_ function: (Lanes, Lanes, Lanes, Lanes) -> Lanes) -> Result
}

extension ElementLoop {
  /// The values of a function of one operand.
  @inline(__always)
  func apply(_ function: UnaryFunction) -> Result {
    switch function {
    case .negate: each { $0.negated() }
    case .absolute: each { $0.absolute() }
    case .sign: each { $0.signum() }
    case .squareRoot: each { $0.root() }
    case .exp: each { $0.exp() }
    case .expm1: each { $0.expm1() }
    case .log: each { $0.log() }
    case .log1p: each { $0.log1p() }
    case .sin: each { $0.sin() }
    case .cos: each { $0.cos() }
    case .tanh: each { $0.tanh() }
    case .arctan: each { $0.arctan() }
    case .erf: each { $0.erf() }
    case .sigmoid: each { $0.sigmoid() }
    case .softplus: each { $0.softplus() }
    case .normalDistribution: each { $0.normalDistribution() }
    case .normalDensity: each { $0.normalDensity() }
    case .power(2): each { $0 * $0 }
    case .power(3): each { $0 * $0 * $0 }
    case .power(let n): each { $0.power(n) }
    case .oneMinusSquare: each { $0.oneMinusSquare() }
    case .held: each { $0 }
    }
  }

  /// The values of a function of two operands.
  @inline(__always)
  func apply(_ function: BinaryFunction) -> Result {
    switch function {
    case .add: each { $0 + $1 }
    case .subtract: each { $0 - $1 }
    case .multiply: each { $0 * $1 }
    case .divide: each { $0 / $1 }
    case .power: each { $0.pow($1) }
    case .maximum: each { $0.maximum($1) }
    case .minimum: each { $0.minimum($1) }
    }
  }

  /// The third operand where the first two compare so, and the fourth elsewhere.
  @inline(__always)
  func apply(_ comparison: Comparison) -> Result {
    switch comparison {
    case .less: each { $3.replacing(with: $2, whereSet: $0.bits(less: $1)) }
    case .lessOrEqual: each { $3.replacing(with: $2, whereSet: $0.bits(lessOrEqual: $1)) }
    case .equal: each { $3.replacing(with: $2, whereSet: $0.bits(equal: $1)) }
    }
  }
}
