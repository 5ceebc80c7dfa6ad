/// Reads lines of tokens into statements.
///
/// A line with a mistake is left there and reading goes on with the next one, so that all mistakes
/// are found at once.
struct Parser {
  private(set) var mistakes: [Mistake]
  private var lines: ArraySlice<LogicalLine>
  /// What is left of the line in hand, and where it ends.
  var tokens: ArraySlice<Token> = []
  var end = TextPlace(line: 1, column: 1)
  /// Whether the list read last had a comma behind its last element.
  var endsWithComma = false
  /// How deep the expression in hand is nested.
  var depth = 0

  /// The statements of a text, and what is wrong with it.
  static func statements(of text: String) -> ([Statement], [Mistake]) {
    let tokenizer = Tokenizer(text)
    var parser = Parser(tokenizer)
    // A text that is too large was not read to its end.
    if parser.mistakes.contains(where: { $0.kind == .tooLarge }) { return ([], parser.mistakes) }
    let statements = parser.block(indentation: 0, depth: 0)
    return (statements, parser.mistakes)
  }

  private init(_ tokenizer: Tokenizer) {
    mistakes = tokenizer.mistakes
    lines = tokenizer.lines[...]
  }

  /// Notes a mistake and goes on.
  mutating func report(
    _ kind: Mistake.Kind, _ message: String, at span: TextSpan, suggestion: String? = nil
  ) {
    mistakes.append(Mistake(kind, message, at: span, suggestion: suggestion))
  }

  // MARK: Blocks

  /// The lines of one indentation, and those further in that belong to them.
  private mutating func block(indentation: Int, depth: Int) -> [Statement] {
    var statements: [Statement] = []
    while let line = lines.first, line.indentation >= indentation {
      if line.indentation > indentation {
        reportIndentation(of: line)
      }
      lines.removeFirst()
      statements.append(statement(of: line, depth: depth))
    }
    return statements
  }

  private mutating func reportIndentation(of line: LogicalLine) {
    guard let first = line.tokens.first, !line.isBroken else { return }
    report(.syntax, "the indentation fits no line above", at: first.span)
  }

  private mutating func statement(of line: LogicalLine, depth: Int) -> Statement {
    tokens = line.tokens[...]
    end = line.end
    self.depth = 0
    let span = TextSpan(line.tokens.first?.span.first ?? line.end, line.end)
    let names = Self.names(boundBy: tokens)
    let broken = Statement(form: .broken(binding: names), span: span)
    if line.isBroken {
      skipBody(of: line)
      return broken
    }
    do throws(Mistake) {
      if tokens.first?.isWord("for") == true { return try loop(span, line: line, depth: depth) }
      return try simpleStatement(span)
    } catch {
      mistakes.append(error)
      skipBody(of: line)
      return broken
    }
  }

  /// The names before the first equals sign: what the line would bind, were it right.
  private static func names(boundBy tokens: ArraySlice<Token>) -> [String] {
    var names: [String] = []
    for token in tokens {
      switch token.content {
      case .word(let word): names.append(word)
      case .symbol(","): continue
      case .symbol("="): return names
      default: return []
      }
    }
    return []
  }

  /// Leaves out what is indented further than a line that was not understood.
  private mutating func skipBody(of line: LogicalLine) {
    guard line.tokens.last?.isSymbol(":") == true else { return }
    while let next = lines.first, next.indentation > line.indentation { lines.removeFirst() }
  }

  // MARK: Statements

  private mutating func simpleStatement(_ span: TextSpan) throws(Mistake) -> Statement {
    if case .word(let word)? = tokens.first?.content, let first = tokens.first {
      if PythonWord.all.contains(word), !PythonWord.values.contains(word),
        !["not", "lambda", "await", "yield"].contains(word)
      {
        throw Mistake(.unsupported, "'\(word)' is not part of the language", at: first.span)
      }
      if let next = tokens.dropFirst().first, case .symbol(let symbol) = next.content {
        if symbol == "=" {
          tokens = tokens.dropFirst(2)
          let value = try wholeExpression()
          if let next = tokens.first {
            if next.isSymbol("=") {
              throw Mistake(.unsupported, "a line binds one name", at: next.span)
            }
            throw unexpected(next)
          }
          return Statement(form: .assignment(word, nameSpan: first.span, value), span: span)
        }
        let isComparison = ["==", "!=", "<=", ">=", ":="].contains(symbol)
        if symbol.count > 1, symbol.hasSuffix("="), !isComparison {
          throw Mistake(
            .unsupported, "'\(symbol)' is not part of the language: \(word) = …", at: next.span)
        }
      }
    }
    let value = try wholeExpression()
    if let next = tokens.first {
      if next.isSymbol("=") {
        throw Mistake(.unsupported, "a line binds one name: name = expression", at: value.span)
      }
      if next.isSymbol(":") {
        throw Mistake(.unsupported, "':' is not part of the language here", at: next.span)
      }
      throw unexpected(next)
    }
    return Statement(form: .expression(value), span: span)
  }

  /// An expression, or several with commas between them.
  private mutating func wholeExpression() throws(Mistake) -> Expression {
    let first = try expression()
    guard tokens.first?.isSymbol(",") == true else { return first }
    var elements = [first]
    while take(",") {
      guard let next = tokens.first, !next.isSymbol("=") else { break }
      elements.append(try expression())
    }
    return Expression(
      form: .tuple(elements), span: first.span.through(elements[elements.count - 1].span))
  }

  private mutating func loop(
    _ span: TextSpan, line: LogicalLine, depth: Int
  ) throws(Mistake) -> Statement {
    let usage = "a loop is 'for l in range(depth):' and its body"
    tokens.removeFirst()
    guard depth < Limits.nesting / 10 else {
      throw Mistake(.tooLarge, "loops nest more than \(Limits.nesting / 10) deep", at: span)
    }
    guard let variable = tokens.first, case .word(let name) = variable.content,
      tokens.dropFirst().first?.isWord("in") == true
    else { throw Mistake(.unsupported, usage, at: tokens.first?.span ?? span) }
    tokens = tokens.dropFirst(2)
    let start = tokens.first?.span ?? span
    let range = try expression()
    guard take(":") else { throw Mistake(.syntax, usage, at: TextSpan(end)) }
    guard case .call("range", _, let arguments) = range.form,
      (1...2).contains(arguments.count), arguments.allSatisfy({ $0.keyword == nil })
    else { throw Mistake(.unsupported, usage, at: start) }
    let head = Statement.LoopHead(
      variable: name, variableSpan: variable.span,
      from: arguments.count == 2 ? arguments[0].value : nil,
      to: arguments[arguments.count - 1].value)
    if let first = tokens.first {
      let body = try simpleStatement(TextSpan(first.span.first, end))
      return Statement(form: .loop(head, [body]), span: span)
    }
    guard let next = lines.first, next.indentation > line.indentation else {
      throw Mistake(.syntax, "the loop has no body: indent it", at: span)
    }
    let body = block(indentation: next.indentation, depth: depth + 1)
    return Statement(form: .loop(head, body), span: span)
  }

  /// What stands where no expression can go on.
  func unexpected(_ token: Token) -> Mistake {
    guard case .word(let word) = token.content, PythonWord.all.contains(word) else {
      return Mistake(
        .syntax, "a Python expression cannot go on like this", at: token.span)
    }
    return Mistake(.unsupported, "'\(word)' is not part of the language", at: token.span)
  }

  /// Takes an operator or bracket if it is next.
  mutating func take(_ symbol: String) -> Bool {
    guard tokens.first?.isSymbol(symbol) == true else { return false }
    tokens.removeFirst()
    return true
  }
}
