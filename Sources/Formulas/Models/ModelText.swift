/// A formula model as written, without values for its constants.
public struct ModelText: Sendable {
  /// A block of parameters as written.
  public struct Block: Sendable {
    /// The name.
    public var name: String
    /// Each extent: a whole number, or an expression over sizes.
    public var extents: [String]
    /// How it begins: the sum of these; none is 0.
    public var starts: [Start<String>]
    /// Whether it is part of θ.
    public var isTrained: Bool
    /// What its step size is multiplied by, over sizes and constants.
    public var stepFactor: String?

    /// A block as written.
    public init(
      name: String, extents: [String] = [], starts: [Start<String>] = [], isTrained: Bool = true,
      stepFactor: String? = nil
    ) {
      self.name = name
      self.extents = extents
      self.starts = starts
      self.isTrained = isTrained
      self.stepFactor = stepFactor
    }
  }

  /// A group of names in the file.
  public enum Group: Hashable, Sendable {
    /// Blocks, sizes and constants.
    case parameters, sizes, constants
  }

  /// A size and its value.
  public struct Size: Hashable, Sendable {
    /// The name.
    public var name: String
    /// A whole number from 1.
    public var value: Int

    /// A size.
    public init(_ name: String, _ value: Int) {
      self.name = name
      self.value = value
    }
  }

  /// The blocks, in the order of θ.
  public var blocks: [Block]
  /// The sizes, in the order of the file.
  public var sizes: [Size]
  /// The names of constants, in the order of the file.
  public var constants: [String]
  /// The lines of the prediction.
  public var prediction: String
  /// The groups in the order of the file: of a name in two of them the second is at fault.
  public var order: [Group] = [.parameters, .sizes, .constants]

  /// A model as written.
  public init(blocks: [Block], sizes: [Size] = [], constants: [String] = [], prediction: String) {
    self.blocks = blocks
    self.sizes = sizes
    self.constants = constants
    self.prediction = prediction
  }
}

/// Where in a model a mistake is.
public enum ModelPlace: Hashable, Sendable {
  /// The name of a size, a constant or a block.
  case name(ModelText.Group, String)
  /// The value of a size.
  case size(String)
  /// A block's extent, from 0.
  case extent(block: String, Int)
  /// One of a block's starts, from 0.
  case start(block: String, Int)
  /// The factor of a block's step size.
  case stepFactor(block: String)
  /// The prediction.
  case prediction
}

/// A mistake in a model; its span counts in the text at the place.
public struct ModelFault: Hashable, Sendable {
  /// Which text or name.
  public var place: ModelPlace
  /// What is wrong with it.
  public var mistake: Mistake
}

/// All mistakes of a model.
public struct ModelError: Error, Hashable, Sendable {
  /// At least one, groups in the order of the file, the prediction last.
  public let faults: [ModelFault]
}
