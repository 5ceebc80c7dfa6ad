internal import Parameters

/// What a sweep file assigns to one parameter.
struct Assignment {
  var key: Schema.Key
  var values: ParameterValues
  var place: Place
  /// Where each value of a list stands; empty for other forms.
  var valuePlaces: [Place] = []
  /// How the user spells each value, where the values are the digests of files; else empty.
  var valueNames: [String] = []
  /// Position of the key in the file, which orders the axes.
  var order: Int
  /// What was written; nil for a default.
  var node: DocumentNode? = nil
}

/// One entry of a block: its kind, and what it assigns.
struct Variant {
  let family: Family
  /// The kind; nil where it is missing or wrong.
  let kind: (any Kind.Type)?
  let node: DocumentNode
  var assignments: [Assignment]

  var block: String { family.block }

  /// What the entry assigns to a path; nil where it neither gives the key nor has a default.
  subscript(path: String) -> Assignment? { assignments.first { $0.key.path == path } }

  /// The place of a key, or of the entry where it lacks the key.
  func keyPlace(_ name: String) -> Place {
    node.entries?.first { $0.key == name }?.keyPlace ?? node.place
  }
}

/// Reads blocks of parameters, such as `model` and `optimizer`.
struct BlockDecoder {
  let schema: Schema
  let collector: DiagnosticCollector
  /// Counts keys through the whole file.
  var order = 0

  private var values: ValueDecoder { ValueDecoder(collector: collector) }

  init(schema: Schema, collector: DiagnosticCollector) {
    self.schema = schema
    self.collector = collector
  }

  /// The variants of a block: one, or as many as its list has.
  ///
  /// Each assigns every parameter of the block that applies to its kind.
  mutating func variants(of family: Family, from node: DocumentNode) -> [Variant] {
    let nodes = node.elements ?? [node]
    if nodes.isEmpty { collector.report("the list of '\(family.block)' is empty", at: node.place) }
    return nodes.flatMap { Self.spelledOut($0, of: family) }
      .flatMap { entry(of: family, from: $0) }
  }

  /// The variants of one entry of a block: as many as those of the blocks in it combine to.
  private mutating func entry(of family: Family, from node: DocumentNode) -> [Variant] {
    let own = variant(of: family, from: node)
    guard own.kind != nil else { return [own] }
    return schema.families(in: family.block).reduce([own]) { variants, inner in
      let choices =
        node[inner.name].map { self.variants(of: inner, from: $0) }
        ?? standard(inner, at: node).map { [$0] } ?? []
      return variants.flatMap { variant in
        choices.map { choice in
          var both = variant
          both.assignments += choice.assignments
          return both
        }
      }
    }
  }

  private mutating func variant(of family: Family, from node: DocumentNode) -> Variant {
    let block = family.block
    guard let entries = node.entries else {
      collector.report(
        "'\(block)' must be a block of keys, not \(node.summary)", at: node.place,
        hint: "for example \(block): {\(family.exampleKey): …}")
      return Variant(family: family, kind: nil, node: node, assignments: [])
    }
    let kind = self.kind(of: node, family)
    let all = schema.keys(ofBlock: block)
    // Without a kind all keys are allowed.
    let keys = schema.keys(ofBlock: block, kind: kind?.name)
    let inner = schema.families(in: block).map(\.name)
    var assignments: [Assignment] = []
    for entry in entries where !inner.contains(entry.key) {
      order += 1
      if let key = keys.first(where: { $0.name == entry.key }) {
        assignments += self.assignments(of: key, from: entry)
      } else if let kind, all.contains(where: { $0.name == entry.key }) {
        collector.report(
          "'\(entry.key)' has no meaning for \(block) kind '\(kind.name)'", at: entry.keyPlace,
          hint: "remove it, or make '\(block)' a list with one entry a kind")
      } else {
        collector.report(
          "unknown key '\(entry.key)' in '\(block)'", at: entry.keyPlace,
          hint: collector.spelling.hint(for: entry.key, among: keys.map(\.name) + inner))
      }
    }
    complete(&assignments, keys, kind, family, node: node)
    return Variant(family: family, kind: kind, node: node, assignments: assignments)
  }

  /// The kind the block names; nil where the kind itself is wrong.
  private func kind(of node: DocumentNode, _ family: Family) -> (any Kind.Type)? {
    guard let kind = node[family.key.key] else {
      return family.key.defaultValue?.asText.flatMap(family.kind)
    }
    let kinds = kind.elements ?? [kind]
    guard kinds.count == 1 else { return nil }
    return kinds[0].scalar.flatMap(family.kind)
  }

