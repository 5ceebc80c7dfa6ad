/// A value given on the command line, `--set optimizer.step_size=1e-3,1e-2`.
///
/// The path names keys from the top of the sweep file. Where a block is a list (a union of
/// sub-grids), the override goes to every entry, or to one with `optimizer.0.step_size`, counted
/// from 0. A value with commas is a list; anything YAML can say in one line is allowed.
public struct Override: Hashable, Sendable {
  /// The path's keys, outermost first.
  public let path: [String]
  /// The value as written.
  public let value: String

  /// Parses `path=value`; nil when there is no `=` or a key is empty.
  public init?(_ argument: String) {
    guard let equals = argument.firstIndex(of: "=") else { return nil }
    path = argument[..<equals].split(separator: ".", omittingEmptySubsequences: false)
      .map(String.init)
    value = String(argument[argument.index(after: equals)...])
    guard path.allSatisfy({ !$0.isEmpty }) else { return nil }
  }

  /// How the override appears in messages.
  var source: String { "--set \(path.joined(separator: "."))=\(value)" }

  /// The column in `source` where the value starts, counted from 1.
  var valueColumn: Int { source.unicodeScalars.count - value.unicodeScalars.count + 1 }

  private var isBareList: Bool {
    value.contains(",") && !value.contains(where: { "[{\"'".contains($0) })
  }

  /// The value as YAML: a bare list gets its brackets.
  var yaml: String { isBareList ? "[\(value)]" : value }

  /// What to add to a column in `yaml` to get the column in `source`.
  var columnShift: Int { valueColumn - 1 - (isBareList ? 1 : 0) }

  /// The tree with the value put at the path; a path that leads nowhere is reported.
  func applied(
    to root: DocumentNode, value: DocumentNode, collector: DiagnosticCollector
  ) -> DocumentNode {
    set(path[...], in: root, to: value, collector: collector)
  }

  private func set(
    _ path: ArraySlice<String>, in node: DocumentNode, to value: DocumentNode,
    collector: DiagnosticCollector
  ) -> DocumentNode {
    guard let key = path.first else { return value }
    var node = node
    switch node.content {
    case .mapping(var entries):
      let keyPlace = Place(source: source, line: 1, column: "--set ".count + 1)
      if let index = entries.firstIndex(where: { $0.key == key }) {
        entries[index].value = set(
          path.dropFirst(), in: entries[index].value, to: value, collector: collector)
      } else {
        let empty = DocumentNode(content: .mapping([]), place: keyPlace)
        let inner = set(path.dropFirst(), in: empty, to: value, collector: collector)
        entries.append(.init(key: key, keyPlace: keyPlace, value: inner))
      }
      node.content = .mapping(entries)
    case .sequence(var elements):
      if let index = Int(key) {
        guard elements.indices.contains(index) else {
          collector.report(
            "there is no entry \(index)", at: Place(source: source, line: 1, column: 7),
            hint: elements.isEmpty
              ? "the list is empty" : "the list has entries 0 to \(elements.count - 1)")
          return node
        }
        elements[index] = set(
          path.dropFirst(), in: elements[index], to: value, collector: collector)
      } else {
        elements = elements.map { set(path, in: $0, to: value, collector: collector) }
      }
      node.content = .sequence(elements)
    case .scalar:
      // A block replaces a number, as in one_minus_beta2.rate over one_minus_beta2: 1e-3.
      let empty = DocumentNode(content: .mapping([]), place: value.place)
      return set(path, in: empty, to: value, collector: collector)
    }
    return node
  }
}
