private import Yams

/// A sweep file as a tree of nodes with their places, with the command line's overrides applied.
struct SweepDocument {
  let root: DocumentNode

  /// More nodes than any sweep file needs; only a file of nested aliases reaches it.
  private static let nodeLimit = 100_000
  /// More repeated keys than anybody has use for; each costs a pass over the text.
  private static let repeatLimit: UInt32 = 100

  /// Reads YAML.
  ///
  /// Syntax errors are thrown at once; repeated keys are reported and read on.
  init(
    text: String, source: String, overrides: [Override], collector: DiagnosticCollector
  ) throws(SpecificationError) {
    // Some editors open a file with a byte order mark, which is none of its text.
    let hasMark = text.unicodeScalars.first == "\u{FEFF}"
    let text = hasMark ? String(text.unicodeScalars.dropFirst()) : text
    collector.register(source: source, text: text)
    let start = Place(source: source, line: 1, column: 1)
    let origin = Origin(source: source)
    guard let tree = Self.parse(text, origin: origin, collector: collector) else {
      if collector.isEmpty {
        collector.report("the sweep file is empty", at: start, hint: "it needs at least a name")
      }
      try collector.throwIfAny()
      preconditionFailure("a document without a tree has a diagnostic")
    }
    guard tree.entries != nil else {
      collector.report("a sweep file is a block of 'key: value' lines", at: tree.place)
      try collector.throwIfAny()
      preconditionFailure("the report above throws")
    }
    var root = tree
    for override in overrides {
      collector.register(source: override.source, text: override.source)
      guard let value = Self.parse(override: override, collector: collector) else { continue }
      root = override.applied(to: root, value: value, collector: collector)
    }
    self.root = root
  }

  private static func parse(override: Override, collector: DiagnosticCollector) -> DocumentNode? {
    let origin = Origin(
      source: override.source, firstColumn: override.valueColumn,
      columnShift: override.columnShift)
    let mistakes = collector.diagnostics.count
    let parsed = parse(override.yaml, origin: origin, collector: collector)
    if parsed == nil, collector.diagnostics.count == mistakes {
      collector.report(
        "the override gives no value", at: origin.place(of: Position()),
        hint: "for example --set optimizer.step_size=1e-3,1e-2")
    }
    return parsed
  }

  private static func parse(
    _ text: String, origin: Origin, collector: DiagnosticCollector
  ) -> DocumentNode? {
    var text = text
    var repeated: [Unicode.Scalar: String] = [:]
    // Each pass either parses the text or marks one repeated key of it.
    while true {
      do {
        guard let node = try Yams.compose(yaml: text) else { return nil }
        var builder = TreeBuilder(origin: origin, repeated: repeated, collector: collector)
        return builder.node(from: node)
      } catch YamlError.duplicatedKeysInMapping(let names, let context) {
        let name = names.first ?? ""
        guard let scalar = repeatMark(number: repeated.count),
          let marked = marking(text, at: context.mark, with: scalar)
        else {
          collector.report(
            "the key '\(name)' is given twice in one block", at: origin.place(of: context.mark),
            hint: "keep one")
          return nil
        }
        repeated[scalar] = name
        text = marked
      } catch {
        report(error, in: text, origin: origin, collector: collector)
        return nil
      }
    }
  }

  /// Stands in for the first character of a repeated key while parsing goes on.
  ///
  /// A private-use character is one column wide, so that every place stays right; each key has one
  /// of its own, so that a key given three times is no repetition of the mark.
  private static func repeatMark(number: Int) -> Unicode.Scalar? {
    number < repeatLimit ? Unicode.Scalar(0xF_0000 + UInt32(number)) : nil
  }

  private static func marking(
    _ text: String, at mark: Mark, with scalar: Unicode.Scalar
  ) -> String? {
    var lines = text.sourceLines.map(String.init)
    guard lines.indices.contains(mark.line - 1) else { return nil }
    var line = Array(lines[mark.line - 1].unicodeScalars)
    // A quoted key keeps its opening quote.
    var column = mark.column - 1
    guard line.indices.contains(column) else { return nil }
    let quotes = "\"'".unicodeScalars
    if quotes.contains(line[column]) { column += 1 }
    // An empty key has no character to lend.
    guard line.indices.contains(column), !quotes.contains(line[column]) else { return nil }
    line[column] = scalar
    lines[mark.line - 1] = String(String.UnicodeScalarView(line))
    return lines.joined(separator: "\n")
  }

