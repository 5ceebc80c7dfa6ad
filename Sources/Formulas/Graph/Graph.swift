/// Array operations that share what they have in common: equal nodes are one.
///
/// Nodes are made by the functions of its extensions, which simplify where not a bit changes:
/// operations of numbers alone are done in double precision, ×1, ÷1, − 0 and + (−0) go, a view of a
/// view is one view.
public struct Graph: Sendable {
  /// All nodes, operands before what is computed from them; some may be needed no longer.
  public private(set) var nodes: [Node] = []
  private var known: [Node: NodeID] = [:]

  /// An empty graph.
  public init() {}

  /// The node at a place.
  public subscript(id: NodeID) -> Node { nodes[id.index] }

  /// The shape of a node.
  public func shape(of id: NodeID) -> Shape { nodes[id.index].shape }

  /// The node with this operation and operands, a new one if there was none.
  mutating func add(_ operation: Operation, _ operands: [NodeID], _ shape: Shape) -> NodeID {
    let node = Node(operation: operation, operands: operands, shape: shape)
    if let id = known[node] { return id }
    let id = NodeID(nodes.count)
    nodes.append(node)
    known[node] = id
    return id
  }

  /// What the graph is given under a name.
  public mutating func input(_ input: Input) -> NodeID { add(.input(input), [], input.shape) }

  /// The nodes that the outputs need, operands first.
  public func needed(for outputs: [NodeID]) -> [NodeID] {
    var isNeeded = Array(repeating: false, count: nodes.count)
    for output in outputs { isNeeded[output.index] = true }
    for index in nodes.indices.reversed() where isNeeded[index] {
      for operand in nodes[index].operands { isNeeded[operand.index] = true }
    }
    return nodes.indices.filter { isNeeded[$0] }.map(NodeID.init)
  }

  /// All inputs, in the order of their nodes.
  public var inputs: [(id: NodeID, input: Input)] {
    nodes.enumerated().compactMap { index, node in
      if case .input(let input) = node.operation { (NodeID(index), input) } else { nil }
    }
  }

  /// The inputs that the outputs need, in the order of their nodes.
  public func inputs(of outputs: [NodeID]) -> [Input] {
    needed(for: outputs).compactMap {
      if case .input(let input) = self[$0].operation { input } else { nil }
    }
  }
}
