import FileSystem
import Foundation
import Parameters
import Shards
import Sweeps
import TestSupport
import Testing

@testable import Experiments

/// The tables of keys and of columns are what is declared; `THALWEG_WRITE_DOCUMENTS=1` writes them.
@Suite struct DocumentTablesTests {
  @Test func theTableOfKeysIsWhatIsDeclared() throws {
    try expect(KeyTable.lines, in: "sweep-format.md", below: "| block | key |")
  }

  @Test func theTableOfColumnsIsWhatIsDeclared() throws {
    try expect(
      try ColumnTable.lines { $0 <= Schema.frozenFormat }, in: "format.md",
      below: "| parameter | type |")
    try expect(
      try ColumnTable.lines { $0 > Schema.frozenFormat }, in: "format.md",
      below: "| later parameter | type |")
  }

  @Test func theTableOfLaterQuantitiesIsWhatIsDeclared() throws {
    let later = RecordedQuantities.all.filter { $0.since > Schema.frozenFormat }
    try expect(
      later.map { "| `\($0.name)` | \($0.longName) |" }, in: "format.md",
      below: "| later quantity | meaning |")
  }

  /// Whole files of docs/extending.md, each below the line that names it.
  @Test func filesAreShownAsTheyAre() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let path = root.appending(path: "docs/extending.md").path
    let document = String(decoding: try Files.read(path), as: UTF8.self)
    var parts = document.components(separatedBy: "```swift\n")
    var shown = 0
    for index in parts.indices.dropFirst() {
      let head = parts[index - 1].split(separator: "\n").last ?? ""
      let name = try #require(head.split(separator: "`").first { $0.hasSuffix(".swift") })
      let code = String(
        decoding: try Files.read(root.appending(path: String(name)).path), as: UTF8.self)
      let end = try #require(parts[index].range(of: "```"))
      if ProcessInfo.processInfo.environment["THALWEG_WRITE_DOCUMENTS"] == "1" {
        parts[index].replaceSubrange(..<end.lowerBound, with: code)
      } else {
        #expect(parts[index][..<end.lowerBound] == code, "\(name)")
      }
      shown += 1
    }
    #expect(shown == 5)
    if ProcessInfo.processInfo.environment["THALWEG_WRITE_DOCUMENTS"] == "1" {
      try parts.joined(separator: "```swift\n")
        .write(toFile: path, atomically: true, encoding: .utf8)
    }
  }

  private func expect(_ lines: [String], in name: String, below head: String) throws {
    let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "docs/" + name).path
    var document = String(decoding: try Files.read(path), as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let start = try #require(document.firstIndex { $0.hasPrefix(head) }) + 2
    let end = document[start...].firstIndex { !$0.hasPrefix("|") } ?? document.endIndex
    if ProcessInfo.processInfo.environment["THALWEG_WRITE_DOCUMENTS"] == "1" {
      document.replaceSubrange(start..<end, with: lines)
      try document.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
    } else {
      #expect(Array(document[start..<end]) == lines)
    }
  }
}

/// The keys of a sweep file as rows of a table.
private enum KeyTable {
  static var lines: [String] {
    let texts = [
      "| – | `name` | the sweep's name | text, required | – | |",
      "| – | `question`, `description` | what it answers; more of it | text | – | |",
    ]
    let keys = Language.schema.allKeys.map { key in
      let cells = [
        key.block.map { "`\($0)`" } ?? "–", name(of: key), key.parameter.longName,
        ([type(of: key)] + needs(of: key)).joined(separator: ", "), standard(of: key),
        key.parameter.binding == .uniform ? "uniform" : "varying",
      ]
      return "| \(cells.joined(separator: " | ")) |"
    }
    let others = [
      "| `record` | | what is recorded, and when | see below | | – |",
      "| – | `zip`, `exclude` | axes that move together; runs that are left out | see below | | – |",
    ]
    return texts + keys + others
  }

  /// `rate` of a law stands behind the key that it gives.
  private static func name(of key: Schema.Key) -> String {
    let inBlock = key.block.map { key.path.dropFirst($0.count + 1) } ?? key.path[...]
    let name = "`\(inBlock)`"
    guard let kinds = key.kinds, let family = key.block.flatMap(Language.schema.family) else {
      return name
    }
    let others = family.kinds.map { $0.name }.filter { !kinds.contains($0) }
    return others.count < kinds.count
      ? "\(name) (not \(words(others)))" : "\(name) (\(words(kinds)))"
  }

  private static func words(_ words: [String]) -> String {
    words.map { "`\($0)`" }.joined(separator: ", ")
  }

  private static func type(of key: Schema.Key) -> String {
    let law = key.parameter.law.map { law in
      ", or `{\(law.parts.map(\.key).joined(separator: ", "))}`"
    }
    let type =
      switch key.parameter.type {
      case .real(.any): "number"
      case .real(let range): "number \(range.summary)"
      case .integer(let range): "whole number \(bounds(range, key))"
      case .integerOrWord(let range, let word): "whole number \(bounds(range, key)), or `\(word)`"
      case .choice(let list): words(list)
      case .flag: words(["true", "false"])
      case .path: "path of a file, relative to the sweep file"
      case .seed: "whole number 0…2⁶⁴−1"
      case .text: "text, one"
      case .formula: "formula"
      case .structure: "block of keys, see below"
      case .integers: "list of whole numbers"
      case .names: "names, each with \(key.parameter.entries[0].type.summary)"
      }
    return type + (law ?? "")
  }

