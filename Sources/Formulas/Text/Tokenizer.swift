/// Cuts a text into lines of tokens.
struct Tokenizer {
  /// The lines that hold something.
  private(set) var lines: [LogicalLine] = []
  private(set) var mistakes: [Mistake] = []

  private let scalars: [Unicode.Scalar]
  private var position = 0
  private var place = TextPlace(line: 1, column: 1)
  private var line = LogicalLine(
    indentation: 0, tokens: [], end: TextPlace(line: 1, column: 1))
  private var brackets: [Token] = []
  private var tokenCount = 0

  init(_ text: String) {
    scalars = Array(text.unicodeScalars.prefix(Limits.characters + 1))
    if scalars.count > Limits.characters {
      mistakes.append(
        Mistake(
          .tooLarge, "the text has more than \(Limits.characters) characters", at: TextSpan(place)))
      return
    }
    while position < scalars.count, mistakes.count < Limits.mistakes, readLine() {}
  }

  private func peek(_ offset: Int = 0) -> Unicode.Scalar? {
    position + offset < scalars.count ? scalars[position + offset] : nil
  }

  private mutating func advance() {
    if scalars[position] == "\n" {
      place = TextPlace(line: place.line + 1, column: 1)
    } else {
      place.column += 1
    }
    position += 1
  }

  private mutating func skip(while condition: (Unicode.Scalar) -> Bool) {
    while let next = peek(), condition(next) { advance() }
  }

  /// Reads a logical line; false where reading is to stop altogether.
  private mutating func readLine() -> Bool {
    line = LogicalLine(indentation: 0, tokens: [], end: place)
    while let blank = peek(), blank == " " || blank == "\t" {
      line.indentation = blank == "\t" ? (line.indentation / 8 + 1) * 8 : line.indentation + 1
      advance()
    }
    while let next = peek() {
      if next == "\n" {
        advance()
        if brackets.isEmpty { break }
      } else if next == "#" {
        skip { $0 != "\n" }
      } else if next == " " || next == "\t" || next == "\r" && peek(1) == "\n" {
        advance()
      } else if !readToken() || mistakes.count >= Limits.mistakes {
        return false
      }
    }
    if position == scalars.count, let open = brackets.last {
      report(.syntax, "\(quoted(open)) was never closed", at: open.span)
    }
    if !line.tokens.isEmpty || line.isBroken { lines.append(line) }
    return true
  }

  private func quoted(_ token: Token) -> String {
    if case .symbol(let text) = token.content { return "'\(text)'" }
    return ""
  }

  private mutating func report(_ kind: Mistake.Kind, _ message: String, at span: TextSpan) {
    mistakes.append(Mistake(kind, message, at: span))
    line.isBroken = true
  }

  /// Reads a token; false where the text is too large.
  private mutating func readToken() -> Bool {
    guard let first = peek() else { return true }
    let start = place
    guard first.isASCII, first.value >= 32, first.value < 127 else {
      report(.character, Self.complaint(about: first), at: TextSpan(start))
      advance()
      return true
    }
    let content: Token.Content
    if Self.startsName(first) {
      content = .word(readName())
      if let quote = peek(), quote == "'" || quote == "\"" { return true }
    } else if Self.isDigit(first) || first == "." && peek(1).map(Self.isDigit) == true {
      guard let number = readNumber() else { return true }
      content = number
    } else if first == "'" || first == "\"" {
      readString(quote: first)
      return true
    } else if let symbol = readSymbol() {
      content = .symbol(symbol)
    } else {
      report(.syntax, "'\(first)' means nothing in Python", at: TextSpan(start))
      advance()
      return true
    }
    let last = TextPlace(line: place.line, column: place.column - 1)
    let token = Token(content: content, span: TextSpan(start, last))
    line.tokens.append(token)
    line.end = last
    tokenCount += 1
    if tokenCount > Limits.tokens {
      mistakes.append(
        Mistake(.tooLarge, "more than \(Limits.tokens) words and signs", at: token.span))
      return false
    }
    return matchBracket(token)
  }

