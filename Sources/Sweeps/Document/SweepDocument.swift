private import Yams

/// A sweep file as a tree of nodes with their places, with the command line's overrides applied.
struct SweepDocument {
  let root: DocumentNode

  /// More nodes than any sweep file needs; only a file of nested aliases reaches it.
  private static let nodeLimit = 100_000
  /// Marks the first of two equal keys while parsing goes on; a private-use character is one
  /// column wide, so that every place stays right.
  private static let repeatedMark: Character = "\u{E000}"

  /// Reads YAML. Syntax errors are thrown at once; repeated keys are reported and read on.
  init(
    text: String, source: String, overrides: [Override], collector: DiagnosticCollector
  ) throws(SpecificationError) {
    collector.register(source: source, text: text)
    let start = Place(source: source, line: 1, column: 1)
    guard let tree = Self.parse(text, source: source, collector: collector) else {
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
    let parsed = parse(
      override.yaml, source: override.source, collector: collector)
    guard let parsed else {
      collector.report(
        "the override gives no value",
        at: Place(source: override.source, line: 1, column: override.valueColumn),
        hint: "for example --set optimizer.step_size=1e-3,1e-2")
      return nil
    }
    return parsed.shifted(by: override.columnShift)
  }

  private static func parse(
    _ text: String, source: String, collector: DiagnosticCollector
  ) -> DocumentNode? {
    var text = text
    // Each pass either parses the text or marks one repeated key of it.
    while true {
      do {
        guard let node = try Yams.compose(yaml: text) else { return nil }
        var builder = TreeBuilder(source: source, collector: collector)
        return builder.node(from: node)
      } catch YamlError.duplicatedKeysInMapping(_, let context) {
        guard let marked = marking(text, at: context.mark) else {
          collector.report("a key is given twice", at: Place(context.mark, in: source))
          return nil
        }
        text = marked
      } catch {
        report(error, source: source, collector: collector)
        return nil
      }
    }
  }

  private static func marking(_ text: String, at mark: Mark) -> String? {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard lines.indices.contains(mark.line - 1) else { return nil }
    var line = Array(lines[mark.line - 1].unicodeScalars)
    // A quoted key keeps its opening quote.
    var column = mark.column - 1
    guard line.indices.contains(column) else { return nil }
    if "\"'".unicodeScalars.contains(line[column]) { column += 1 }
    guard line.indices.contains(column), line[column] != "\u{E000}" else { return nil }
    line[column] = "\u{E000}"
    lines[mark.line - 1] = String(String.UnicodeScalarView(line))
    return lines.joined(separator: "\n")
  }

  private static func report(
    _ error: any Error, source: String, collector: DiagnosticCollector
  ) {
    var place = Place(source: source, line: 1, column: 1)
    let problem: String
    switch error {
    case YamlError.scanner(_, let text, let mark, _), YamlError.parser(_, let text, let mark, _),
      YamlError.composer(_, let text, let mark, _):
      place = Place(mark, in: source)
      problem = text
    case YamlError.reader(let text, _, _, _):
      problem = text
    default:
      problem = "the text cannot be read"
    }
    collector.report("not valid YAML: \(problem)", at: place)
  }

  /// Turns Yams' nodes into ours, expanding aliases within a bound.
  private struct TreeBuilder {
    let source: String
    let collector: DiagnosticCollector
    var count = 0

    mutating func node(from node: Node) -> DocumentNode? {
      let place = Place(node.mark, in: source)
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
          content: .scalar(scalar.string, isQuoted: isQuoted), place: place)
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
      for (key, value) in mapping {
        let keyPlace = Place(key.mark, in: source)
        guard let name = key.scalar?.string else {
          collector.report("a key must be a plain word", at: keyPlace)
          continue
        }
        guard !name.contains(repeatedMark) else { continue }
        if mapping.keys.contains(where: { $0.scalar?.string.isMarked(of: name) ?? false }) {
          collector.report(
            "the key '\(name)' is given twice in one block", at: keyPlace, hint: "keep one")
        }
        guard let value = self.node(from: value) else { return nil }
        entries.append(.init(key: name, keyPlace: keyPlace, value: value))
      }
      return DocumentNode(content: .mapping(entries), place: place)
    }
  }
}

extension Place {
  /// Yams' position, or the start of the text where it gives none.
  fileprivate init(_ mark: Mark?, in source: String) {
    self.init(source: source, line: mark?.line ?? 1, column: mark?.column ?? 1)
  }
}

extension String {
  /// Whether this is `key` with its first character replaced by the repeated-key mark.
  fileprivate func isMarked(of key: String) -> Bool {
    first == "\u{E000}" && dropFirst() == key.dropFirst()
  }
}
