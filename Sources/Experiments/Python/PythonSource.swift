internal import Training

/// What a text of Python names, and how its last statement is used.
enum PythonSource {
  /// The names in some Python: no attributes, and nothing in comments and quotes.
  static func names(in text: String) -> Set<String> {
    var names: Set<String> = []
    var name = ""
    var last: Character = " "
    func end() {
      if !name.isEmpty { names.insert(name) }
      name = ""
    }
    for character in code(of: text) {
      if character == "_" || character.isLetter || (character.isNumber && !name.isEmpty) {
        if name.isEmpty, last == "." { continue }  // an attribute
        // The exponent of a number is no name.
        if !name.isEmpty || !last.isNumber { name.append(character) }
      } else {
        end()
      }
      last = character
    }
    end()
    return names
  }

  /// A text without its comments and quotes.
  private static func code(of text: String) -> String {
    var result = ""
    var rest = text[...]
    while let first = rest.first {
      if first == "#" {
        rest = rest.drop { $0 != "\n" }
      } else if rest.hasPrefix("\"\"\"") {
        rest = rest.dropFirst(3)
        rest = rest.firstRange(of: "\"\"\"").map { rest[$0.upperBound...] } ?? ""
        result.append(" ")
      } else if first == "\"" {
        rest = rest.dropFirst().drop { $0 != "\"" }.dropFirst()
        result.append(" ")
      } else {
        result.append(first)
        rest = rest.dropFirst()
      }
    }
    return result
  }

  /// Lines with something in front of the last statement, such as `return `.
  ///
  /// A statement begins in the first column outside of brackets.
  static func lines(_ text: String, last prefix: String) -> [String] {
    let plain = text.replacing("\t", with: "        ").replacing("\r", with: "")
    var lines = plain.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    while lines.last.map(isEmpty) == true { lines.removeLast() }
    lines.removeFirst(lines.prefix(while: isEmpty).count)
    // YAML keeps what all lines are indented by where a text is in quotes.
    let written = lines.filter { !isEmpty($0) }
    let indentation = written.map { $0.prefix { $0 == " " }.count }.min() ?? 0
    lines = lines.map { isEmpty($0) ? "" : String($0.dropFirst(indentation)) }
    var depth = 0
    var start = 0
    for (index, line) in lines.enumerated() {
      let code = line.prefix { $0 != "#" }
      if depth == 0, let first = code.first, first != " ", first != "\t" { start = index }
      for character in code {
        if "([{".contains(character) { depth += 1 }
        if ")]}".contains(character) { depth -= 1 }
      }
    }
    if lines.indices.contains(start) { lines[start] = prefix + lines[start] }
    return lines
  }

  private static func isEmpty(_ line: String) -> Bool {
    line.prefix { $0 != "#" }.allSatisfy { $0 == " " || $0 == "\t" || $0 == "\r" }
  }

  /// A function with a sentence that says what it is.
  ///
  /// - Parameters:
  ///   - head: Name and parameters, `loss(f, y)`.
  ///   - sentence: What it is.
  ///   - names: What the lines may name; those that they do are bound first.
  ///   - lines: The body.
  /// - Returns: Its code.
  static func function(
    _ head: String, _ sentence: String, names: [PythonText.Name], lines: [String]
  ) -> String {
    let used = self.names(in: lines.joined(separator: "\n"))
    let bound = names.filter { used.contains($0.name) }
    var body = ["\"\"\"\(sentence)\"\"\""]
    if !bound.isEmpty {
      // Values may have commas, but in brackets.
      body += bound.map { "\($0.name) = \($0.value)" }
    }
    body += lines
    return (["def \(head):"] + body.map { $0.isEmpty ? "" : "    \($0)" }).joined(separator: "\n")
  }
}
