/// A block of a sweep file as it was written: texts, lists, and blocks whose keys keep their order.
///
/// Its text is JSON in which every scalar is a string, so that a specification can hold it as one value.
public indirect enum Structure: Hashable, Sendable {
  /// A scalar, as written.
  case text(String)
  /// A list.
  case list([Structure])
  /// Keys with their values, in the order of the file.
  case block([Entry])

  /// A key with its value.
  public struct Entry: Hashable, Sendable {
    /// The key.
    public var key: String
    /// The value.
    public var value: Structure

    /// A key with its value.
    public init(_ key: String, _ value: Structure) { (self.key, self.value) = (key, value) }
  }

  /// The scalar; nil for a list or a block.
  public var text: String? { if case .text(let text) = self { text } else { nil } }

  /// The elements of a list; nil for others.
  public var elements: [Structure]? { if case .list(let list) = self { list } else { nil } }

  /// The entries of a block; nil for others.
  public var entries: [Entry]? { if case .block(let entries) = self { entries } else { nil } }

  /// The value of a key; nil where there is none.
  public subscript(key: String) -> Structure? { entries?.first { $0.key == key }?.value }
}

extension Structure: CustomStringConvertible {
  /// JSON without spaces.
  public var description: String {
    switch self {
    case .text(let text): Self.quoted(text)
    case .list(let elements): "[" + elements.map(\.description).joined(separator: ",") + "]"
    case .block(let entries):
      "{" + entries.map { "\(Self.quoted($0.key)):\($0.value)" }.joined(separator: ",") + "}"
    }
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\" + String(scalar)
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case _ where scalar.value < 32:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}

extension Structure {
  /// Reads what ``description`` wrote; nil for anything else.
  public init?(_ text: String) {
    var reader = Reader(scalars: Array(text.unicodeScalars))
    guard let structure = reader.structure(depth: 0), reader.isAtEnd else { return nil }
    self = structure
  }

  private struct Reader {
    let scalars: [Unicode.Scalar]
    var position = 0

    /// Deeper than any sweep file goes.
    private static let mostLevels = 100

    var isAtEnd: Bool { position == scalars.count }

    private var next: Unicode.Scalar? { isAtEnd ? nil : scalars[position] }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
      guard next == scalar else { return false }
      position += 1
      return true
    }

    mutating func structure(depth: Int) -> Structure? {
      guard depth < Self.mostLevels else { return nil }
      switch next {
      case "\"": return string().map(Structure.text)
      case "[":
        return items("[", "]") { reader in reader.structure(depth: depth + 1) }.map(Structure.list)
      case "{":
        return items("{", "}") { reader in
          guard let key = reader.string(), reader.take(":"),
            let value = reader.structure(depth: depth + 1)
          else { return nil }
          return Entry(key, value)
        }.map(Structure.block)
      default: return nil
      }
    }

    private mutating func items<Item>(
      _ start: Unicode.Scalar, _ end: Unicode.Scalar, _ item: (inout Reader) -> Item?
    ) -> [Item]? {
      guard take(start) else { return nil }
      var items: [Item] = []
      if take(end) { return items }
      repeat {
        guard let item = item(&self) else { return nil }
        items.append(item)
      } while take(",")
      return take(end) ? items : nil
    }

    private mutating func string() -> String? {
      guard take("\"") else { return nil }
      var text = String.UnicodeScalarView()
      while let scalar = next {
        position += 1
        if scalar == "\"" { return String(text) }
        guard scalar == "\\" else {
          text.append(scalar)
          continue
        }
        guard let escape = next else { return nil }
        position += 1
        switch escape {
        case "\"", "\\": text.append(escape)
        case "n": text.append("\n")
        case "t": text.append("\t")
        case "u":
          guard position + 4 <= scalars.count,
            let value = UInt32(
              String(String.UnicodeScalarView(scalars[position..<position + 4])), radix: 16),
            let control = Unicode.Scalar(value)
          else { return nil }
          text.append(control)
          position += 4
        default: return nil
        }
      }
      return nil
    }
  }
}
