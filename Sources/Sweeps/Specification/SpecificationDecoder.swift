/// Turns a sweep file into a specification, or into the list of all its mistakes.
struct SpecificationDecoder {
  /// Sub-grids are the one part of the grid that is held in memory.
  private static let subgridLimit = 100_000

  private let collector: DiagnosticCollector
  private let root: DocumentNode
  private var blocks: BlockDecoder
  /// The variants of each block, in file order.
  private var variants: [[[Assignment]]] = []
  private var topLevel: [Assignment] = []

  static func decode(
    text: String, source: String, overrides: [Override]
  ) throws(SpecificationError) -> Specification {
    let collector = DiagnosticCollector()
    let document = try SweepDocument(
      text: text, source: source, overrides: overrides, collector: collector)
    var decoder = SpecificationDecoder(collector: collector, root: document.root)
    return try decoder.specification()
  }

  private init(collector: DiagnosticCollector, root: DocumentNode) {
    self.collector = collector
    self.root = root
    blocks = BlockDecoder(collector: collector)
  }

  private mutating func specification() throws(SpecificationError) -> Specification {
    readTopLevel()
    let record = RecordDecoder(collector: collector).plan(from: root[SweepSchema.record])
    let assignments = products()
    let name = text("name", isRequired: true) ?? ""
    let (question, description) = (text("question"), text("description"))
    // Rules between keys make sense only where each key does.
    try collector.throwIfAny()
    for grid in assignments {
      Consistency(
        collector: collector, grid: grid, record: record, recordNode: root[SweepSchema.record]
      ).check()
    }
    try collector.throwIfAny()
    let specification = Specification(
      name: name, question: question, description: description,
      subgrids: assignments.map(Subgrid.init(assignments:)), record: record)
    if Grid.checkedRunCount(of: specification) == nil {
      collector.report("the sweep has more than 2⁶³ runs", at: root.place)
    }
    try collector.throwIfAny()
    return specification
  }

  private mutating func readTopLevel() {
    for entry in root.entries ?? [] {
      blocks.order += 1
      if SweepSchema.blocks.contains(entry.key) {
        variants.append(blocks.variants(of: entry.key, from: entry.value))
      } else if let key = SweepSchema.topLevelParameters.first(where: { $0.path == entry.key }) {
        guard let values = ValueDecoder(collector: collector).values(of: key, from: entry.value)
        else { continue }
        topLevel.append(
          Assignment(key: key, values: values, place: entry.value.place, order: blocks.order))
      } else if !SweepSchema.topLevelKeys.contains(entry.key) {
        collector.report(
          "unknown key '\(entry.key)'", at: entry.keyPlace,
          hint: Spelling.hint(for: entry.key, among: SweepSchema.topLevelKeys))
      }
    }
    for block in SweepSchema.requiredBlocks where root[block] == nil {
      collector.report("the sweep lacks '\(block)'", at: root.place, hint: "\(block): {…}")
    }
    for key in SweepSchema.topLevelParameters where root[key.path] == nil {
      if let value = key.defaultValue {
        topLevel.append(
          Assignment(key: key, values: .constant(value), place: root.place, order: 0))
      } else if key.isRequired {
        collector.report("the sweep lacks '\(key.path)'", at: root.place, hint: key.type.summary)
      }
    }
  }

  /// One list of assignments a sub-grid: the product of the blocks' variants, first block slowest.
  private func products() -> [[Assignment]] {
    let count = variants.reduce(1.0) { $0 * Double($1.count) }
    guard count <= Double(Self.subgridLimit) else {
      collector.report(
        "the lists of blocks make more than \(Self.subgridLimit) sub-grids", at: root.place)
      return []
    }
    return variants.reduce([topLevel]) { products, variants in
      products.flatMap { product in variants.map { product + $0 } }
    }
  }

  private func text(_ key: String, isRequired: Bool = false) -> String? {
    guard let node = root[key] else {
      if isRequired { collector.report("the sweep lacks '\(key)'", at: root.place) }
      return nil
    }
    guard let text = node.scalar, !text.isEmpty, !text.contains("\0") else {
      collector.report("'\(key)' must be text, not \(node.summary)", at: node.place)
      return nil
    }
    return text
  }
}

extension Subgrid {
  init(assignments: [Assignment]) {
    let ordered = assignments.sorted { $0.order < $1.order }
    func axes(_ binding: Binding) -> [Axis] {
      ordered.filter { $0.values.count > 1 && $0.key.binding == binding }
        .map { Axis(path: $0.key.path, values: $0.values) }
    }
    self.init(
      constants: assignments.filter { $0.values.count == 1 }
        .map { Axis(path: $0.key.path, values: .constant($0.values[0])) }
        .sorted { $0.path < $1.path },
      uniformAxes: axes(.uniform), varyingAxes: axes(.varying))
  }
}
