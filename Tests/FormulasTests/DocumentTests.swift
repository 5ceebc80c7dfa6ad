import Formulas
import Foundation
import Testing

/// The examples of `docs/formulas.md` are read, and its mistakes are those that are told.
@Suite struct DocumentTests {
  /// A block of code: what is in scope by its first line, the text, the mistakes it tells.
  struct Example: Sendable, CustomTestStringConvertible {
    var scope = Scope()
    var text: String
    var mistakes: [String]

    var testDescription: String { text.split(separator: "\n").last.map(String.init) ?? "" }

    init(_ code: String) {
      text = code
      mistakes = code.split(separator: "\n").map(String.init).filter {
        $0.dropFirst(2).first?.isNumber == true && $0.hasPrefix("# ")
      }.map { String($0.dropFirst(2)) }
      let head = code.split(separator: "\n").first.map(String.init) ?? ""
      var words = head.dropFirst(2).replacing("  ", with: ";").split(separator: ";").map(
        String.init)
      if words.first == "update" {
        words.removeFirst()
        scope = .update(shape: .vector(4), states: ["m", "v"], constants: words)
        return
      }
      scope.result = .number
      for word in words where !word.contains("(") {
        let parts = word.split(separator: " ")
        scope.sizes[String(parts[0])] = Int(parts[1])
      }
      for word in words where word.contains("(") {
        let parts = word.filter { !"(),".contains($0) }.split(separator: " ").map(String.init)
        var extents = parts.dropFirst().map { Int($0) ?? scope.sizes[$0] ?? 0 }
        let depth = extents.count == 3 ? extents.removeFirst() : nil
        scope.variables[parts[0]] = Scope.Variable(
          shape: Shape(extents) ?? .number, depth: depth,
          role: parts[0] == "x" ? .data : .parameters)
      }
    }
  }

  static let examples: [Example] = {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let file = tests.deletingLastPathComponent().appending(path: "docs/formulas.md")
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return text.components(separatedBy: "```python\n").dropFirst().map {
      Example($0.components(separatedBy: "```")[0])
    }
  }()

  @Test(arguments: examples)
  func exampleIsAsTheDocumentSays(_ example: Example) {
    do throws(FormulaError) {
      _ = try Formula(example.text, in: example.scope)
      #expect(example.mistakes.isEmpty)
    } catch {
      #expect(error.mistakes.map(\.description) == example.mistakes)
    }
  }

  @Test func examplesAreThere() { #expect(Self.examples.count >= 7) }

  @Test func everyFunctionIsInTheDocument() throws {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let file = tests.deletingLastPathComponent().appending(path: "docs/formulas.md")
    let text = try String(contentsOf: file, encoding: .utf8)
    let words = Set(text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init))
    for function in Function.allCases { #expect(words.contains(function.rawValue)) }
  }
}
