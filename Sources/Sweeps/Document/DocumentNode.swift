internal import Parameters

/// A YAML node that knows where the user wrote it.
struct DocumentNode {
  /// A key of a mapping with its value.
  struct Entry {
    var key: String
    var keyPlace: Place
    var value: DocumentNode
  }

  /// The three kinds of YAML node; a quoted scalar is text whatever it looks like.
  indirect enum Content {
    case scalar(String, isQuoted: Bool)
    case sequence([DocumentNode])
    case mapping([Entry])
  }

  var content: Content
  var place: Place
  /// Whether it is a scalar that keeps its lines, after `|`.
  var isLiteral = false

  var entries: [Entry]? {
    if case .mapping(let entries) = content { entries } else { nil }
  }

  var elements: [DocumentNode]? {
    if case .sequence(let elements) = content { elements } else { nil }
  }

  var scalar: String? {
    if case .scalar(let text, _) = content { text } else { nil }
  }

  /// The value of `key` in a mapping, or nil.
  subscript(key: String) -> DocumentNode? {
    entries?.first { $0.key == key }?.value
  }

  /// The text of a scalar without quotes, the only kind that may be a number.
  var plainScalar: String? {
    if case .scalar(let text, false) = content { text } else { nil }
  }

  /// Whether this is YAML's word for nothing, and not a text that reads like it.
  var isNull: Bool {
    plainScalar.map { ["", "~", "null", "Null", "NULL"].contains($0) } ?? false
  }

  /// Where each element of a list stands; empty for other nodes.
  var elementPlaces: [Place] { elements?.map(\.place) ?? [] }

  /// What was written, without places.
  var structure: Structure {
    switch content {
    case .scalar(let text, _): .text(text)
    case .sequence(let elements): .list(elements.map(\.structure))
    case .mapping(let entries): .block(entries.map { Structure.Entry($0.key, $0.value.structure) })
    }
  }

  /// What the user sees, for messages: the scalar's text, or the kind of node.
  var summary: String {
    switch content {
    case .scalar(let text, _): "'\(text)'"
    case .sequence: "a list"
    case .mapping: "a block"
    }
  }
}
