extension Graph {
  /// Derivatives in reverse: what ∂/∂root gives for inputs.
  ///
  /// Nodes are passed in reverse order, and a node that is used more than once adds what it gets in
  /// that order: last use first.
  ///
  /// - Parameters:
  ///   - cotangent: The node of ∂L/∂root, of the root's shape.
  ///   - root: The node to differentiate.
  ///   - inputs: Nodes that the root may depend on.
  /// - Returns: The node of ∂L/∂input for each; nil where the root does not depend on it.
  public mutating func pullBack(_ cotangent: NodeID, from root: NodeID, to inputs: [NodeID])
    -> [NodeID?]
  {
    precondition(shape(of: cotangent) == shape(of: root), "a cotangent has its node's shape")
    var depends = Array(repeating: false, count: root.index + 1)
    for input in inputs where input <= root { depends[input.index] = true }
    for index in depends.indices where !depends[index] {
      depends[index] = nodes[index].operands.contains { depends[$0.index] }
    }
    var pass = PullBack(graph: self, depends: depends)
    pass.cotangents[root.index] = Cotangent(value: cotangent, active: nil)
    let isInput = Set(inputs)
    for index in stride(from: root.index, through: 0, by: -1) where depends[index] {
      guard let received = pass.cotangents[index], !isInput.contains(NodeID(index)) else {
        continue
      }
      pass.pass(received, through: NodeID(index))
    }
    self = pass.graph
    return inputs.map { $0 <= root ? pass.cotangents[$0.index]?.value : nil }
  }
}

/// What flows back to a node.
struct Cotangent {
  /// ∂L/∂node.
  var value: NodeID
  /// 1 where it counts and 0 where a `where` did not take the branch; nil: 1 everywhere.
  ///
  /// There the value is 0, and must stay 0 when it is multiplied by what is not finite.
  var active: NodeID?
}

/// One pass in reverse.
struct PullBack {
  var graph: Graph
  let depends: [Bool]
  var cotangents: [Cotangent?]

  init(graph: Graph, depends: [Bool]) {
    self.graph = graph
    self.depends = depends
    cotangents = Array(repeating: nil, count: depends.count)
  }

  /// Adds to what a node has received.
  mutating func add(_ value: NodeID?, active: NodeID?, to id: NodeID) {
    guard let value, depends[id.index] else { return }
    guard let earlier = cotangents[id.index] else {
      cotangents[id.index] = Cotangent(value: value, active: active)
      return
    }
    var union: NodeID?
    if let a = earlier.active, let b = active { union = graph.binary(.maximum, a, b) }
    cotangents[id.index] = Cotangent(value: graph.sum(earlier.value, value), active: union)
  }

  /// The array where it counts, else 0.
  mutating func guarded(_ value: NodeID, _ active: NodeID?) -> NodeID {
    guard let active else { return value }
    let zero = graph.filled(0, graph.shape(of: value))
    return graph.select(.less, zero, active, value, zero)
  }

  mutating func pass(_ received: Cotangent, through id: NodeID) {
    let node = graph[id]
    let operands = node.operands
    let g = received.value
    let active = received.active
    func needs(_ i: Int) -> Bool { depends[operands[i].index] }
    switch node.operation {
    case .input, .constant, .array, .identity, .singularValues, .argumentOfMaximum: break
    case .unary(let function):
      let value = graph.scaled(g, byDerivativeOf: function, at: operands[0], value: id)
      add(value.map { guarded($0, active) }, active: active, to: operands[0])
    case .binary(let function):
      for i in 0..<2 where needs(i) {
        let value = graph.scaled(
          g, byDerivativeOf: function, operands[0], operands[1], inFirst: i == 0, value: id)
        add(guarded(value, active), active: active, to: operands[i])
      }
    case .select(let comparison, let isolates):
      let zero = graph.filled(0, node.shape)
      let one = graph.filled(1, node.shape)
      for i in 2..<4 where needs(i) {
        func chosen(_ graph: inout Graph, _ x: NodeID) -> NodeID {
          graph.select(
            comparison, operands[0], operands[1], i == 2 ? x : zero, i == 2 ? zero : x)
        }
        let value = chosen(&graph, g)
        var mask = active
        if isolates { mask = chosen(&graph, active ?? one) }
        add(value, active: mask, to: operands[i])
      }
    case .broadcast:
      let shape = graph.shape(of: operands[0])
      let mask = active.map { gathered($0, to: shape, .maximum) }
      add(gathered(g, to: shape, .sum), active: mask, to: operands[0])
    case .product(let left, let right):
      passProduct(received, operands, leftAxis: left, rightAxis: right)
    case .outer: passOuter(received, operands)
    case .concatenate(let axis):
      var start = 0
      for operand in operands {
        let shape = graph.shape(of: operand)
        let part = { (graph: inout Graph, x: NodeID) in
          graph.slice(
            x, row: axis == 0 ? start : 0, column: axis == 1 ? start : 0, shape: shape)
        }
        if depends[operand.index] {
          let mask = active.map { part(&graph, $0) }
          add(part(&graph, g), active: mask, to: operand)
        }
        start += shape[axis]
      }
    case .reduce(let reduction, let axis):
      let shape = graph.shape(of: operands[0])
      let mask = active.map { graph.spread($0, axis: axis, to: shape) }
      var value = graph.spread(g, axis: axis, to: shape)
      if reduction != .sum {
        value = graph.times(value, graph.shares(of: operands[0], extreme: id, axis: axis))
      }
      add(guarded(value, reduction == .sum ? nil : mask), active: mask, to: operands[0])
    case .reshape, .transpose, .slice, .pad, .diagonal, .diagonalMatrix:
      let mask = active.map { movedBack($0, through: node) }
      add(movedBack(g, through: node), active: mask, to: operands[0])
    }
  }

  /// What moved elements moves back.
  private mutating func movedBack(_ x: NodeID, through node: Node) -> NodeID {
    let shape = graph.shape(of: node.operands[0])
    switch node.operation {
    case .reshape: return graph.reshape(x, to: shape)
    case .transpose: return graph.transpose(x)
    case .slice(let row, let column):
      return graph.pad(x, row: row, column: column, shape: shape)
    case .pad(let row, let column):
      return graph.slice(x, row: row, column: column, shape: shape)
    case .diagonal:
      return graph.pad(graph.diagonalMatrix(x), row: 0, column: 0, shape: shape)
    default: return graph.diagonal(x)
    }
  }

  /// Sums or maxima over what a broadcast repeated.
  private mutating func gathered(_ x: NodeID, to shape: Shape, _ reduction: Reduction) -> NodeID {
    let wide = graph.shape(of: x)
    if wide == shape { return x }
    if shape.count == 1 {
      return graph.reshape(graph.reduce(reduction, graph.flattened(x), axis: 0), to: shape)
    }
    // From here on a matrix, of which one axis was repeated.
    let axis = shape.rank == 1 || shape[0] == 1 ? 0 : 1
    return graph.reshape(graph.reduce(reduction, x, axis: axis), to: shape)
  }
}
