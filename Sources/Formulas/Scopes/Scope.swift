/// Where a text stands: which names and functions it may use, and what it must give.
public struct Scope: Sendable {
  /// An array in scope.
  public struct Variable: Hashable, Sendable {
    /// Its shape; of one matrix where it is a stack.
    public var shape: Shape
    /// How many matrices or vectors it stacks, if it is a stack.
    public var depth: Int?
    /// What it is.
    public var role: Dependence

    /// An array, or a stack of `depth` arrays, of a shape.
    public init(shape: Shape, depth: Int? = nil, role: Dependence) {
      self.shape = shape
      self.depth = depth
      self.role = role
    }
  }

  /// What the last line must be.
  public enum Result: Hashable, Sendable {
    /// Anything.
    case any
    /// A number.
    case number
    /// A number or a vector.
    case numberOrVector
    /// A number if there is one output (a vector of one counts as that), else a vector of them.
    case prediction(outputs: Int)
    /// An array of a shape, or a number that fills it.
    case filling(Shape)
    /// An array of exactly this shape.
    case exactly(Shape)
  }

  /// Arrays by name.
  public var variables: [String: Variable] = [:]
  /// Sizes by name: whole numbers that may stand in indices and shapes.
  public var sizes: [String: Int] = [:]
  /// Which of the variables a line may bind, once: its next value.
  public var states: Set<String> = []
  /// The functions that may be called.
  public var functions = Function.common
  /// What the last line must be.
  public var result = Result.any
  /// Whether all is computed from numbers, and arrays have no place.
  public var isOfNumbers = false
  /// The kind of mistake that a last line of another shape is.
  var resultKind = Mistake.Kind.predictionShape
  /// What the last line is called in messages.
  public var resultName = "the prediction"

  /// A scope without names.
  public init() {}

  /// Names that mean something everywhere.
  public static let reserved: Set<String> =
    Set(Function.common.map(\.rawValue)).union(PythonWord.all)
    .union(["pi", "x", "y", "f", "k", "theta"])

  /// Whether a text can be a name: ASCII letters, digits and underscores, no digit first.
  public static func isName(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, Tokenizer.startsName(first) else { return false }
    return text.unicodeScalars.allSatisfy { Tokenizer.startsName($0) || Tokenizer.isDigit($0) }
  }

  /// All names in scope, for suggestions.
  var names: [String] { Array(variables.keys) + Array(sizes.keys) + ["pi"] }
}
