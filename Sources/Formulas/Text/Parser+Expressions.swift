extension Parser {
  private static let comparisons: Set<String> = ["<", "<=", ">", ">=", "==", "!="]
  private static let sums: Set<String> = ["+", "-"]
  private static let terms: Set<String> = ["*", "/", "@"]
  /// Python's other operators: read, so that what follows is read, and reported.
  private static let otherTerms: Set<String> = ["//", "%"]
  private static let otherSums: Set<String> = ["&", "|", "^", "<<", ">>"]

  /// An expression; a comparison only where `where` takes it, which is for later to say.
  mutating func expression() throws(Mistake) -> Expression {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Limits.nesting + 1 else {
      throw Mistake(
        .tooLarge, "the expression nests more than \(Limits.nesting) deep",
        at: tokens.first?.span ?? TextSpan(end))
    }
    let first = try sum()
    var links: [Expression.Link] = []
    let operand = { (parser: inout Parser) throws(Mistake) in try parser.sum() }
    while let link = try nextLink(of: Self.comparisons, operand: operand) { links.append(link) }
    if let next = tokens.first, next.isSymbol(":=") {
      throw Mistake(.unsupported, "':=' is not part of the language", at: next.span)
    }
    guard let last = links.last else { return first }
    return Expression(
      form: .comparison(first, links), span: first.span.through(last.operand.span))
  }

  private mutating func nextLink(
    of symbols: Set<String>, operand: (inout Parser) throws(Mistake) -> Expression
  ) throws(Mistake) -> Expression.Link? {
    guard let next = tokens.first, case .symbol(let symbol) = next.content,
      symbols.contains(symbol)
    else { return nil }
    tokens.removeFirst()
    return Expression.Link(
      symbol: symbol, symbolSpan: next.span, operand: try operand(&self))
  }

  /// Terms with + and − between them.
  private mutating func sum() throws(Mistake) -> Expression {
    try chain(of: Self.sums, others: Self.otherSums) { p throws(Mistake) in try p.term() }
  }

  /// Factors with *, / and @ between them.
  private mutating func term() throws(Mistake) -> Expression {
    try chain(of: Self.terms, others: Self.otherTerms) { p throws(Mistake) in try p.factor() }
  }

  private mutating func chain(
    of symbols: Set<String>, others: Set<String>,
    operand: (inout Parser) throws(Mistake) -> Expression
  ) throws(Mistake) -> Expression {
    let first = try operand(&self)
    var links: [Expression.Link] = []
    var isBroken = false
    while let link = try nextLink(of: symbols.union(others), operand: operand) {
      if others.contains(link.symbol) {
        report(
          .unsupported, "there is no operator '\(link.symbol)'", at: link.symbolSpan,
          suggestion: ["^": "**", "//": "/"][link.symbol])
        isBroken = true
      }
      links.append(link)
    }
    guard let last = links.last else { return first }
    let span = first.span.through(last.operand.span)
    if isBroken { return Expression(form: .broken, span: span) }
    return Expression(form: .chain(first, links), span: span)
  }

  /// A sign, or a power.
  private mutating func factor() throws(Mistake) -> Expression {
    guard let first = tokens.first else { return try power() }
    var times = 0
    var isBroken = false
    while let sign = tokens.first, case .symbol(let symbol) = sign.content,
      symbol == "-" || symbol == "+" || symbol == "~"
    {
      if symbol == "-" {
        times += 1
      } else {
        report(.unsupported, "the only sign is minus", at: sign.span)
        isBroken = true
      }
      tokens.removeFirst()
    }
    let value = try power()
    let span = first.span.through(value.span)
    if isBroken { return Expression(form: .broken, span: span) }
    return times == 0 ? value : Expression(form: .negated(value, times: times), span: span)
  }

  private mutating func power() throws(Mistake) -> Expression {
    let base = try suffixed()
    guard let next = tokens.first, next.isSymbol("**") else { return base }
    tokens.removeFirst()
    depth += 1
    defer { depth -= 1 }
    guard depth <= Limits.nesting else {
      throw Mistake(.tooLarge, "powers nest more than \(Limits.nesting) deep", at: next.span)
    }
    let exponent = try factor()
    return Expression(
      form: .power(base, exponent, operatorSpan: next.span), span: base.span.through(exponent.span))
  }

  /// A value with its attributes and indices.
  private mutating func suffixed() throws(Mistake) -> Expression {
    var value = try atom()
    var suffixes: [Expression.Suffix] = []
    var span = value.span
    while let next = tokens.first, case .symbol(let symbol) = next.content {
      if symbol == "." {
        tokens.removeFirst()
        guard let name = tokens.first, case .word(let attribute) = name.content else {
          throw Mistake(.syntax, "an attribute has a name", at: next.span)
        }
        tokens.removeFirst()
        suffixes.append(.attribute(attribute, name.span))
        span = span.through(name.span)
      } else if symbol == "[" {
        tokens.removeFirst()
        let indices = try self.indices()
        let close = try closing("]", of: next)
        suffixes.append(.indices(indices, next.span.through(close)))
        span = span.through(close)
      } else if symbol == "(" {
        tokens.removeFirst()
        let arguments = try self.arguments()
        let close = try closing(")", of: next)
        if suffixes.isEmpty, case .name(let name) = value.form {
          value = Expression(
            form: .call(name, nameSpan: value.span, arguments), span: value.span.through(close))
        } else {
          suffixes.append(.call(next.span))
        }
        span = span.through(close)
      } else {
        break
      }
    }
    return suffixes.isEmpty
      ? value : Expression(form: .suffixed(value, suffixes), span: span)
  }

  /// The closing bracket that must be next.
  private mutating func closing(_ symbol: String, of open: Token) throws(Mistake) -> TextSpan {
    guard let next = tokens.first else {
      throw Mistake(.syntax, "'\(symbol)' is missing", at: TextSpan(end))
    }
    guard take(symbol) else { throw unexpected(next) }
    return next.span
  }

  private mutating func atom() throws(Mistake) -> Expression {
    guard let next = tokens.first else {
      throw Mistake(.syntax, "a Python expression cannot end here", at: TextSpan(end))
    }
    switch next.content {
    case .number(let value, let whole):
      tokens.removeFirst()
      return Expression(form: .number(value, whole: whole), span: next.span)
    case .word(let word):
      if PythonWord.all.contains(word), !PythonWord.values.contains(word) {
        throw Mistake(.unsupported, "'\(word)' is not part of the language", at: next.span)
      }
      tokens.removeFirst()
      let isValue = PythonWord.values.contains(word)
      return Expression(form: isValue ? .word(word) : .name(word), span: next.span)
    case .symbol("("):
      tokens.removeFirst()
      let elements = try self.elements(until: ")")
      let hasComma = elements.count != 1 || endsWithComma
      let close = try closing(")", of: next)
      if !hasComma { return Expression(form: elements[0].form, span: next.span.through(close)) }
      return Expression(form: .tuple(elements), span: next.span.through(close))
    case .symbol("["):
      tokens.removeFirst()
      let elements = try self.elements(until: "]")
      let close = try closing("]", of: next)
      return Expression(form: .list(elements), span: next.span.through(close))
    case .symbol("..."):
      tokens.removeFirst()
      return Expression(form: .word("..."), span: next.span)
    case .symbol("{"):
      throw Mistake(.unsupported, "braces are not part of the language", at: next.span)
    case .symbol("*"), .symbol("**"):
      throw Mistake(.syntax, "a Python expression cannot begin like this", at: next.span)
    case .symbol:
      throw Mistake(.syntax, "a Python expression cannot go on like this", at: next.span)
    }
  }

  /// Expressions with commas between them; a comma may stand behind the last.
  private mutating func elements(until close: String) throws(Mistake) -> [Expression] {
    var elements: [Expression] = []
    endsWithComma = false
    while let next = tokens.first, !next.isSymbol(close) {
      elements.append(try starredExpression(next))
      endsWithComma = take(",")
      if !endsWithComma { break }
    }
    return elements
  }

  /// An expression; a star before it is reported.
  private mutating func starredExpression(_ next: Token) throws(Mistake) -> Expression {
    guard next.isSymbol("*") || next.isSymbol("**") else { return try expression() }
    tokens.removeFirst()
    report(.unsupported, "a star before an argument is not part of the language", at: next.span)
    let value = try expression()
    return Expression(form: .broken, span: next.span.through(value.span))
  }

  private mutating func arguments() throws(Mistake) -> [Expression.Argument] {
    var arguments: [Expression.Argument] = []
    while let next = tokens.first, !next.isSymbol(")") {
      if case .word(let word) = next.content, tokens.dropFirst().first?.isSymbol("=") == true {
        tokens = tokens.dropFirst(2)
        arguments.append(
          Expression.Argument(keyword: word, keywordSpan: next.span, value: try expression()))
      } else {
        if let last = arguments.last, last.keyword != nil, !next.isSymbol("**") {
          throw Mistake(
            .syntax, "an argument without a keyword cannot follow one with it", at: next.span)
        }
        arguments.append(
          Expression.Argument(keyword: nil, keywordSpan: nil, value: try starredExpression(next)))
      }
      if !take(",") { break }
    }
    return arguments
  }

  private mutating func indices() throws(Mistake) -> [Expression.Index] {
    var indices: [Expression.Index] = []
    while let next = tokens.first, !next.isSymbol("]") {
      indices.append(try index())
      if !take(",") { break }
    }
    if indices.isEmpty {
      throw Mistake(.syntax, "an index is missing", at: tokens.first?.span ?? TextSpan(end))
    }
    return indices
  }

  private mutating func index() throws(Mistake) -> Expression.Index {
    var parts: [Expression?] = [nil]
    while let next = tokens.first, !next.isSymbol("]"), !next.isSymbol(",") {
      if next.isSymbol(":"), parts.count < 3 {
        tokens.removeFirst()
        parts.append(nil)
      } else if parts[parts.count - 1] == nil {
        parts[parts.count - 1] = try starredExpression(next)
      } else {
        throw unexpected(next)
      }
    }
    if parts.count == 1, let only = parts[0] { return .at(only) }
    return .range(
      from: parts[0], to: parts.count > 1 ? parts[1] : nil, step: parts.count > 2 ? parts[2] : nil)
  }
}
