/// What a value may depend on: the roles of inputs.
public struct Dependence: OptionSet, Hashable, Sendable {
  /// One bit for each role.
  public let rawValue: UInt16

  /// A set of roles by its bits.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// Blocks of θ that are trained.
  public static let parameters = Dependence(rawValue: 1)
  /// Blocks that are fixed at their start.
  public static let fixed = Dependence(rawValue: 2)
  /// A sample: its inputs, its target.
  public static let data = Dependence(rawValue: 4)
  /// Numbers that may differ between runs.
  public static let constants = Dependence(rawValue: 8)
  /// ∂L/∂f, which a pull-back takes.
  public static let cotangents = Dependence(rawValue: 16)
  /// The vector m of a product with J or ∇².
  public static let directions = Dependence(rawValue: 32)
  /// What an optimizer keeps, and its gradient.
  public static let state = Dependence(rawValue: 64)
  /// A prediction, as a loss or a recorded quantity takes it.
  public static let predictions = Dependence(rawValue: 128)
  /// Numbers of the step: its size, its number, how many there are, the loss at its start.
  public static let step = Dependence(rawValue: 256)
}

/// An array that a graph is given: a block of parameters, a sample, a constant.
public struct Input: Hashable, Sendable {
  /// The name in the text.
  public var name: String
  /// Which matrix of a stack, from 0; nil where the input is the whole block.
  public var entry: Int?
  /// The shape, of the one matrix where the block is a stack.
  public var shape: Shape
  /// What it is.
  public var role: Dependence

  /// An input of a graph.
  public init(name: String, entry: Int? = nil, shape: Shape, role: Dependence) {
    self.name = name
    self.entry = entry
    self.shape = shape
    self.role = role
  }
}
