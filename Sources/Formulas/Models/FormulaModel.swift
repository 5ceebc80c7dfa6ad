/// A formula model that was read for data of some shape.
public struct FormulaModel: Sendable {
  /// A block with what it begins with.
  public struct Block: Sendable {
    /// Name, extents, whether it is trained.
    public let block: Scope.Block
    /// How it begins: the sum of these; none is 0.
    public let starts: [Start<Formula>]
    /// What its step size is multiplied by; nil is 1.
    public let stepFactor: Formula?
  }

  /// The blocks, in the order of θ.
  public let blocks: [Block]
  /// The prediction of one sample.
  public let prediction: Formula

  /// Reads a model.
  ///
  /// - Parameters:
  ///   - text: The model as written.
  ///   - input: The shape of a sample.
  ///   - outputs: How many outputs the data have.
  ///   - samples: How many samples, where it is known.
  /// - Throws: All mistakes, each with its place.
  public init(_ text: ModelText, input: Shape, outputs: Int, samples: Int?) throws(ModelError) {
    var reader = ModelReader(text, input: input, outputs: outputs, samples: samples)
    guard let model = reader.read() else { throw ModelError(faults: reader.faults) }
    self = model
  }

  init(blocks: [Block], prediction: Formula) {
    self.blocks = blocks
    self.prediction = prediction
  }
}
