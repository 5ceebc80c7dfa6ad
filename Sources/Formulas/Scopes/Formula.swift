/// A text that was read: its graph, what the last line gives and what lines bound states to.
public struct Formula: Sendable {
  /// The operations.
  public var graph: Graph
  /// The last line.
  public let result: NodeID
  /// The next value of each state that a line binds.
  public let states: [String: NodeID]
  /// The names of the scope that the text uses.
  public let usedNames: Set<String>

  /// Reads a text.
  ///
  /// - Parameters:
  ///   - text: Lines `name = expression`, loops, and a last line without a name.
  ///   - scope: Names, functions, and what the last line must be.
  /// - Throws: All mistakes of the text, each with its place.
  public init(_ text: String, in scope: Scope) throws(FormulaError) {
    let (statements, mistakes) = Parser.statements(of: text)
    var reader = Reader(text: text, scope: scope)
    reader.mistakes = mistakes
    let result = reader.read(statements)
    guard let result, reader.mistakes.isEmpty else { throw FormulaError(reader.mistakes) }
    graph = reader.graph
    self.result = result
    states = reader.nextStates
    usedNames = reader.usedNames
    guard scope.isOfNumbers, let array = firstArray else { return }
    throw FormulaError([
      Mistake(
        .rank, "\(scope.resultName) is computed from numbers, and here is an array",
        at: TextSpan(TextPlace(line: 1, column: 1)), shapes: [array])
    ])
  }

  /// The shape of the first value that is no number, if there is one.
  private var firstArray: Shape? {
    graph.needed(for: outputs).lazy.map { graph.shape(of: $0) }.first { $0 != .number }
  }

  /// The graph's outputs: the result, then the states in the order of their names.
  public var outputs: [NodeID] { [result] + states.keys.sorted().compactMap { states[$0] } }
}
