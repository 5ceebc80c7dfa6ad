internal import ElementaryFunctions

/// The functions of graphs on single doubles.
///
/// Arithmetic, comparisons and powers with whole exponents are the same everywhere. The elementary
/// functions can be exchanged for others, such as those of the C library.
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
  /// log(1 + eˣ), without overflow.
  public var softplus: Function
  /// The probability that a standard normal number is below x.
  public var normalDistribution: Function
  /// The density of a standard normal number at x.
  public var normalDensity: Function
  /// xʸ as IEEE 754 has `pow`.
  public var power: @Sendable (Double, Double) -> Double

  /// A set of functions, such as those of the C library.
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

  /// Functions made of IEEE operations in one order, with the bits of the training lanes in double
  /// precision; nothing of the mathematics library.
  ///
  /// Numbers in a text are always folded by these.
  public static let standard = ScalarFunctions(
    exp: { Elementary.exp($0) }, expm1: { Elementary.expm1($0) }, log: { Elementary.log($0) },
    log1p: { Elementary.log1p($0) }, sin: { Elementary.sin($0) }, cos: { Elementary.cos($0) },
    tanh: { Elementary.tanh($0) }, arctan: { Elementary.arctan($0) },
    erf: { Elementary.erf($0) }, sigmoid: { Elementary.sigmoid($0) },
    softplus: { Elementary.softplus($0) },
    normalDistribution: { Elementary.normalDistribution($0) },
    normalDensity: { Elementary.normalDensity($0) }, power: { Elementary.pow($0, $1) })

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
    case .power: power(x, y)
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
}
