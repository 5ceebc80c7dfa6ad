internal import Parameters

extension BlockDecoder {
  /// The entries of a block as they are read, where some are written as others.
  static func spelledOut(_ node: DocumentNode, of family: Family) -> [DocumentNode] {
    let node = block(of: family, namedBy: node)
    guard node.entries != nil else { return [node] }
    let word = node[family.key.key]?.scalar
    for kind in family.kinds {
      for shorthand in kind.shorthands where shorthand.word == word {
        if let nodes = node.spelledOut(shorthand, as: kind.name, at: family.key.key) {
          return nodes
        }
      }
    }
    return [node]
  }

  /// `loss: squared` is short for `loss: {kind: squared}`.
  private static func block(of family: Family, namedBy node: DocumentNode) -> DocumentNode {
    guard let word = node.scalar, family.kinds.count > 1 else { return node }
    // A word that is none is told from the block that an older family must be.
    guard family.since > Schema.frozenFormat || family.kind(named: word) != nil else { return node }
    let entry = DocumentNode.Entry(key: family.key.key, keyPlace: node.place, value: node)
    return DocumentNode(content: .mapping([entry]), place: node.place)
  }
}

extension DocumentNode {
  /// The blocks that this one is short for; nil where it says what it means.
  fileprivate func spelledOut(
    _ shorthand: Shorthand, as kind: String, at kindKey: String
  ) -> [DocumentNode]? {
    let value = self[shorthand.key]
    switch (shorthand.sign, value) {
    case (.given(let name), .some):
      return [renaming(shorthand.key, to: name).replacing(kindKey, by: kind)]
    case (.lacking, nil): return [replacing(kindKey, by: kind)]
    case (.otherThan(let word, let isKept), let value?):
      let choices = value.elements ?? [value]
      let others = choices.filter { $0.plainScalar != word }
      let other = DocumentNode(
        content: value.elements == nil ? value.content : .sequence(others), place: value.place)
      var nodes: [DocumentNode] = []
      if others.count < choices.count { nodes.append(without(shorthand.key)) }
      if !others.isEmpty {
        let meant = replacing(kindKey, by: kind)
        nodes.append(
          isKept ? meant.replacing(shorthand.key, by: other) : meant.without(shorthand.key))
      }
      return nodes
    case (.counted(let key, let more), let value?) where self[key] == nil:
      guard let elements = value.elements, let first = elements.first else { return nil }
      if first.elements == nil { return [adding(key, "\(elements.count + more)")] }
      var lengths: [Int] = []
      for element in elements {
        let count = element.elements?.count ?? 1
        if !lengths.contains(count) { lengths.append(count) }
      }
      return lengths.map { length in
        let lists = elements.filter { $0.elements?.count ?? 1 == length }
        let value = DocumentNode(content: .sequence(lists), place: value.place)
        return replacing(shorthand.key, by: value).adding(key, "\(length + more)")
      }
    default: return nil
    }
  }

  private func without(_ key: String) -> DocumentNode {
    var node = self
    node.content = .mapping((entries ?? []).filter { $0.key != key })
    return node
  }

  private func renaming(_ key: String, to name: String) -> DocumentNode {
    changing(key) { $0.key = name }
  }

  private func replacing(_ key: String, by value: DocumentNode) -> DocumentNode {
    changing(key) { $0.value = value }
  }

  private func changing(_ key: String, _ change: (inout Entry) -> Void) -> DocumentNode {
    var (node, entries) = (self, self.entries ?? [])
    for index in entries.indices where entries[index].key == key { change(&entries[index]) }
    node.content = .mapping(entries)
    return node
  }

  /// With another word at a key, which need not be there.
  private func replacing(_ key: String, by word: String) -> DocumentNode {
    guard let old = self[key] else { return adding(key, word) }
    return replacing(
      key, by: DocumentNode(content: .scalar(word, isQuoted: false), place: old.place))
  }

  private func adding(_ key: String, _ word: String) -> DocumentNode {
    let value = DocumentNode(content: .scalar(word, isQuoted: false), place: place)
    var node = self
    node.content = .mapping([Entry(key: key, keyPlace: place, value: value)] + (entries ?? []))
    return node
  }
}
