extension Reader {
  /// The node of an expression; nil where it has a mistake, which then is noted.
  mutating func value(_ expression: Expression) -> NodeID? {
    countReading(at: expression.span)
    guard !isExhausted else { return nil }
    guard let node = form(expression) else { return nil }
    if graph.shape(of: node).count > Limits.numbers {
      return fail(
        .tooLarge, "an array of shape \(graph.shape(of: node)) is too large", at: expression.span)
    }
    if graph.nodes.count > Limits.nodes {
      exhaust("the graph has more than \(Limits.nodes) nodes", at: expression.span)
      return nil
    }
    return node
  }

  private mutating func form(_ expression: Expression) -> NodeID? {
    switch expression.form {
    case .broken: return nil
    case .number(let value, _): return graph.constant(value)
    case .name(let name): return named(name, at: expression.span)
    case .word(let word):
      return fail(.unsupported, "\(word) is no number", at: expression.span)
    case .negated(let operand, let times):
      guard let node = value(operand) else { return nil }
      return times % 2 == 1 ? graph.unary(.negate, node) : node
    case .chain(let first, let links):
      var left = value(first)
      var span = first.span
      for link in links {
        let right = value(link.operand)
        span = span.through(link.operand.span)
        guard let a = left, let b = right else {
          left = nil
          continue
        }
        left = combined(a, link, b, span)
      }
      return left
    case .power(let base, let exponent, let operatorSpan):
      guard let a = value(base), let b = value(exponent),
        let (p, q) = together(a, b, "**", at: operatorSpan, expression.span)
      else { return nil }
      return graph.binary(.power, p, q)
    case .comparison(let first, let links):
      _ = value(first)
      for link in links { _ = value(link.operand) }
      return fail(
        .unsupported, "a comparison stands only in where(comparison, a, b)",
        at: links[0].symbolSpan)
    case .list, .tuple:
      return fail(
        .unsupported, "a list of values is only for concatenate and array", at: expression.span)
    case .suffixed(let base, let suffixes): return suffixed(base, suffixes)
    case .call(let name, let span, let arguments):
      return call(name, at: span, arguments, expression.span)
    }
  }

  // MARK: Names

  private mutating func named(_ name: String, at span: TextSpan) -> NodeID? {
    switch bindings[name] {
    case .node(let node):
      if scope.states.contains(name) { usedNames.insert(name) }
      return node
    case .whole(let value): return graph.constant(Double(value))
    case .broken: return nil
    case nil: break
    }
    if let variable = scope.variables[name] {
      usedNames.insert(name)
      if let depth = variable.depth {
        return fail(
          .rank,
          "\(name) is a stack of \(depth) arrays \(variable.shape), used by its first index:"
            + " \(name)[l]", at: span)
      }
      return graph.input(Input(name: name, shape: variable.shape, role: variable.role))
    }
    if let size = scope.sizes[name] {
      usedNames.insert(name)
      return graph.constant(Double(size))
    }
    if name == "pi" { return graph.constant(.pi) }
    if scope.functions.contains(where: { $0.rawValue == name }) {
      return fail(.unsupported, "\(name) is a function: it needs its argument", at: span)
    }
    if let line = bindingLines[name] {
      return fail(.usedBefore, "\(name) is bound on line \(line), below or here", at: span)
    }
    return fail(
      .unknownName, "unknown name \(name)", at: span,
      suggestion: NearestName.of(name, among: scope.names + bindings.keys))
  }

  // MARK: Operators

  private mutating func combined(
    _ a: NodeID, _ link: Expression.Link, _ b: NodeID, _ span: TextSpan
  ) -> NodeID? {
    let function: BinaryFunction
    switch link.symbol {
    case "+": function = .add
    case "-": function = .subtract
    case "*": function = .multiply
    case "/": function = .divide
    default: return matrixProduct(a, b, at: link.symbolSpan, span)
    }
    guard let (p, q) = together(a, b, link.symbol, at: link.symbolSpan, span) else { return nil }
    return countNodes(graph.binary(function, p, q), at: link.symbolSpan)
  }

  /// A chain makes many nodes in one expression.
  private mutating func countNodes(_ node: NodeID, at span: TextSpan) -> NodeID? {
    if graph.nodes.count > Limits.nodes {
      exhaust("the graph has more than \(Limits.nodes) nodes", at: span)
      return nil
    }
    if graph.shape(of: node).count > Limits.numbers {
      return fail(
        .tooLarge, "an array of shape \(graph.shape(of: node)) is too large", at: span)
    }
    return node
  }

  /// Two arrays in the shape that they broadcast to.
  mutating func together(
    _ a: NodeID, _ b: NodeID, _ symbol: String, at place: TextSpan, _ whole: TextSpan
  ) -> (NodeID, NodeID)? {
    let (p, q) = (graph.shape(of: a), graph.shape(of: b))
    guard let shape = Shape.broadcast(p, q) else {
      _ = fail(
        .shape, "\(source.excerpt(whole)): \(p) \(symbol) \(q)", at: place, shapes: [p, q])
      return nil
    }
    return (graph.broadcast(a, to: shape), graph.broadcast(b, to: shape))
  }

  /// `a @ b` of vectors and matrices.
  mutating func matrixProduct(
    _ a: NodeID, _ b: NodeID, at place: TextSpan, _ whole: TextSpan
  ) -> NodeID? {
    let (p, q) = (graph.shape(of: a), graph.shape(of: b))
    guard p.rank > 0, q.rank > 0, p[p.rank - 1] == q[0] else {
      return fail(.shape, "\(source.excerpt(whole)): \(p) @ \(q)", at: place, shapes: [p, q])
    }
    return countNodes(graph.product(a, b), at: place)
  }
}
