import Formulas
import TestSupport
import Testing

/// A wrong text and where its mistake is.
struct MistakeCase: Decodable, CustomTestStringConvertible, Sendable {
  struct Block: Decodable, Sendable {
    var name: String
    var shape: [String]
  }
  struct Fault: Decodable, Sendable, Hashable {
    var kind: String
    var line: Int
    var column: Int
  }
  struct Join: Decodable, Sendable {
    var separator: String
    var piece: String
    var count: Int
    init(from decoder: any Decoder) throws {
      var list = try decoder.unkeyedContainer()
      separator = try list.decode(String.self)
      piece = try list.decode(String.self)
      count = try list.decode(Int.self)
    }
  }

  var name: String
  var kind: String
  var data: ModelCase.DataSizes
  var prediction: String
  var parameters: [Block]
  var line: Int?
  var column: Int?
  var span: [Int]?
  var near: String?
  var shapes: [String]?
  var hint: String?
  var faults: [Fault]?
  var join: Join?

  var testDescription: String { name }

  var text: String {
    guard let join else { return prediction }
    return Array(repeating: join.piece, count: join.count).joined(separator: join.separator)
  }
}

@Suite struct MistakeTests {
  static let cases = (try? fixtureLines("mistakes.jsonl", as: MistakeCase.self)) ?? []
  /// Those in the text of a prediction of the common model.
  static let texts = cases.filter {
    ($0.line != nil || $0.faults != nil) && $0.parameters.map(\.name) == ["W", "b", "a"]
  }

  /// W (3, 4), b (3,), a (3,), as in all of these cases.
  static let scope = Scope.prediction(
    blocks: [
      Scope.Block(name: "W", extents: [3, 4]), Scope.Block(name: "b", extents: [3]),
      Scope.Block(name: "a", extents: [3]),
    ], sizes: ["width": 3, "inputs": 4, "outputs": 1, "samples": 8], constants: ["scale"],
    input: .vector(4), outputs: 1)

  @Test(arguments: texts)
  func mistakeIsFoundInItsPlace(_ wrong: MistakeCase) throws {
    let text = wrong.text
    let error = #expect(throws: FormulaError.self) { try Formula(text, in: Self.scope) }
    let mistakes = try #require(error).mistakes
    if let faults = wrong.faults {
      let found = mistakes.map {
        MistakeCase.Fault(
          kind: $0.kind.rawValue, line: $0.span.first.line, column: $0.span.first.column)
      }
      #expect(found == faults)
      return
    }
    #expect(mistakes.count == 1, "\(mistakes)")
    let mistake = mistakes[0]
    let place = mistake.span.first
    #expect(mistake.kind.rawValue == wrong.kind, "\(mistake)")
    #expect(place.line == wrong.line, "\(mistake)")
    if let span = wrong.span {
      #expect(place >= TextPlace(line: span[0], column: span[1]), "\(mistake)")
      #expect(place <= TextPlace(line: span[2], column: span[3]), "\(mistake)")
    }
    if let near = wrong.near { #expect(mistake.suggestion == near, "\(mistake)") }
    if let hint = wrong.hint { #expect(mistake.message.contains(hint), "\(mistake)") }
    for shape in wrong.shapes ?? [] { #expect(mistake.message.contains(shape), "\(mistake)") }
  }

  @Test func casesAreThere() { #expect(Self.texts.count >= 60) }
}
