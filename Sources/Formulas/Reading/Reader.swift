/// Reads statements into a graph: names, shapes, loops written out.
///
/// An expression with a mistake has no node; what is made of it has none either, without a mistake
/// of its own. So every mistake is told once, and all of them.
struct Reader {
  /// What a name stands for.
  enum Binding {
    case node(NodeID)
    /// The variable of a loop.
    case whole(Int)
    /// Its line has a mistake.
    case broken
  }

  let scope: Scope
  let source: Source
  var graph = Graph()
  var mistakes: [Mistake] = []
  var usedNames: Set<String> = []
  var nextStates: [String: NodeID] = [:]
  /// What lines and loops have bound so far.
  var bindings: [String: Binding] = [:]
  /// The first line that binds a name, anywhere in the text.
  var bindingLines: [String: Int] = [:]
  /// Expressions read so far; those of a loop count each time.
  var readings = 0
  /// Too much was read: the rest is left.
  var isExhausted = false
  private var loopDepth = 0

  init(text: String, scope: Scope) {
    self.scope = scope
    source = Source(text)
  }

  /// Notes a mistake; the result, nil, is that of an expression without a node.
  mutating func fail(
    _ kind: Mistake.Kind, _ message: String, at span: TextSpan, shapes: [Shape] = [],
    suggestion: String? = nil
  ) -> NodeID? {
    mistakes.append(Mistake(kind, message, at: span, shapes: shapes, suggestion: suggestion))
    if mistakes.count >= Limits.mistakes { isExhausted = true }
    return nil
  }

  /// Notes that the text is too large, and ends reading.
  mutating func exhaust(_ message: String, at span: TextSpan) {
    if !isExhausted { _ = fail(.tooLarge, message, at: span) }
    isExhausted = true
  }

  // MARK: Statements

  /// The node of the last line; nil where there is a mistake in the text.
  mutating func read(_ statements: [Statement]) -> NodeID? {
    guard let last = statements.last else {
      if mistakes.isEmpty {
        _ = fail(
          .noPrediction, "the text is empty", at: TextSpan(TextPlace(line: 1, column: 1)))
      }
      return nil
    }
    noteBindings(of: statements)
    for statement in statements.dropLast() { execute(statement) }
    switch last.form {
    case .expression(let expression):
      return value(expression).flatMap { checked($0, expression) }
    case .assignment, .loop:
      execute(last)
      _ = fail(
        .noPrediction, "the last line must be \(scope.resultName), without a name", at: last.span)
    case .broken: break
    }
    return nil
  }

  private mutating func noteBindings(of statements: [Statement]) {
    for statement in statements {
      switch statement.form {
      case .assignment(let name, let span, _):
        if bindingLines[name] == nil { bindingLines[name] = span.first.line }
      case .broken(let names):
        for name in names where bindingLines[name] == nil {
          bindingLines[name] = statement.span.first.line
        }
      case .loop(_, let body): noteBindings(of: body)
      case .expression: break
      }
    }
  }

  private mutating func execute(_ statement: Statement) {
    readings += 1
    guard !isExhausted else { return }
    switch statement.form {
    case .expression(let expression):
      _ = value(expression)
      _ = fail(.unsupported, "a line without a name must be the last", at: expression.span)
    case .assignment(let name, let span, let expression):
      let node = value(expression)
      guard mayBind(name, at: span) else { return }
      bindings[name] = node.map(Binding.node) ?? .broken
      if let node, scope.states.contains(name) { bind(node, to: name, at: span) }
    case .broken: poison([statement])
    case .loop(let head, let body): run(head, body)
    }
  }

  /// A state keeps its shape.
  private mutating func bind(_ node: NodeID, to state: String, at span: TextSpan) {
    guard let shape = scope.variables[state]?.shape else { return }
    let found = graph.shape(of: node)
    guard Shape.broadcast(found, shape) == shape else {
      _ = fail(
        .shape, "the next \(state) has shape \(found), not \(shape)", at: span,
        shapes: [found, shape])
      return
    }
    let next = graph.broadcast(node, to: shape)
    bindings[state] = .node(next)
    nextStates[state] = next
  }

