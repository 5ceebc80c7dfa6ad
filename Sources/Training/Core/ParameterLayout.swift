/// The blocks of θ, in order: named arrays, each row-major, one after the other.
public struct ParameterLayout: Hashable, Sendable {
  /// One named array.
  public struct Block: Hashable, Sendable {
    /// For example `W1`; unique in its layout.
    public let name: String
    /// The index of its first parameter, from 0.
    public let offset: Int
    /// The lengths of its dimensions: `[h, d]` of a matrix, `[h]` of a vector.
    public let shape: [Int]

    /// Its parameters, as indices into θ.
    public var range: Range<Int> { offset..<offset + shape.reduce(1, *) }
  }

  /// The blocks.
  public let blocks: [Block]

  /// Blocks of the given names and shapes, in this order.
  ///
  /// - Precondition: Every length is at least 1.
  public init(_ shapes: KeyValuePairs<String, [Int]>) {
    self.init(shapes.map { (name: $0.key, shape: $0.value) })
  }

  /// Blocks of the given names and shapes, in this order.
  ///
  /// - Precondition: Every length is at least 1.
  public init(_ shapes: [(name: String, shape: [Int])]) {
    var offset = 0
    blocks = shapes.map { name, shape in
      precondition(shape.allSatisfy { $0 >= 1 }, "a block of parameters has positive lengths")
      defer { offset += shape.reduce(1, *) }
      return Block(name: name, offset: offset, shape: shape)
    }
  }

  /// P, the length of θ.
  public var parameterCount: Int { blocks.last?.range.upperBound ?? 0 }

  /// The rows of every matrix; nil if some block is no matrix.
  ///
  /// Ranges of indices from 0 that cover `0..<parameterCount` in order.
  public var rows: [Range<Int>]? {
    guard blocks.allSatisfy({ $0.shape.count == 2 }) else { return nil }
    return blocks.flatMap { $0.range.chunks(ofLength: $0.shape[1]) }
  }

  /// The blocks that share one second moment under adam-mini: the rows of every matrix, and contiguous
  /// pieces of every vector, the last of each perhaps shorter.
  ///
  /// - Parameter size: Length of the pieces; nil for whole vectors.
  /// - Returns: Ranges of indices from 0 that cover `0..<parameterCount` in order.
  public func pieces(ofSize size: Int?) -> [Range<Int>] {
    precondition(size ?? 1 >= 1, "a piece of a vector has a positive length")
    precondition(size == nil || rows == nil, "blocks of matrices are their rows")
    return blocks.flatMap { block in
      let row = block.shape.count >= 2 ? block.shape[block.shape.count - 1] : size
      return block.range.chunks(ofLength: row ?? max(block.range.count, 1))
    }
  }
}