  /// Keeps count of open brackets; false where they nest too deep.
  private mutating func matchBracket(_ token: Token) -> Bool {
    guard case .symbol(let text) = token.content else { return true }
    switch text {
    case "(", "[", "{":
      brackets.append(token)
      if brackets.count > Limits.nesting {
        mistakes.append(
          Mistake(.tooLarge, "brackets nest more than \(Limits.nesting) deep", at: token.span))
        return false
      }
    case ")", "]", "}":
      guard let open = brackets.popLast() else {
        report(.syntax, "nothing is open that '\(text)' could close", at: token.span)
        return true
      }
      let pairs = ["(": ")", "[": "]", "{": "}"]
      if case .symbol(let opening) = open.content, pairs[opening] != text {
        report(.syntax, "'\(text)' cannot close '\(opening)'", at: token.span)
      }
    case ";":
      report(.unsupported, "';' is not part of the language: one line for each", at: token.span)
    case "\\":
      report(
        .unsupported, "a line goes on inside parentheses, not by a backslash", at: token.span)
    default: break
    }
    return true
  }

  private mutating func readName() -> String {
    var name = String.UnicodeScalarView()
    while let next = peek(), Self.startsName(next) || Self.isDigit(next) {
      name.append(next)
      advance()
    }
    return String(name)
  }

  /// A decimal number as in Python; nil after a mistake.
  private mutating func readNumber() -> Token.Content? {
    let start = place
    var text = String.UnicodeScalarView()
    var isWhole = true
    func isNumber(_ scalar: Unicode.Scalar?) -> Bool { scalar.map(Self.isDigit) ?? false }
    while let next = peek() {
      if next == "." {
        isWhole = false
      } else if next == "e" || next == "E",
        isNumber(peek(1)) || (peek(1) == "-" || peek(1) == "+") && isNumber(peek(2))
      {
        isWhole = false
        text.append(next)
        advance()
      } else if !Self.isDigit(next) {
        break
      }
      guard let digit = peek() else { break }
      text.append(digit)
      advance()
    }
    let written = String(text)
    if let next = peek(), Self.startsName(next) {
      skip { Self.startsName($0) || Self.isDigit($0) }
      let span = TextSpan(start, TextPlace(line: place.line, column: place.column - 1))
      let isPython = "jJxXoObB_".unicodeScalars.contains(next)
      report(
        isPython ? .unsupported : .syntax, "numbers are decimal: digits, a point, an exponent",
        at: span)
      return nil
    }
    let isOctal = isWhole && written.count > 1 && written.hasPrefix("0")
    guard let value = Double(written.hasSuffix(".") ? written + "0" : written), !isOctal else {
      report(
        .syntax, "'\(written)' is no number",
        at: TextSpan(start, TextPlace(line: place.line, column: place.column - 1)))
      return nil
    }
    return .number(value, whole: isWhole ? Int(written) : nil)
  }

  private mutating func readString(quote: Unicode.Scalar) {
    report(.unsupported, "text in quotes is not part of the language", at: TextSpan(place))
    advance()
    while let next = peek(), next != "\n" {
      advance()
      if next == quote { break }
    }
  }

  private static let symbols: [[String]] = [
    ["**=", "//=", ">>=", "<<=", "..."],
    [
      "**", "//", "==", "!=", "<=", ">=", "<<", ">>", ":=", "+=", "-=", "*=", "/=", "%=", "@=",
      "&=", "|=", "^=", "->",
    ],
    [
      "(", ")", "[", "]", "{", "}", ",", ":", ".", "=", "<", ">", "+", "-", "*", "/", "@", "%",
      "&", "|", "^", "~", ";", "\\",
    ],
  ]
  private static let symbolsByLength = symbols.map(Set.init)

  private mutating func readSymbol() -> String? {
    for (length, symbols) in zip([3, 2, 1], Self.symbolsByLength)
    where position + length <= scalars.count {
      let text = String(String.UnicodeScalarView(scalars[position..<position + length]))
      guard symbols.contains(text) else { continue }
      for _ in 0..<length { advance() }
      return text
    }
    return nil
  }

  static func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar >= "0" && scalar <= "9" }

  static func startsName(_ scalar: Unicode.Scalar) -> Bool {
    scalar >= "a" && scalar <= "z" || scalar >= "A" && scalar <= "Z" || scalar == "_"
  }

  /// What the character is, for many of them look like another.
  private static func complaint(about scalar: Unicode.Scalar) -> String {
    var code = String(scalar.value, radix: 16, uppercase: true)
    code = String(repeating: "0", count: max(0, 4 - code.count)) + code
    let shown = scalar.value < 32 || scalar.value == 127 ? "this" : "'\(scalar)'"
    let name = scalar.properties.name.map { ", " + $0.prefix(1) + $0.dropFirst().lowercased() }
    return "\(shown) is U+\(code)\(name ?? ""): a formula is written in ASCII"
  }
}