  private static func bounds(_ range: ClosedRange<Int>, _ key: Schema.Key) -> String {
    let rules = Language.families.flatMap { $0.kinds.flatMap { $0.constraints } }
    let limit = rules.first { $0.isLimit && $0.place == key.path }?.paths[1].split(separator: ".")
      .last
    let names = [100_000_000: "10⁸", Schema.maximumSteps: "2⁵³"]
    let upper = names[range.upperBound] ?? "\(range.upperBound)"
    return "\(range.lowerBound)…\(limit.map { "`\($0)`" } ?? upper)"
  }

  /// Whether it must be given.
  private static func needs(of key: Schema.Key) -> [String] {
    let parameter = key.parameter
    // A key may stand otherwise in another kind of its block.
    let ofKinds = Language.families.filter { $0.block == key.block }
      .flatMap { family in family.kinds.map { ($0.name, family.parameters(of: $0)) } }
    if let group = parameter.group {
      var members: [String] = []
      for member in ofKinds.flatMap(\.1) where member.group == group {
        if !members.contains(member.key) { members.append(member.key) }
      }
      return ["exactly one of " + members.map { "`\($0)`" }.joined(separator: " and ")]
    }
    if let dataset = parameter.dataset { return ["required unless the data file has `\(dataset)`"] }
    let others = Language.schema.keys.filter {
      $0.parameter.fallback == key.path && $0.block == nil
    }
    if !others.isEmpty {
      return ["required unless \(others.map { "`\($0.name)`" }.joined(separator: ", ")) are given"]
    }
    guard parameter.isRequired else { return [] }
    if Language.schema.path(bringing: key.path) != nil {
      return ["required but with a file, which says it"]
    }
    switch parameter.applies {
    case .always:
      let others = ofKinds.filter { $0.1.contains { $0.key == key.name && !$0.isRequired } }
      return ["required" + (others.isEmpty ? "" : " but of \(words(others.map(\.0)))")]
    case .has(let feature, let block, _): return ["required where `\(block)` has \(feature.name)"]
    case .lacks(let feature, let block, _):
      return ["required where `\(block)` has no \(feature.name)"]
    }
  }

  private static func standard(of key: Schema.Key) -> String {
    if let value = key.parameter.defaultValue {
      let beside = key.parameter.defaultBeside.map {
        ", `\($0.value)` where `\($0.block)` takes \($0.feature.name)"
      }
      return (value.asText.map { "`\($0)`" } ?? value.description) + (beside ?? "")
    }
    return key.parameter.fallback.map { "`\($0.split(separator: ".").last ?? "")`" } ?? "–"
  }
}

/// The parameters of a results file as rows of a table.
private enum ColumnTable {
  /// Those that a format brought.
  static func lines(since isWanted: (Int) -> Bool) throws -> [String] {
    do {
      let grid = Grid(try Specification(yaml: SmallSweep.tiny, source: "tiny.yaml"))
      return ParameterColumn.columns(of: grid).filter { isWanted(since($0.name)) }.map { column in
        let words = Language.schema.keys.first {
          $0.parameter.columnName == column.name && $0.parameter.type.isText
        }?.parameter.type.words
        let list = words.map { ": " + $0.map { "`\($0)`" }.joined(separator: ", ") } ?? ""
        let type =
          switch column.values(0..<1) {
          case .text: "text"
          case .real: "float64"
          case .integer: "int64"
          case .seed: "uint64"
          }
        let cells = [
          "`\(column.name)`", type, column.meaning.longName + list, otherwise(column.name),
        ]
        return cells.reduce("|") { $0 + ($1.isEmpty ? " |" : " \($1) |") }
      }
    }
  }

  private static func since(_ name: String) -> Int {
    if let derived = Language.allDerived.first(where: { $0.name == name }) { return derived.since }
    return Language.schema.allKeys.filter { $0.parameter.columnName == name }
      .map(\.parameter.since).min() ?? 2
  }

  /// What a run has that lacks the parameter.
  private static func otherwise(_ name: String) -> String {
    if let derived = Language.allDerived.first(where: { $0.name == name }) {
      return derived.otherwise ?? ""
    }
    let key = Language.schema.allKeys.first {
      $0.parameter.columnName.map { name == $0 || name == $0 + "_name" } ?? false
    }
    guard let key, let column = key.parameter.column, key.kinds != nil else { return "" }
    switch column.absence {
    case .value(let value), .label(let value):
      let number = value.asReal.map { "\($0 < 0 ? "−" : "")\(abs($0).shortestText)" }
      return (number ?? "`\(value)`") + (column.otherwise.map { ": \($0)" } ?? "")
    }
  }
}
