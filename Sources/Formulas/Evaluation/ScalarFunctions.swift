/// The functions of graphs on single doubles.
///
/// Arithmetic, comparisons and powers with whole exponents are the same everywhere. The elementary
/// functions can be exchanged for others, such as those of the training lanes.
public struct ScalarFunctions: Sendable {
  /// A function of a double.
  public typealias Function = @Sendable (Double) -> Double

  /// Functions by the names of NumPy.
  public var exp: Function
  /// eˣ − 1.
  public var expm1: Function
  /// The natural logarithm.
  public var log: Function
  /// log(1 + x).
  public var log1p: Function
  /// The sine of an angle in radians.
  public var sin: Function
  /// The cosine of an angle in radians.
  public var cos: Function
  /// The hyperbolic tangent.
  public var tanh: Function
  /// The angle whose tangent is x.
  public var arctan: Function
  /// The error function.
  public var erf: Function
  /// 1 / (1 + e⁻ˣ).
  public var sigmoid: Function
  /// log(1 + eˣ).
  public var softplus: Function
  /// The probability that a standard normal number is below x.
  public var normalDistribution: Function
  /// The density of a standard normal number at x.
  public var normalDensity: Function
  /// xʸ for x ≥ 0 and y not 0.
  public var power: @Sendable (Double, Double) -> Double

  /// A set of functions, such as those of the lanes.
  public init(
    exp: @escaping Function, expm1: @escaping Function, log: @escaping Function,
    log1p: @escaping Function, sin: @escaping Function, cos: @escaping Function,
    tanh: @escaping Function, arctan: @escaping Function, erf: @escaping Function,
    sigmoid: @escaping Function, softplus: @escaping Function,
    normalDistribution: @escaping Function, normalDensity: @escaping Function,
    power: @escaping @Sendable (Double, Double) -> Double
  ) {
    self.exp = exp
    self.expm1 = expm1
    self.log = log
    self.log1p = log1p
    self.sin = sin
    self.cos = cos
    self.tanh = tanh
    self.arctan = arctan
    self.erf = erf
    self.sigmoid = sigmoid
    self.softplus = softplus
    self.normalDistribution = normalDistribution
    self.normalDensity = normalDensity
    self.power = power
  }

  /// Functions made of IEEE operations in one order; nothing of the mathematics library.
  ///
  /// Numbers in a text are always folded by these.
  public static let standard = ScalarFunctions(
    exp: ElementaryDouble.exp, expm1: ElementaryDouble.expm1, log: ElementaryDouble.log,
    log1p: ElementaryDouble.log1p, sin: ElementaryDouble.sin, cos: ElementaryDouble.cos,
    tanh: ElementaryDouble.tanh, arctan: ElementaryDouble.arctan, erf: ElementaryDouble.erf,
    sigmoid: ElementaryDouble.sigmoid, softplus: ElementaryDouble.softplus,
    normalDistribution: ElementaryDouble.normalDistribution,
    normalDensity: ElementaryDouble.normalDensity, power: ElementaryDouble.power)

  /// The value of a function of one number.
  public func callAsFunction(_ function: UnaryFunction, _ x: Double) -> Double {
    switch function {
    case .negate: -x
    case .absolute: abs(x)
    case .sign: x > 0 ? 1 : x < 0 ? -1 : x
    case .squareRoot: x.squareRoot()
    case .exp: exp(x)
    case .expm1: expm1(x)
    case .log: log(x)
    case .log1p: log1p(x)
    case .sin: sin(x)
    case .cos: cos(x)
    case .tanh: tanh(x)
    case .arctan: arctan(x)
    case .erf: erf(x)
    case .sigmoid: sigmoid(x)
    case .softplus: softplus(x)
    case .normalDistribution: normalDistribution(x)
    case .normalDensity: normalDensity(x)
    case .power(let n): Self.power(x, n)
    case .oneMinusSquare: 1.0.addingProduct(-x, x)
    case .held: x
    }
  }

  /// The value of a function of two numbers.
  public func callAsFunction(_ function: BinaryFunction, _ x: Double, _ y: Double) -> Double {
    switch function {
    case .add: x + y
    case .subtract: x - y
    case .multiply: x * y
    case .divide: x / y
    case .power: realPower(x, y)
    case .maximum: x.isNaN || y.isNaN ? .nan : x > y ? x : y
    case .minimum: x.isNaN || y.isNaN ? .nan : x < y ? x : y
    }
  }

  /// Whether a comparison holds.
  public static func holds(_ comparison: Comparison, _ x: Double, _ y: Double) -> Bool {
    switch comparison {
    case .less: x < y
    case .lessOrEqual: x <= y
    case .equal: x == y
    }
  }

  /// xⁿ by squaring and multiplying from the highest bit of |n|.
  static func power(_ x: Double, _ n: Int) -> Double {
    if n == 0 { return 1 }
    let magnitude = n.magnitude
    var result = x
    var bit = UInt(1) << (UInt.bitWidth - 1 - magnitude.leadingZeroBitCount)
    while bit > 1 {
      bit >>= 1
      result *= result
      if magnitude & bit != 0 { result *= x }
    }
    return n < 0 ? 1 / result : result
  }

  /// xʸ with the special values of IEEE 754.
  private func realPower(_ x: Double, _ y: Double) -> Double {
    if y == 0 || x == 1 { return 1 }
    if x.isNaN || y.isNaN { return .nan }
    if y.isInfinite {
      if abs(x) == 1 { return 1 }
      return (abs(x) > 1) == (y > 0) ? .infinity : 0
    }
    // 2⁵³ and more are even.
    let isWhole = y == y.rounded()
    let isOdd = isWhole && abs(y) < 0x1p53 && (y / 2) != (y / 2).rounded()
    if x.sign == .minus, x.isFinite, x != 0, !isWhole { return .nan }
    let size = power(abs(x), y)
    return x.sign == .minus && isOdd ? -size : size
  }
}
