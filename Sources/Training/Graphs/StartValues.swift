internal import Formulas
import RandomStreams

/// The initial values of the blocks of a formula model.
///
/// Start i of block b (both from 0, in the order of the file; fixed blocks count) has the stream of
/// purpose `initialization` (of a teacher: `truth`) and step (b + 1) · 2¹⁶ + i, and its entry e, counted row by row, number e
/// of that stream: normal e, bit e, or the first uniform at index e. So what one block begins with does
/// not depend on how large another is.
struct StartValues {
  private let blocks: [FormulaModel.Block]
  private let constants: [String: Double]
  private let seed: UInt64
  private let purpose: Purpose

  init(
    _ blocks: [FormulaModel.Block], constants: [String: Double], seed: UInt64,
    purpose: Purpose = .initialization
  ) {
    self.blocks = blocks
    self.constants = constants
    self.seed = seed
    self.purpose = purpose
  }

  /// The initial values of a block, row by row.
  func values(of index: Int) -> [Double] {
    let block = blocks[index]
    let parts = block.starts.enumerated().map { values($1, of: index, $0) }
    guard let first = parts.first else { return Array(repeating: 0, count: block.block.count) }
    return parts.dropFirst().reduce(first) { zip($0, $1).map { $0 + $1 } }
  }

  private func values(_ start: Start<Formula>, of index: Int, _ part: Int) -> [Double] {
    let block = blocks[index].block
    let stream = RandomStream(
      seed: seed, purpose: purpose, step: UInt64(index + 1) << 16 + UInt64(part))
    let rowLength = block.extents.last ?? 1
    switch start {
    case .values(let formula):
      let numbers = evaluate(formula)
      // A number fills the block; of a stack, one array stands for all.
      return (0..<block.count).map { numbers[$0 % numbers.count] }
    case .normal(let formula):
      let size = evaluate(formula)[0]
      return stream.normals(count: block.count).map { size * $0 }
    case .uniform(let formula):
      let size = evaluate(formula)[0]
      return (0..<block.count).map { size * (2 * stream.uniforms(at: UInt64($0)).first - 1) }
    case .signs(let formula):
      let size = evaluate(formula)[0]
      return (0..<block.count).map { stream.bit(at: UInt64($0)) ? size : -size }
    case .unitRows(let formula):
      let size = evaluate(formula)[0]
      return rows(stream.normals(count: block.count), ofLength: rowLength).flatMap { row in
        row.map { size * ($0 / Self.dot(row, row).squareRoot()) }
      }
    case .orthogonal(let formula):
      let size = evaluate(formula)[0]
      let columns = rowLength
      let rowCount = block.extents[block.extents.count - 2]
      let normals = stream.normals(count: block.count)
      return rows(normals, ofLength: rowCount * columns)
        .flatMap { Self.orthogonal($0, rowCount, columns) }.map { size * $0 }
    case .sameAs(let name):
      guard let other = blocks.firstIndex(where: { $0.block.name == name }) else {
        preconditionFailure("a model was read without its block \(name)")
      }
      return values(of: other)
    }
  }

  private func evaluate(_ formula: Formula) -> [Double] {
    Interpreter(formula.graph, outputs: [formula.result]).evaluate { input in
      guard let value = constants[input.name] else {
        preconditionFailure("the constant \(input.name) has no value")
      }
      return [value]
    }[0]
  }

  private func rows(_ numbers: [Double], ofLength length: Int) -> [[Double]] {
    stride(from: 0, to: numbers.count, by: length).map { Array(numbers[$0..<$0 + length]) }
  }

  /// Σ_k x_k y_k: s ← fma(x_k, y_k, s), k = 0, 1, … from +0.
  private static func dot(_ x: [Double], _ y: [Double]) -> Double {
    var sum = 0.0
    for k in x.indices { sum.addProduct(x[k], y[k]) }
    return sum
  }

  /// The rows of a matrix made orthonormal in their order, or its columns where they are fewer.
  ///
  /// Gram–Schmidt, every part twice: of row i, for j = 0, …, i − 1 in order, x ← fma(−(x · e_j), e_j, x);
  /// then all of these once more; then x / √(x · x).
  private static func orthogonal(
    _ numbers: [Double], _ rowCount: Int, _ columnCount: Int
  ) -> [Double] {
    let isWide = rowCount <= columnCount
    let (count, length) = isWide ? (rowCount, columnCount) : (columnCount, rowCount)
    func index(_ vector: Int, _ k: Int) -> Int {
      isWide ? vector * columnCount + k : k * columnCount + vector
    }
    var basis: [[Double]] = []
    for i in 0..<count {
      var x = (0..<length).map { numbers[index(i, $0)] }
      for _ in 0..<2 {
        for e in basis {
          let part = dot(x, e)
          for k in x.indices { x[k].addProduct(-part, e[k]) }
        }
      }
      let size = dot(x, x).squareRoot()
      basis.append(x.map { $0 / size })
    }
    var result = numbers
    for i in 0..<count {
      for k in 0..<length { result[index(i, k)] = basis[i][k] }
    }
    return result
  }
}
