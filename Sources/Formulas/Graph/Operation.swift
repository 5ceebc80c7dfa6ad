/// What a node of a graph computes from its operands.
///
/// Elementwise operations take operands of one shape, which is the result's: what NumPy broadcasts
/// is a node of its own here. In canonical order: sums and products in the order of the index from
/// +0, elements of a matrix row by row.
public enum Operation: Hashable, Sendable {
  // Without operands.

  /// What the graph is given.
  case input(Input)
  /// A number.
  case constant(ExactNumber)
  /// Numbers as written, row by row.
  case array([ExactNumber])
  /// The identity, or its like with more rows or columns.
  case identity

  // Elementwise.

  /// A function of each element.
  case unary(UnaryFunction)
  /// A function of two elements.
  case binary(BinaryFunction)
  /// The third operand where the comparison of the first two holds, else the fourth.
  ///
  /// It isolates if it is a `where` of the text: then the branch that is not taken contributes 0 to
  /// derivatives, also where its own derivative is not finite.
  case select(Comparison, isolates: Bool)

  // The same numbers elsewhere.

  /// Repeats by NumPy's rule.
  case broadcast
  /// The same elements in the same order, row by row.
  case reshape
  /// Exchanges the axes of a matrix.
  case transpose
  /// A stretch of a vector or a block of a matrix, from `row` (of a vector: from its element) and
  /// `column`, as large as the result.
  case slice(row: Int, column: Int)
  /// The operand at that place among zeros.
  case pad(row: Int, column: Int)
  /// One behind the other along an axis.
  case concatenate(axis: Int)
  /// The diagonal of a matrix as a vector.
  case diagonal
  /// The square matrix with a vector as its diagonal, else 0.
  case diagonalMatrix

  // Sums and products.

  /// Along an axis, which goes.
  case reduce(Reduction, axis: Int)
  /// Σ_k a_k b_k over an axis of each operand; what is left of the shapes, left then right.
  ///
  /// c ← fma(a_k, b_k, c), k = 0, 1, … from +0; one term alone is a product, rounded once.
  case product(leftAxis: Int, rightAxis: Int)
  /// a_i b_j of two vectors.
  case outer

  // Of recorded quantities.

  /// The singular values of a matrix, largest first.
  case singularValues
  /// The index of the first largest element along an axis, which goes.
  case argumentOfMaximum(axis: Int)
}

/// A double compared by its bits, so that 0 and −0 differ and a NaN is itself.
public struct ExactNumber: Hashable, Sendable {
  private let bits: UInt64

  /// The number, all NaN being one.
  public init(_ value: Double) { bits = value.isNaN ? Double.nan.bitPattern : value.bitPattern }

  /// The number.
  public var value: Double { Double(bitPattern: bits) }
}

/// A function of one number.
public enum UnaryFunction: Hashable, Sendable {
  /// −x, |x|, and −1, 0 or 1 (of a zero the zero itself, of NaN NaN).
  case negate, absolute, sign
  /// √x, rounded correctly.
  case squareRoot
  /// Functions by the names of NumPy.
  case exp, expm1, log, log1p, sin, cos, tanh, arctan, erf
  /// 1 / (1 + e⁻ˣ) and log(1 + eˣ), both without overflow.
  case sigmoid, softplus
  /// Φ, the probability that a standard normal number is below x, and its density φ.
  case normalDistribution, normalDensity
  /// xⁿ by squaring and multiplying from the highest bit of |n|: x³ = (x·x)·x, x⁴ = (x·x)·(x·x);
  /// of a negative n, 1 over that. 2 ≤ |n| ≤ 64, or n = −1.
  case power(Int)
  /// fma(−x, x, 1): the derivative of tanh in terms of its value.
  case oneMinusSquare
  /// x itself, as a constant to derivatives.
  case held
}

/// A function of two numbers.
public enum BinaryFunction: Hashable, Sendable {
  /// Arithmetic, rounded once.
  case add, subtract, multiply, divide
  /// xʸ as IEEE 754 has `pow`.
  case power
  /// The larger and the smaller; NaN where one of them is.
  case maximum, minimum
}

/// A comparison of two numbers; a > b is b < a, and a ≠ b exchanges the branches of a = b.
public enum Comparison: Hashable, Sendable {
  /// a < b, a ≤ b, a = b; each false where one of them is NaN.
  case less, lessOrEqual, equal
}

/// What becomes of an axis.
public enum Reduction: Hashable, Sendable {
  /// s ← s + x_k, k = 0, 1, … from +0.
  case sum
  /// The largest or smallest; NaN where one is.
  case maximum, minimum
}