  private static func report(
    _ error: any Error, in text: String, origin: Origin, collector: DiagnosticCollector
  ) {
    let problem: String
    var position = Position()
    switch error {
    case YamlError.scanner(_, let reason, let mark, _),
      YamlError.parser(_, let reason, let mark, _),
      YamlError.composer(_, let reason, let mark, _):
      (problem, position) = (reason, Position(mark))
    case YamlError.reader(let reason, let offset, _, _):
      (problem, position) = (reason, Position(endOf: text.prefix(offset ?? 0)))
    default:
      problem = "the text cannot be read"
    }
    // The end of the text may count as a line of its own.
    let end = Position(endOf: text[...])
    if position.line > end.line { position = end }
    collector.report("not valid YAML: \(problem)", at: origin.place(of: position))
  }

  /// A position in a parsed text, counted from 1.
  private struct Position {
    var line = 1
    var column = 1

    init() {}

    /// Yams' position, or the start of the text where it gives none.
    init(_ mark: Mark?) {
      guard let mark else { return }
      (line, column) = (mark.line, mark.column)
    }

    /// The position after the last character.
    init(endOf text: Substring) {
      let lines = text.sourceLines
      (line, column) = (lines.count, (lines.last?.unicodeScalars.count ?? 0) + 1)
    }
  }

  /// Where a parsed text stands in what the user wrote.
  private struct Origin {
    var source: String
    /// The column where the text starts.
    var firstColumn = 1
    /// What to add to a column in the text's first line.
    var columnShift = 0

    func place(of position: Position) -> Place {
      var place = Place(source: source, line: position.line, column: position.column)
      if place.line == 1 { place.column = max(place.column + columnShift, firstColumn) }
      return place
    }

    func place(of mark: Mark?) -> Place { place(of: Position(mark)) }
  }

  /// Turns Yams' nodes into ours, expanding aliases within a bound.
  private struct TreeBuilder {
    let origin: Origin
    /// The marks that stand for repeated keys, with the keys.
    let repeated: [Unicode.Scalar: String]
    let collector: DiagnosticCollector
    var count = 0

    mutating func node(from node: Node) -> DocumentNode? {
      let place = origin.place(of: node.mark)
      count += 1
      guard count <= nodeLimit else {
        if count == nodeLimit + 1 {
          collector.report("the file expands to more than \(nodeLimit) nodes", at: place)
        }
        return nil
      }
      switch node {
      case .scalar(let scalar):
        let isQuoted = scalar.style == .singleQuoted || scalar.style == .doubleQuoted
        return DocumentNode(
          content: .scalar(scalar.string, isQuoted: isQuoted), place: place,
          isLiteral: scalar.style == .literal)
      case .sequence(let sequence):
        var elements: [DocumentNode] = []
        for element in sequence {
          guard let element = self.node(from: element) else { return nil }
          elements.append(element)
        }
        return DocumentNode(content: .sequence(elements), place: place)
      case .mapping(let mapping):
        return self.mapping(mapping, at: place)
      case .alias:
        collector.report("an alias without its anchor", at: place)
        return nil
      }
    }

    private mutating func mapping(_ mapping: Node.Mapping, at place: Place) -> DocumentNode? {
      var entries: [DocumentNode.Entry] = []
      let names = mapping.keys.compactMap(\.scalar?.string)
      let marked = Set(names.compactMap(repeatedKey))
      for (key, value) in mapping {
        let keyPlace = origin.place(of: key.mark)
        guard let name = key.scalar?.string else {
          collector.report("a key must be a plain word", at: keyPlace)
          continue
        }
        guard repeatedKey(name) == nil else { continue }
        if marked.contains(name) {
          collector.report(
            "the key '\(name)' is given twice in one block", at: keyPlace, hint: "keep one")
        }
        guard let value = self.node(from: value) else { return nil }
        entries.append(.init(key: name, keyPlace: keyPlace, value: value))
      }
      return DocumentNode(content: .mapping(entries), place: place)
    }

    /// The key that a mark in `name` stands for; nil where there is none.
    private func repeatedKey(_ name: String) -> String? {
      for scalar in name.unicodeScalars {
        if let key = repeated[scalar] { return key }
      }
      return nil
    }
  }
}

extension StringProtocol {
  /// The lines as YAML counts them, whichever line break ends them, without it.
  var sourceLines: [SubSequence] {
    split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
  }
}
