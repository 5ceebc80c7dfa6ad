import Formulas
public import Parameters

/// An entry (i, j) of a product of matrices W_L @ … @ W1, which is rows × columns; with `symmetric`, of U Uᵀ, or
/// of U Uᵀ − V Vᵀ.
///
/// A sample is the place of an entry, as a matrix that is 1 there and 0 elsewhere. Every matrix begins with
/// s · N(0, 1), and V with the same numbers as U, so that their difference begins at 0 exactly.
///
/// Sources: S. Gunasekar et al., "Implicit Regularization in Matrix Factorization", NeurIPS 2017; S. Arora et
/// al., "Implicit Regularization in Deep Matrix Factorization", NeurIPS 2019.
struct MatrixCompletion: FormulaSource {
  static let name = "matrix-completion"
  static let parameters: [Parameter] = [
    dimension, .rowCount, .columnCount, .rank, width, .depth, symmetric, .initialScale, .starts,
  ]
  static let features: Set<Feature> = [.ownInputs, .rows, .entries]
  static let constraints: [Constraint] = [.fitsDimension(.rank, of: Block.model), .seesEntries]

  private static let dimension = Parameter.dimension.with { $0.isRequired = false }
  private static let width = Parameter.width.with { $0.fallback = nil }
  private static let symmetric = Parameter(
    "symmetric", .choice(["false", "true", "difference"]),
    longName: "whether the product is U Uᵀ, or a difference of two such", symbol: "symmetric",
    role: .problem, default: .text("false")
  ).with {
    $0.entersCost = true
    // Names that quantities of a user's own are likelier to have are left to them.
    $0.column = Column("symmetric_product", absence: .label(.text("none")))
    $0.since = 3
  }

  static func wording(_ values: borrowing Values) -> ModelWording {
    let (rows, columns) = size(values)
    let (depth, form) = (values.size(.depth), values.word(symmetric))
    let start = Start<String>.normal(values.number(.initialScale))
    let width = values.peek(width)?.asInteger ?? min(rows, columns)
    func block(_ name: String, _ extents: [String], _ start: Start<String>) -> ModelText.Block {
      ModelText.Block(name: name, extents: extents, starts: [start])
    }
    let (blocks, product): ([ModelText.Block], String)
    if form == "false" {
      blocks = (1...depth).map { layer in
        block(
          "W\(layer)", [layer == depth ? "rows" : "width", layer == 1 ? "columns" : "width"], start)
      }
      product = blocks.reversed().map(\.name).joined(separator: " @ ")
    } else {
      let isDifference = form == "difference"
      blocks =
        [block("U", ["rows", "width"], start)]
        + (isDifference ? [block("V", ["rows", "width"], .sameAs("U"))] : [])
      product = isDifference ? "U @ U.T - V @ V.T" : "U @ U.T"
    }
    var sizes = [ModelText.Size("rows", rows), ModelText.Size("width", width)]
    if form == "false" { sizes.insert(ModelText.Size("columns", columns), at: 1) }
    var wording = ModelWording(
      ModelText(blocks: blocks, sizes: sizes, prediction: "sum(x * (\(product)))"))
    wording.faults = faults(values, rows, columns, isSymmetric: form != "false", depth)
    return wording
  }

  private static func faults(
    _ values: borrowing Values, _ rows: Int, _ columns: Int, isSymmetric: Bool, _ depth: Int
  ) -> [KindError] {
    var faults: [KindError] = []
    let sizes = [Parameter.rowCount, .columnCount].filter { values.peek($0) != nil }
    if values.peek(dimension) == nil, sizes.count < 2 {
      faults.append(
        KindError(
          "'model' lacks 'dimension', or 'rows' and 'columns'", hint: "dimension: 20"))
    }
    if isSymmetric, rows != columns {
      faults.append(
        KindError(
          "a symmetric product has as many rows as columns, not \(rows) and \(columns)",
          at: [symmetric.key], hint: "symmetric: false"))
    }
    if isSymmetric, depth != 2 {
      faults.append(
        KindError(
          "a symmetric product has two factors, not \(depth)", at: [Parameter.depth.key],
          hint: "remove depth, or symmetric: false"))
    }
    let least = min(rows, columns)
    if let rank = values.peek(.rank)?.asInteger, rank > least, !sizes.isEmpty {
      faults.append(
        KindError(
          "a rank of \(rank) does not fit \(rows) × \(columns)", at: [Parameter.rank.key],
          hint: "rank is at most \(least)"))
    }
    return faults
  }

  private static func size(_ values: borrowing Values) -> (rows: Int, columns: Int) {
    let dimension = values.peek(dimension)?.asInteger ?? 1
    return (
      values.peek(.rowCount)?.asInteger ?? dimension,
      values.peek(.columnCount)?.asInteger ?? dimension
    )
  }

  static func shape(_ values: borrowing Values) -> Shape? {
    let (rows, columns) = size(values)
    return .matrix(rows, columns)
  }

  static func truth(_ values: borrowing Values) -> GeneratedTruth? {
    let ((rows, columns), rank) = (size(values), values.integer(.rank))
    if rows != columns { return .lowRankRectangle(rows: rows, columns: columns, rank: rank) }
    return values.word(symmetric) == "false"
      ? .lowRank(dimension: rows, rank: rank) : .symmetricLowRank(dimension: rows, rank: rank)
  }
}

extension Parameter {
  /// Of a matrix whose entries are samples.
  static let rowCount = size("rows", "rows of the matrix")
  /// Of a matrix whose entries are samples.
  static let columnCount = size("columns", "columns of the matrix")

  private static func size(_ key: String, _ longName: String) -> Parameter {
    Parameter(
      key, .integer(1...mostEntries), longName: longName, symbol: key, role: .problem
    ).with {
      $0.entersCost = true
      $0.column = Column("matrix_\(key)", absence: .label(.integer(-1)))
      $0.since = 3
    }
  }
}

extension Constraint {
  /// What is completed is seen entry by entry.
  static let seesEntries = Constraint([Parameter.design.path(in: Block.data)]) { corners in
    let others = corners.contains { $0[0] != .text(DesignKind.oneHot.rawValue) }
    return others
      ? [
        Mistake(
          "the samples of matrix-completion are entries of the matrix",
          hint: "remove design, or one-hot; matrix-factorization takes other designs")
      ] : []
  }
}

extension Feature {
  /// A model whose samples are entries of a matrix.
  public static let entries = Feature("entries of a matrix")
}
