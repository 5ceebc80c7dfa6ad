/// A node's place in its graph: operands come before what is computed from them.
public struct NodeID: Hashable, Comparable, Sendable {
  /// The index in ``Graph/nodes``.
  public let index: Int

  init(_ index: Int) { self.index = index }

  /// Whether `a` comes before `b`.
  public static func < (a: NodeID, b: NodeID) -> Bool { a.index < b.index }
}

/// An operation on earlier nodes, with the shape of its result.
public struct Node: Hashable, Sendable {
  /// What is computed.
  public let operation: Operation
  /// From what.
  public let operands: [NodeID]
  /// The shape of the result.
  public let shape: Shape
}
