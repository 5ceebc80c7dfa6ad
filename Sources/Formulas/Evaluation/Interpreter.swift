internal import DenseAlgebra

/// Evaluates a graph in double precision, one array after the other.
///
/// The plainest evaluation: for initial values, targets, recorded quantities and tests. It has the
/// canonical orders of ``Operation`` and holds an array no longer than it is needed.
public struct Interpreter: Sendable {
  private let graph: Graph
  private let outputs: [NodeID]
  private let order: [NodeID]
  /// Of each node in ``order``, the operands that no later node needs.
  private let lastUses: [[NodeID]]
  private let functions: ScalarFunctions

  /// The inputs that are needed, in the order of their nodes.
  public let inputs: [Input]

  /// Prepares the evaluation of some nodes of a graph.
  public init(_ graph: Graph, outputs: [NodeID], functions: ScalarFunctions = .standard) {
    self.graph = graph
    self.outputs = outputs
    self.functions = functions
    order = graph.needed(for: outputs)
    inputs = graph.inputs(of: outputs)
    var seen = Set(outputs)
    var uses: [[NodeID]] = []
    for id in order.reversed() {
      uses.append(graph[id].operands.filter { seen.insert($0).inserted })
    }
    lastUses = uses.reversed()
  }

  /// Evaluates with inputs by name.
  ///
  /// - Parameter values: The numbers of each needed input, row by row; of a stack all arrays follow
  ///   each other.
  /// - Returns: The outputs, each row by row.
  public func callAsFunction(_ values: [String: [Double]]) -> [[Double]] {
    evaluate { input in
      guard let numbers = values[input.name] else {
        preconditionFailure("the input \(input.name) has no value")
      }
      let count = input.shape.count
      let start = (input.entry ?? 0) * count
      precondition(numbers.count >= start + count, "the input \(input.name) is too short")
      return start == 0 && numbers.count == count
        ? numbers : Array(numbers[start..<start + count])
    }
  }

  /// Evaluates with inputs as they are asked for.
  ///
  /// - Parameter value: The numbers of an input, row by row.
  /// - Returns: The outputs, each row by row.
  public func evaluate(_ value: (Input) -> [Double]) -> [[Double]] {
    var arrays = [ArrayValue?](repeating: nil, count: graph.nodes.count)
    for (id, unused) in zip(order, lastUses) {
      let node = graph[id]
      let operands = node.operands.compactMap { arrays[$0.index] }
      if case .input(let input) = node.operation {
        arrays[id.index] = ArrayValue(value(input), input.shape)
      } else {
        arrays[id.index] = evaluate(node, operands)
      }
      for operand in unused { arrays[operand.index] = nil }
    }
    return outputs.map { arrays[$0.index]?.numbers ?? [] }
  }

  private func evaluate(_ node: Node, _ operands: [ArrayValue]) -> ArrayValue {
    let shape = node.shape
    switch node.operation {
    case .input: preconditionFailure("inputs are given")
    case .constant(let number): return ArrayValue([number.value], shape)
    case .array(let numbers): return ArrayValue(numbers.map(\.value), shape)
    case .identity: return filled(shape) { $0 == $1 ? 1 : 0 }
    case .unary(let function):
      let x = operands[0]
      return filled(shape) { functions(function, x[$0, $1]) }
    case .binary(let function):
      let (a, b) = (operands[0], operands[1])
      return filled(shape) { functions(function, a[$0, $1], b[$0, $1]) }
    case .select(let comparison, _):
      let (a, b) = (operands[0], operands[1])
      let (taken, other) = (operands[2], operands[3])
      return filled(shape) {
        ScalarFunctions.holds(comparison, a[$0, $1], b[$0, $1]) ? taken[$0, $1] : other[$0, $1]
      }
    case .broadcast: return operands[0].broadcast(shape)
    case .reshape: return operands[0].reshaped(shape)
    case .transpose: return operands[0].transposed
    case .slice(let row, let column):
      return operands[0].sliced(row: row, column: column, shape)
    case .pad(let row, let column): return padded(operands[0], row, column, shape)
    case .concatenate(let axis): return concatenated(operands, axis: axis, shape)
    case .diagonal: return operands[0].diagonal
    case .diagonalMatrix:
      let x = operands[0]
      return filled(shape) { $0 == $1 ? x[0, $0] : 0 }
    case .reduce(let reduction, let axis): return reduced(operands[0], reduction, axis: axis, shape)
    case .product(let left, let right):
      return product(operands[0], left, operands[1], right, shape)
    case .outer:
      let (a, b) = (operands[0], operands[1])
      return filled(shape) { a[0, $0] * b[0, $1] }
    case .singularValues:
      let (rows, columns) = operands[0].shape.asMatrix
      let found = SingularValues(of: operands[0].numbers, rows: rows, columns: columns)
      return ArrayValue(found.values, shape)
    case .argumentOfMaximum(let axis): return argument(operands[0], axis: axis, shape)
    }
  }

