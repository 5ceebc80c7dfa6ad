internal import Formulas
import RandomStreams

// What a file with a run's data holds of its model.

extension Model {
  /// The shape of a sample where it is a matrix; nil for vectors, and where the samples are rows of a design.
  public var shapeOfInputs: [Int]? { kind.sampleShape }

  /// Rows and columns of a matrix whose entries are the samples; nil for other models.
  public var entryShape: [Int]? { kind.entryShape }

  /// The blocks that are not trained, with their numbers row by row.
  public var fixedBlocks: [(name: String, shape: [Int], values: [Double])] {
    kind.given.fixed.map { ($0.block.name, $0.block.extents, $0.values) }
  }

  /// The model with other numbers in blocks that are not trained, by name and row by row.
  public func fixing(_ blocks: [String: [Double]]) -> Model { kind.fixing(blocks) ?? self }
}

extension GeneratedTruth {
  /// The parameters of a teacher, row by row; nil where targets are made otherwise.
  ///
  /// - Parameters:
  ///   - outputs: C.
  ///   - seed: The data seed.
  /// - Returns: Its blocks in their order.
  /// - Throws: What is wrong with the teacher, which a checked specification has none of.
  public func teacherBlocks(
    outputs: Int, seed: UInt64
  ) throws -> [(name: String, shape: [Int], values: [Double])]? {
    guard let model = try teacher(outputs: outputs) else { return nil }
    let starts = StartValues(model.blocks, constants: [:], seed: seed, purpose: .truth)
    return model.blocks.indices.map { index in
      let block = model.blocks[index].block
      return (block.name, block.extents, starts.values(of: index))
    }
  }
}

extension GeneratedTruth {
  /// The blocks of the teacher, without their numbers; empty where there is none.
  public func teacherNames(outputs: Int) -> [OwnNames.Block] {
    guard let model = try? teacher(outputs: outputs) else { return [] }
    return model.blocks.map { OwnNames.Block(name: $0.block.name, shape: $0.block.extents) }
  }

  private func teacher(outputs: Int) throws -> GraphModel? {
    guard case .teacher(let text, let input) = self else { return nil }
    return try TargetLaw.teacher(text, input: input, outputs: outputs).get()
  }
}

extension RegressionProblem {
  /// X, row by row, shape `[n · q]`.
  public var entries: [Double] {
    (0..<sampleCount).flatMap { i in (0..<signalCount).map { designEntry(i, $0) } }
  }
}