  private mutating func mayBind(_ name: String, at span: TextSpan) -> Bool {
    if scope.states.contains(name) {
      guard nextStates[name] == nil || loopDepth > 0 else {
        _ = fail(.boundTwice, "\(name) has its next value from a line above", at: span)
        return false
      }
      return true
    }
    let isTaken =
      scope.variables[name] != nil || scope.sizes[name] != nil || Scope.reserved.contains(name)
      || scope.functions.contains { $0.rawValue == name }
    if isTaken {
      _ = fail(.nameTaken, "\(name) is taken: give the line another name", at: span)
      return false
    }
    switch bindings[name] {
    case .whole:
      _ = fail(.nameTaken, "\(name) is the variable of the loop", at: span)
      return false
    case nil: return true
    default:
      if loopDepth > 0 { return true }
      _ = fail(.boundTwice, "\(name) is bound twice", at: span)
      return false
    }
  }

  // MARK: Loops

  private mutating func run(_ head: Statement.LoopHead, _ body: [Statement]) {
    var from = 0
    if let start = head.from {
      guard let start = whole(start, .index) else { return poison(body) }
      from = start
    }
    guard let to = whole(head.to, .index), mayBind(head.variable, at: head.variableSpan) else {
      return poison(body)
    }
    if bindings[head.variable] != nil {
      _ = fail(.boundTwice, "\(head.variable) is bound twice", at: head.variableSpan)
      return poison(body)
    }
    loopDepth += 1
    let before = mistakes.count
    var round = from
    while round < to, !isExhausted, mistakes.count == before {
      bindings[head.variable] = .whole(round)
      for statement in body { execute(statement) }
      countReading(at: head.variableSpan)
      round += 1
    }
    loopDepth -= 1
    bindings[head.variable] = nil
  }

  private mutating func poison(_ name: String) {
    if scope.variables[name] == nil, scope.sizes[name] == nil { bindings[name] = .broken }
  }

  /// What lines with mistakes would have bound.
  private mutating func poison(_ statements: [Statement]) {
    for statement in statements {
      switch statement.form {
      case .assignment(let name, _, _): poison(name)
      case .broken(let names):
        for name in names { poison(name) }
      case .loop(_, let body): poison(body)
      case .expression: break
      }
    }
  }

  /// One more expression was read.
  mutating func countReading(at span: TextSpan) {
    readings += 1
    if readings > Limits.readings {
      exhaust("with its loops the text has more than \(Limits.readings) expressions", at: span)
    }
  }

  // MARK: The last line

  /// The result in the shape that the scope asks for.
  private mutating func checked(_ node: NodeID, _ expression: Expression) -> NodeID? {
    let shape = graph.shape(of: node)
    func refuse(_ wanted: String) -> NodeID? {
      fail(
        scope.resultKind, "\(scope.resultName) has shape \(shape), not \(wanted)",
        at: expression.span, shapes: [shape])
    }
    switch scope.result {
    case .any: return node
    case .number: return shape.rank == 0 ? node : refuse("()")
    case .numberOrVector: return shape.rank < 2 ? node : refuse("() or a vector")
    case .prediction(let outputs):
      if outputs == 1, shape == .number || shape == .vector(1) {
        return graph.reshape(node, to: .number)
      }
      return shape == .vector(outputs) ? node : refuse("\(Shape.vector(outputs))")
    case .filling(let wanted):
      if shape == .number || shape == wanted { return graph.broadcast(node, to: wanted) }
      return refuse("\(wanted)")
    case .exactly(let wanted): return shape == wanted ? node : refuse("\(wanted)")
    }
  }
}