  private func filled(_ shape: Shape, _ element: (Int, Int) -> Double) -> ArrayValue {
    let (rows, columns) = shape.asMatrix
    var numbers: [Double] = []
    numbers.reserveCapacity(shape.count)
    for row in 0..<rows {
      for column in 0..<columns { numbers.append(element(row, column)) }
    }
    return ArrayValue(numbers, shape)
  }

  private func padded(_ x: ArrayValue, _ row: Int, _ column: Int, _ shape: Shape) -> ArrayValue {
    let (rows, columns) = x.shape.asMatrix
    // Of a vector the row counts its elements.
    let (top, left) = shape.rank == 1 ? (0, row) : (row, column)
    return filled(shape) { i, j in
      let (r, c) = (i - top, j - left)
      return r >= 0 && r < rows && c >= 0 && c < columns ? x[r, c] : 0
    }
  }

  private func concatenated(_ parts: [ArrayValue], axis: Int, _ shape: Shape) -> ArrayValue {
    if axis == 0 { return ArrayValue(parts.flatMap(\.numbers), shape) }
    var numbers: [Double] = []
    numbers.reserveCapacity(shape.count)
    for row in 0..<shape[0] {
      for part in parts {
        for column in 0..<part.shape[1] { numbers.append(part[row, column]) }
      }
    }
    return ArrayValue(numbers, shape)
  }

  /// Length, and the elements, of each line along an axis.
  private func along(
    _ x: ArrayValue, axis: Int, _ shape: Shape, _ value: (Int, (Int) -> Double) -> Double
  ) -> ArrayValue {
    let (rows, columns) = x.shape.asMatrix
    if x.shape.rank == 2, axis == 0 {
      return filled(shape) { _, column in value(rows) { x[$0, column] } }
    }
    return filled(shape) { _, row in value(columns) { x[row, $0] } }
  }

  private func reduced(
    _ x: ArrayValue, _ reduction: Reduction, axis: Int, _ shape: Shape
  ) -> ArrayValue {
    along(x, axis: axis, shape) { count, element in
      switch reduction {
      case .sum:
        var sum = 0.0
        for k in 0..<count { sum += element(k) }
        return sum
      case .maximum, .minimum:
        var extreme = element(0)
        for k in 1..<max(count, 1) {
          extreme = functions(reduction == .maximum ? .maximum : .minimum, extreme, element(k))
        }
        return extreme
      }
    }
  }

  private func argument(_ x: ArrayValue, axis: Int, _ shape: Shape) -> ArrayValue {
    along(x, axis: axis, shape) { count, element in
      // NaN is the largest, as in NumPy.
      var best = 0
      for k in 1..<max(count, 1) where !element(best).isNaN {
        if element(k) > element(best) || element(k).isNaN { best = k }
      }
      return Double(best)
    }
  }

  private func product(
    _ a: ArrayValue, _ leftAxis: Int, _ b: ArrayValue, _ rightAxis: Int, _ shape: Shape
  ) -> ArrayValue {
    let count = a.shape[leftAxis]
    // The summed index of a vector is its column.
    let left: (Int, Int) -> Double =
      a.shape.rank == 2 && leftAxis == 0 ? { a[$1, $0] } : { a[$0, $1] }
    let right: (Int, Int) -> Double =
      b.shape.rank == 2 && rightAxis == 0 ? { b[$1, $0] } : { b[$0, $1] }
    let isRow = a.shape.rank == 1
    return filled(shape) { row, column in
      // A result that is a vector has its index in `column`.
      let i = isRow ? 0 : shape.rank == 2 ? row : column
      let j = b.shape.rank == 1 ? 0 : column
      if count == 1 { return left(i, 0) * right(j, 0) }
      var sum = 0.0
      for k in 0..<count { sum.addProduct(left(i, k), right(j, k)) }
      return sum
    }
  }
}