  /// What an entry of the file assigns: one parameter, or those of a law.
  mutating func assignments(
    of key: Schema.Key, from entry: DocumentNode.Entry
  ) -> [Assignment] {
    if let parts = law(of: key, entry.value) {
      return assignments(ofLaw: parts, of: key, at: entry)
    }
    if key.type == .names { return assignments(ofNames: key, from: entry) }
    if key.name == "kind", let kinds = entry.value.elements, kinds.count > 1 {
      let block = key.block ?? ""
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
        order: order, node: entry.value)
    ]
  }

  /// A block of names assigns each of them, and what names there are.
  private mutating func assignments(
    ofNames key: Schema.Key, from entry: DocumentNode.Entry
  ) -> [Assignment] {
    guard let entries = entry.value.entries else {
      collector.report(
        "'\(key.name)' must be \(key.type.summary), not \(entry.value.summary)",
        at: entry.value.place, hint: "\(key.name): {name: value}")
      return [placeholder(key, entry)]
    }
    let names = entries.map(\.key).joined(separator: " ")
    var assignments = [
      Assignment(
        key: key, values: .constant(.text(names)), place: entry.value.place, order: order,
        node: entry.value)
    ]
    for entry in entries {
      order += 1
      guard entry.key.isName else {
        collector.report(
          "'\(entry.key)' is no name", at: entry.keyPlace,
          hint: "letters, digits and _, no digit first")
        continue
      }
      guard let named = key.entry(named: entry.key) else { continue }
      assignments += self.assignments(of: named, from: entry)
    }
    return assignments
  }

  private func placeholder(_ key: Schema.Key, _ entry: DocumentNode.Entry) -> Assignment {
    Assignment(
      key: key, values: .constant(key.parameter.defaultValue ?? .text("")),
      place: entry.value.place, order: order)
  }

  // MARK: Laws

  /// The entries of a block that gives a parameter from others; nil where it is none.
  private func law(of key: Schema.Key, _ node: DocumentNode) -> [DocumentNode.Entry]? {
    guard let law = key.parameter.law, let entries = node.entries, !entries.isEmpty else {
      return nil
    }
    let names = law.parts.map(\.key)
    let isPresumed =
      law.isPresumed && !entries.contains { ValueDecoder.rangeKeys.contains($0.key) }
    return isPresumed || entries.contains { names.contains($0.key) } ? entries : nil
  }

  /// 1 − β₂ = rate · η^power: parameters that may be axes each.
  private mutating func assignments(
    ofLaw entries: [DocumentNode.Entry], of key: Schema.Key, at entry: DocumentNode.Entry
  ) -> [Assignment] {
    let meaning = key.parameter.law?.meaning
    var assignments: [Assignment] = []
    for part in entries {
      order += 1
      guard let key = key.parts.first(where: { $0.name == part.key }) else {
        collector.report(
          "unknown key '\(part.key)' in '\(key.name)'", at: part.keyPlace, hint: meaning)
        continue
      }
      assignments += self.assignments(of: key, from: part)
    }
    for missing in key.parts
    where !assignments.isEmpty && !entries.contains(where: { $0.key == missing.name }) {
      collector.report(
        "'\(key.name)' lacks '\(missing.name)'", at: entry.value.place, hint: meaning)
    }
    return assignments
  }

  // MARK: What is not given

  /// Adds defaults; reports what is missing and what excludes each other.
  private func complete(
    _ assignments: inout [Assignment], _ keys: [Schema.Key], _ kind: (any Kind.Type)?,
    _ family: Family, node: DocumentNode
  ) {
    let block = family.block
    func isGiven(_ name: String) -> Bool { node[name] != nil }
    guard kind != nil else {
      if !isGiven("kind") {
        collector.report(
          "'\(block)' lacks 'kind'", at: node.place, hint: family.key.type.summary)
      }
      return
    }
    for key in keys where !isGiven(key.name) {
      if key.parameter.isRequired, key.parameter.applies == .always {
        collector.report("'\(block)' lacks '\(key.name)'", at: node.place, hint: key.type.summary)
      } else if let value = key.parameter.defaultValue {
        assignments.append(
          Assignment(key: key, values: .constant(value), place: node.place, order: 0))
      }
    }
    for group in Set(keys.compactMap(\.parameter.group)) {
      let members = keys.filter { $0.parameter.group == group }.map(\.name)
      let given = members.filter(isGiven)
      let choice = members.map { "'\($0)'" }.joined(separator: " or ")
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

  /// The variant of a block that the file does not have, where its family need not be named.
  func standard(_ family: Family, at root: DocumentNode) -> Variant? {
    guard let kind = family.key.defaultValue?.asText.flatMap(family.kind) else { return nil }
    let node = DocumentNode(content: .mapping([]), place: root.place)
    var assignments: [Assignment] = []
    complete(
      &assignments, schema.keys(ofBlock: family.block, kind: kind.name), kind, family, node: node)
    return Variant(family: family, kind: kind, node: node, assignments: assignments)
  }
}

extension String {
  /// Whether a name may be this: ASCII letters, digits and _, no digit first.
  var isName: Bool {
    func isLetter(_ scalar: Unicode.Scalar) -> Bool {
      "a"..."z" ~= scalar || "A"..."Z" ~= scalar || scalar == "_"
    }
    guard let first = unicodeScalars.first, isLetter(first) else { return false }
    return unicodeScalars.allSatisfy { isLetter($0) || "0"..."9" ~= $0 }
  }
}
