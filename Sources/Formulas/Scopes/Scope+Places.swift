/// The places where formulas stand.
extension Scope {
  /// A block of parameters.
  public struct Block: Hashable, Sendable {
    /// Its name in the text.
    public var name: String
    /// Its extents; three of them are a stack of matrices.
    public var extents: [Int]
    /// Whether it is part of θ; else it is fixed at its start.
    public var isTrained: Bool

    /// A block of parameters with at most three extents.
    public init(name: String, extents: [Int], isTrained: Bool = true) {
      precondition(extents.count <= 3, "a block has at most three axes")
      self.name = name
      self.extents = extents
      self.isTrained = isTrained
    }

    /// How many numbers it has.
    public var count: Int { extents.reduce(1, *) }

    /// The block as a name in scope.
    var variable: Variable {
      let depth = extents.count == 3 ? extents[0] : nil
      let shape = Shape(depth == nil ? extents : Array(extents.dropFirst())) ?? .number
      return Variable(shape: shape, depth: depth, role: isTrained ? .parameters : .fixed)
    }
  }

  /// A scope with sizes and constants.
  private init(sizes: [String: Int], constants: some Sequence<String>, result: Result) {
    self.init()
    self.sizes = sizes
    self.result = result
    for name in constants { variables[name] = Variable(shape: .number, role: .constants) }
  }

  /// The prediction of a model for one sample x.
  ///
  /// - Parameters:
  ///   - blocks: The parameters.
  ///   - sizes: Whole numbers, those of the data among them.
  ///   - constants: Names of numbers.
  ///   - input: The shape of x.
  ///   - outputs: How many outputs the data have.
  /// - Returns: The scope.
  public static func prediction(
    blocks: [Block], sizes: [String: Int], constants: [String], input: Shape, outputs: Int
  ) -> Scope {
    var scope = Scope(sizes: sizes, constants: constants, result: .prediction(outputs: outputs))
    for block in blocks { scope.variables[block.name] = block.variable }
    scope.variables["x"] = Variable(shape: input, role: .data)
    return scope
  }

  /// The target of generated data, over a sample x.
  public static func target(sizes: [String: Int], input: Shape, outputs: Int) -> Scope {
    var scope = prediction(
      blocks: [], sizes: sizes, constants: [], input: input, outputs: outputs)
    scope.resultName = "the target"
    return scope
  }

  /// The loss of one sample, over its prediction f and its target y.
  public static func loss(outputs: Int, constants: [String] = []) -> Scope {
    var scope = Scope(sizes: [:], constants: constants, result: .number)
    let shape = outputs == 1 ? Shape.number : .vector(outputs)
    scope.variables["f"] = Variable(shape: shape, role: .predictions)
    scope.variables["y"] = Variable(shape: shape, role: .data)
    scope.resultName = "the loss"
    scope.isOfNumbers = outputs == 1
    return scope
  }

  /// Initial values of a block (a number fills it), over sizes and constants.
  public static func start(
    shape: Shape, sizes: [String: Int], constants: [String]
  ) -> Scope {
    var scope = Scope(sizes: sizes, constants: constants, result: .filling(shape))
    scope.resultName = "the initial value"
    return scope
  }

  /// A number over sizes and constants: a standard deviation, an extent, a factor of the step size.
  public static func number(
    sizes: [String: Int], constants: [String] = [], called name: String = "the value"
  ) -> Scope {
    var scope = Scope(sizes: sizes, constants: constants, result: .number)
    scope.resultName = name
    return scope
  }

  /// An optimizer's update of one block: `theta`, its gradient `g`, `eta`, `k`, `steps`, the loss `L`
  /// and the states, each shaped like the block; lines may bind states to their next values.
  public static func update(
    shape: Shape, states: [String], constants: [String]
  ) -> Scope {
    var scope = Scope(sizes: [:], constants: constants, result: .filling(shape))
    scope.variables["theta"] = Variable(shape: shape, role: .parameters)
    for name in ["g"] + states { scope.variables[name] = Variable(shape: shape, role: .state) }
    for name in ["eta", "k", "steps", "L"] {
      scope.variables[name] = Variable(shape: .number, role: .step)
    }
    scope.states = Set(states)
    scope.resultName = "the next theta"
    return scope
  }

  /// A preconditioner S over the second moment `v`, elementwise: see ``Graph/isElementwise(_:in:)``.
  public static func preconditioner(constants: [String]) -> Scope {
    var scope = Scope(sizes: [:], constants: constants, result: .number)
    scope.variables["v"] = Variable(shape: .number, role: .state)
    scope.resultName = "the preconditioner"
    scope.isOfNumbers = true
    return scope
  }

  /// A factor of the step size over the step `k` = 1, 2, …, `steps`, and the loss `L`.
  public static func schedule(constants: [String]) -> Scope {
    var scope = Scope(sizes: [:], constants: constants, result: .number)
    for name in ["k", "steps", "L"] {
      scope.variables[name] = Variable(shape: .number, role: .step)
    }
    scope.resultName = "the factor"
    scope.isOfNumbers = true
    return scope
  }

  /// A recorded quantity over parameters, sizes, constants, `k`, `eta` and further arrays such as
  /// predictions `f`, samples `X`, targets `y`, the Jacobian `J`; with functions of its own.
  public static func record(
    blocks: [Block], sizes: [String: Int], constants: [String], arrays: [String: Variable]
  ) -> Scope {
    var scope = Scope(sizes: sizes, constants: constants, result: .numberOrVector)
    for block in blocks { scope.variables[block.name] = block.variable }
    for name in ["k", "eta"] { scope.variables[name] = Variable(shape: .number, role: .step) }
    scope.variables.merge(arrays) { _, new in new }
    scope.functions.formUnion(Function.recorded)
    scope.resultName = "the quantity"
    return scope
  }
}
