internal import Parameters

/// What a sweep file assigns to one parameter.
struct Assignment {
  var key: ParameterKey
  var values: ParameterValues
  var place: Place
  /// Where each value of a list stands; empty for other forms.
  var valuePlaces: [Place] = []
  /// How the user spells each value, where the values are the digests of files; else empty.
  var valueNames: [String] = []
  /// Position of the key in the file, which orders the axes.
  var order: Int
}

/// One entry of a block: its kind, and what it assigns.
struct Variant {
  let block: String
  /// The kind; nil where it is missing or wrong.
  let kind: String?
  let node: DocumentNode
  var assignments: [Assignment]

  /// What the entry assigns to a path; nil where it neither gives the key nor has a default.
  subscript(path: String) -> Assignment? { assignments.first { $0.key.path == path } }

  /// The place of a key, or of the entry where it lacks the key.
  func keyPlace(_ name: String) -> Place {
    node.entries?.first { $0.key == name }?.keyPlace ?? node.place
  }
}

/// Reads one block of parameters, `model`, `data`, `noise` or `optimizer`.
struct BlockDecoder {
  let collector: DiagnosticCollector
  /// Counts keys through the whole file.
  var order = 0

  private var values: ValueDecoder { ValueDecoder(collector: collector) }

  /// The variants of a block: one, or as many as its list has.
  ///
  /// Each assigns every parameter of the block that applies to its kind.
  mutating func variants(of block: String, from node: DocumentNode) -> [Variant] {
    let nodes = node.elements ?? [node]
    if nodes.isEmpty { collector.report("the list of '\(block)' is empty", at: node.place) }
    return nodes.map { variant(of: block, from: $0) }
  }

  private mutating func variant(of block: String, from node: DocumentNode) -> Variant {
    guard let entries = node.entries else {
      collector.report(
        "'\(block)' must be a block of keys, not \(node.summary)", at: node.place,
        hint: "for example \(block): {kind: …}")
      return Variant(block: block, kind: nil, node: node, assignments: [])
    }
    let keys = SweepSchema.parameters(ofBlock: block)
    let kind = self.kind(of: node, keys)
    var assignments: [Assignment] = []
    for entry in entries {
      order += 1
      guard let key = keys.first(where: { $0.name == entry.key }) else {
        collector.report(
          "unknown key '\(entry.key)' in '\(block)'", at: entry.keyPlace,
          hint: Spelling.hint(for: entry.key, among: names(of: keys, kind)))
        continue
      }
      if let kind, !key.applies(toKind: kind) {
        collector.report(
          "'\(key.name)' has no meaning for \(block) kind '\(kind)'", at: entry.keyPlace,
          hint: "remove it, or make '\(block)' a list with one entry a kind")
        continue
      }
      assignments += assignment(of: key, from: entry)
    }
    complete(&assignments, keys, kind, block: block, node: node)
    return Variant(block: block, kind: kind, node: node, assignments: assignments)
  }

  /// The kind the block names; nil, and all keys are allowed, where the kind itself is wrong.
  private func kind(of node: DocumentNode, _ keys: [ParameterKey]) -> String? {
    guard let key = keys.first, case .choice(let words) = key.type else { return nil }
    guard let kind = node["kind"] else { return key.defaultValue?.description }
    let kinds = kind.elements ?? [kind]
    guard kinds.count == 1, let word = kinds[0].scalar, words.contains(word) else { return nil }
    return word
  }

  private func names(of keys: [ParameterKey], _ kind: String?) -> [String] {
    keys.filter { key in kind.map(key.applies(toKind:)) ?? true }.map(\.name)
  }

  private mutating func assignment(
    of key: ParameterKey, from entry: DocumentNode.Entry
  ) -> [Assignment] {
    if key.path == "optimizer.one_minus_beta2", let parts = entry.value.entries,
      parts.contains(where: { ["rate", "power"].contains($0.key) })
    {
      return powerLaw(parts, of: key, at: entry)
    }
    if key.name == "kind", let kinds = entry.value.elements, kinds.count > 1 {
      let block = key.path.prefix { $0 != "." }
      let blocks = kinds.prefix(2).map { "{kind: \($0.scalar ?? "…"), …}" }
      collector.report(
        "'kind' takes one word, not a list", at: entry.value.place,
        hint: "make '\(block)' a list of blocks: [\(blocks.joined(separator: ", "))]")
      return [placeholder(key, entry)]
    }
    guard let values = values.values(of: key, from: entry.value) else {
      // The key was given; what is wrong with it has been said.
      return [placeholder(key, entry)]
    }
    return [
      Assignment(
        key: key, values: values, place: entry.value.place, valuePlaces: entry.value.elementPlaces,
        order: order)
    ]
  }

  private func placeholder(_ key: ParameterKey, _ entry: DocumentNode.Entry) -> Assignment {
    Assignment(
      key: key, values: .constant(key.defaultValue ?? .text("")), place: entry.value.place,
      order: order)
  }

  /// 1 − β₂ = rate · η^power, two parameters that may be axes each.
  private mutating func powerLaw(
    _ parts: [DocumentNode.Entry], of key: ParameterKey, at entry: DocumentNode.Entry
  ) -> [Assignment] {
    var assignments: [Assignment] = []
    for part in parts {
      order += 1
      guard let key = [SweepSchema.rate, SweepSchema.power].first(where: { $0.name == part.key })
      else {
        collector.report(
          "unknown key '\(part.key)' in 'one_minus_beta2'", at: part.keyPlace,
          hint: "{rate: 10, power: 2} means 1 − β₂ = 10 · η²")
        continue
      }
      assignments += assignment(of: key, from: part)
    }
    for key in [SweepSchema.rate, SweepSchema.power]
    where !parts.contains(where: { $0.key == key.name }) {
      collector.report(
        "'one_minus_beta2' lacks '\(key.name)'", at: entry.value.place,
        hint: "{rate: 10, power: 2} means 1 − β₂ = 10 · η²")
    }
    return assignments
  }

  /// Adds defaults; reports what is missing and what excludes each other.
  private func complete(
    _ assignments: inout [Assignment], _ keys: [ParameterKey], _ kind: String?, block: String,
    node: DocumentNode
  ) {
    func isGiven(_ name: String) -> Bool { node[name] != nil }
    guard let kind else {
      if !isGiven("kind"), let key = keys.first {
        collector.report("'\(block)' lacks 'kind'", at: node.place, hint: key.type.summary)
      }
      return
    }
    for key in keys where !isGiven(key.name) && key.applies(toKind: kind) {
      if key.isRequired {
        collector.report("'\(block)' lacks '\(key.name)'", at: node.place, hint: key.type.summary)
      } else if let value = key.defaultValue {
        assignments.append(
          Assignment(key: key, values: .constant(value), place: node.place, order: 0))
      }
    }
    for group in Set(keys.filter { $0.applies(toKind: kind) }.compactMap(\.group)) {
      let given = group.filter(isGiven)
      let choice = group.map { "'\($0)'" }.joined(separator: " or ")
      if given.isEmpty {
        collector.report("'\(block)' lacks \(choice)", at: node.place, hint: "give exactly one")
      } else if given.count > 1 {
        let place = node.entries?.first { $0.key == given[1] }?.keyPlace ?? node.place
        collector.report(
          "\(given.map { "'\($0)'" }.joined(separator: " and ")) say the same thing twice",
          at: place, hint: "give exactly one")
      }
    }
  }
}
