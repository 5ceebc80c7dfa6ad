@testable import Training

/// w(θ) and its pull-back by plain loops over arrays of rows; see ``ScalarReference``.
struct ScalarNetwork<Number: BinaryFloatingPoint> {
  typealias Matrix = [[Number]]

  private let theta: [Number]
  private let isLinear: Bool
  /// W_1, …, W_L; empty for a diagonal net.
  private var factors: [Matrix] = []
  /// A_1, …, A_L.
  private var products: [Matrix] = []

  init(_ model: Model, _ theta: [Number]) {
    self.theta = theta
    isLinear = model.kind is LinearModel
    guard let kind = model.kind as? MatrixFactorization else { return }
    let (p, h, depth) = (kind.dimension, kind.width, kind.depth)
    var rest = theta[...]
    for layer in 1...depth {
      let (rows, columns) = (layer == depth ? p : h, layer == 1 ? p : h)
      let factor = (0..<rows).map { _ in
        let row = Array(rest.prefix(columns))
        rest = rest.dropFirst(columns)
        return row
      }
      factors.append(factor)
      products.append(products.last.map { Self.product(factor, $0) } ?? factor)
    }
  }

  var signal: [Number] {
    if isLinear { return theta }
    if let last = products.last { return last.flatMap { $0 } }
    let d = theta.count / 2
    return (0..<d).map { theta[$0] * theta[$0] - theta[d + $0] * theta[d + $0] }
  }

  func pullBack(_ g: [Number]) -> [Number] {
    if isLinear { return g }
    guard let p = products.last?.count else {
      return theta.enumerated().map { index, x in
        index < g.count ? 2 * x * g[index] : -(2 * x * g[index - g.count])
      }
    }
    var back = (0..<p).map { Array(g[$0 * p..<($0 + 1) * p]) }
    var result: [Number] = []
    for layer in factors.indices.reversed() {
      let gradient = layer == 0 ? back : Self.product(back, Self.transpose(products[layer - 1]))
      result = gradient.flatMap { $0 } + result
      back = Self.product(Self.transpose(factors[layer]), back)
    }
    return result
  }

  private static func product(_ a: Matrix, _ b: Matrix) -> Matrix {
    a.map { row in
      b[0].indices.map { j in b.indices.reduce(0) { $0.addingProduct(row[$1], b[$1][j]) } }
    }
  }

  private static func transpose(_ a: Matrix) -> Matrix {
    a[0].indices.map { j in a.map { $0[j] } }
  }
}
