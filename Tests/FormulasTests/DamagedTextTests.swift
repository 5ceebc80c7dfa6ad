import Formulas
import TestSupport
import Testing

/// Damaged texts of random formulas, and what Python's parser and NumPy make of them.
@Suite struct DamagedTextTests {
  static let cases = (try? fixtureLines("damaged.jsonl", as: ModelCase.self)) ?? []

  /// What they refuse is refused, on the same line; what they take has their value or is refused.
  @Test(arguments: cases)
  func verdictIsPythons(on text: ModelCase) throws {
    do throws(FormulaError) {
      let formula = try Formula(text.model.prediction, in: text.scope)
      #expect(text.error == nil, "\(text.model.prediction): \(text.error?.message ?? "")")
      guard text.error == nil else { return }
      var given: [String: [Double]] = [:]
      var offset = 0
      for block in text.placedBlocks {
        given[block.name] = Array((text.theta ?? [])[offset..<offset + block.count])
        offset += block.count
      }
      given["x"] = text.x?.values ?? []
      let found = Interpreter(formula.graph, outputs: [formula.result])(given)[0]
      let expected = text.expected?["predictions"]?.values ?? []
      #expect(deviation(found, expected) < 1e-9, "\(text.model.prediction)")
    } catch {
      // Python's parser may see one mistake as an earlier one, where brackets join lines; an empty
      // slice is a mistake here, where NumPy goes on.
      let isOwn = error.mistakes.contains {
        [.syntax, .unsupported, .character].contains($0.kind) || $0.message.contains("empty")
      }
      guard let line = text.error?.line, !isOwn else { return }
      let lines = error.mistakes.map(\.span.first.line)
      #expect(lines.contains(line), "\(text.model.prediction): \(error)")
    }
  }

  @Test func casesAreThere() { #expect(Self.cases.count >= 100) }
}
