internal import Formulas

/// What an instruction does, to operands a, b, c, d.
enum GraphWork: Equatable {
  // Each element by itself.

  /// A function of a.
  case unary(UnaryFunction)
  /// A function of a and b.
  case binary(BinaryFunction)
  /// c where the comparison of a and b holds, else d.
  case select(Comparison)
  /// t · fma(−y, y, 1) of a = t and b = y: back through tanh.
  case throughTanh
  /// (s · t) · fma(−y, y, 1) of a = s, b = t and c = y.
  case productThroughTanh
  /// (a · b) + (c · d), or − in the place of +, each operation rounded.
  case sumOfProducts(isDifference: Bool)
  /// a.
  case copy
  /// a, numbers that the lanes share, as cells.
  case spread
  /// a, cells of equal lanes or numbers, as numbers.
  case gather
  /// A number.
  case fill(Double)

  // Sums.

  /// Along an axis of a, whose neighbours are `step` apart, `steps` of them.
  case reduce(Reduction)
  /// a_ik b_kj, a's columns and b's rows being k, of what no sample enters.
  case matrixProduct
  /// a_ik b_kj[s], a being the same for all samples, plus c_i if there is one; b may be shared by the
  /// runs.
  case product
  /// a_ik[s] b_kj[s].
  case sampleProduct

  // Sums over samples, which go on from block to block.

  /// a[s].
  case addUp
  /// a[s] b[s].
  case addProducts
  /// a_i[s] b_j[s]; b may be shared by the runs.
  case addOuter
  /// a_ik[s] b_kj[s], over k for each sample; b may be shared by the runs.
  case addMatrixProducts

  /// Whether each element of the result needs the elements in its place alone, so that rows may be
  /// taken as columns.
  var isElementwise: Bool {
    switch self {
    case .matrixProduct, .product, .sampleProduct, .addOuter, .addMatrixProducts: false
    default: true
    }
  }

  /// Whether the result may take the place of an operand.
  var mayWorkInPlace: Bool {
    switch self {
    case .unary, .binary, .select, .throughTanh, .productThroughTanh, .sumOfProducts: true
    default: false
    }
  }
}

/// An operation on arrays, which are parts of buffers.
struct GraphInstruction {
  var work: GraphWork
  /// Of the result.
  var shape: GraphShape
  var result: GraphView
  var operands: [GraphView]
  /// Whether it is done for each sample of a block.
  var isPerSample: Bool
  /// The terms of a sum.
  var steps = 1
  /// How far apart they are in the first operand of a reduction.
  var step = 0
}

/// An operation on arrays in memory, as it is carried out.
struct GraphCommand {
  var work: GraphWork
  var rows: Int
  var columns: Int
  /// The innermost extent; 0 stands for the samples of the block.
  var inner: Int
  var steps: Int
  var step: Int
  var hasThird: Bool
  var result = GraphPlace()
  var a = GraphPlace()
  var b = GraphPlace()
  var c = GraphPlace()
  var d = GraphPlace()
}
