internal import FileSystem
internal import Parameters

/// Turns a sweep file into a specification, or into the list of all its mistakes.
struct SpecificationDecoder {
  /// Sub-grids are the one part of the grid that is held in memory.
  private static let subgridLimit = 100_000

  private let schema: Schema
  private let collector: DiagnosticCollector
  private var root: DocumentNode
  private var blocks: BlockDecoder
  private var reader: ProblemReader
  /// The variants of each block, in file order.
  private var variants: [[Variant]] = []
  private var topLevel: [Assignment] = []

  static func decode(
    text: String, source: String, overrides: [Override], schema: Schema,
    problem: ProblemReader.Problem
  ) throws(SpecificationError) -> Specification {
    let collector = DiagnosticCollector(spelling: Spelling(schema))
    let document = try SweepDocument(
      text: text, source: source, overrides: overrides, collector: collector)
    return try withoutActuallyEscaping(problem) { (problem) throws(SpecificationError) in
      var decoder = SpecificationDecoder(
        schema: schema, collector: collector, root: document.root,
        reader: ProblemReader(collector: collector, problem: problem))
      return try decoder.specification()
    }
  }

  private init(
    schema: Schema, collector: DiagnosticCollector, root: DocumentNode, reader: ProblemReader
  ) {
    self.schema = schema
    self.collector = collector
    self.root = root
    self.reader = reader
    blocks = BlockDecoder(schema: schema, collector: collector)
  }

  private mutating func specification() throws(SpecificationError) -> Specification {
    var record = RecordDecoder(collector: collector, quantities: schema.quantities)
      .plan(from: root[Schema.record])
    record.end = EndDecoder(collector: collector, quantities: schema.quantities)
      .takeEnd(from: &root, schema.clock.steps, record)
    readTopLevel()
    readProblems()
    let mistakes = collector.diagnostics.count
    let zips = ZipDecoder(schema: schema, collector: collector).zips(from: root[Schema.zip])
    let zipsAreSound = collector.diagnostics.count == mistakes
    let excluding = ExclusionDecoder(
      schema: schema, collector: collector, node: root[Schema.exclude])
    BlockRules(schema: schema, collector: collector, reader: reader, variants: variants).check()
    bindStepSize(record)
    leaveOutDefaults()
    let grids = products()
    if zipsAreSound {
      let repetitions = RepetitionCheck(collector: collector, zips: zips)
      for grid in grids { repetitions.check(grid) }
    }
    let name = text("name", isRequired: true) ?? ""
    let (question, description) = (
      text("question", hasLines: true), text("description", hasLines: true)
    )
    // Rules between keys make sense only where each key does.
    try collector.throwIfAny()
    check(zips, in: grids)
    let exclusions = excluding.exclusions(
      of: topLevel + variants.joined().flatMap(\.assignments), reader)
    // A grid has its axes only where zips and exclusions fit it.
    try collector.throwIfAny()
    let specification = Specification(
      name: name, question: question, description: description,
      subgrids: grids.map { Subgrid(assignments: $0, zips: zips) }, exclusions: exclusions,
      record: record, problems: reader.problems)
    for (grid, subgrid) in zip(grids, specification.subgrids) {
      Consistency(
        schema: schema, collector: collector, grid: grid, subgrid: subgrid, record: record,
        recordNode: root[Schema.record], reader: reader
      ).check()
    }
    try collector.throwIfAny()
    checkCount(of: specification)
    try collector.throwIfAny()
    for fault in schema.faults(specification) {
      let (node, way) = (fault.path.first.flatMap { root[$0] }, fault.path.dropFirst())
      // Of a union the first entry that has such a key.
      let entry = node?.elements?.first { entry in way.first.map { entry[$0] != nil } ?? true }
      collector.report(fault, in: entry ?? node ?? root, along: way)
    }
    try collector.throwIfAny()
    return specification
  }

  /// The sweep has runs, and not more than can be counted.
  private func checkCount(of specification: Specification) {
    guard Grid.checkedRunCount(of: specification) != nil else {
      collector.report("the sweep has more than 2⁶³ runs", at: root.place)
      return
    }
    guard !specification.exclusions.isEmpty else { return }
    let place = root[Schema.exclude]?.place ?? root.place
    guard let grid = Grid(checking: specification) else {
      collector.report(
        "the exclusions combine in too many ways", at: place,
        hint: "use fewer, or lists of blocks")
      return
    }
    if grid.runCount == 0 { collector.report("every run is excluded", at: place) }
  }

  private func check(_ zips: [Zip], in grids: [[Assignment]]) {
    let decoder = ZipDecoder(schema: schema, collector: collector)
    for zip in zips {
      let applying = grids.filter { zip.applies(to: $0) }
      for grid in applying { decoder.check(zip, in: grid) }
      if applying.isEmpty { decoder.reportUnused(zip, in: grids) }
    }
  }

  private mutating func readTopLevel() {
    for entry in root.entries ?? [] {
      blocks.order += 1
      if let family = schema.families(in: nil).first(where: { $0.block == entry.key }) {
        variants.append(blocks.variants(of: family, from: entry.value))
      } else if let key = schema.topLevelKeys.first(where: { $0.path == entry.key }) {
        topLevel += blocks.assignments(of: key, from: entry)
      } else if !schema.topLevelNames.contains(entry.key) {
        collector.report(
          "unknown key '\(entry.key)'", at: entry.keyPlace,
          hint: collector.spelling.hint(for: entry.key, among: schema.topLevelNames))
      }
    }
    for family in schema.families(in: nil) where root[family.block] == nil {
      if family.since > Schema.frozenFormat, let variant = blocks.standard(family, at: root) {
        variants.append([variant])
      } else {
        collector.report(
          "the sweep lacks '\(family.block)'", at: root.place, hint: "\(family.block): {…}")
      }
    }
    for key in schema.topLevelKeys where root[key.path] == nil {
      if let value = key.parameter.defaultValue {
        topLevel.append(
          Assignment(key: key, values: .constant(value), place: root.place, order: 0))
      } else if key.parameter.isRequired {
        collector.report("the sweep lacks '\(key.path)'", at: root.place, hint: key.type.summary)
      }
    }
    for key in schema.topLevelKeys { checkFallback(key) }
  }

  /// A key that stands for others is needed where some of these are not given, and a mistake beside
  /// all of them.
  private func checkFallback(_ key: Schema.Key) {
    let names = schema.topLevelKeys.filter { $0.parameter.fallback == key.path }.map(\.name)
    guard !names.isEmpty else { return }
    let missing = names.filter { root[$0] == nil }
    guard let entry = root.entries?.first(where: { $0.key == key.name }) else {
      guard !missing.isEmpty else { return }
      let others = missing.map { "'\($0)'" }.joined(separator: " and ")
      let hint = missing.count < names.count ? ", or give \(others)" : ""
      collector.report(
        "the sweep lacks '\(key.name)'", at: root.place, hint: key.type.summary + hint)
      return
    }
    if missing.isEmpty {
      let others = names.dropLast().joined(separator: ", ") + " and " + names[names.count - 1]
      collector.report(
        "'\(key.name)' has no meaning beside \(others)", at: entry.keyPlace, hint: "remove it")
    }
  }

  /// What came after the frozen format is left out where no run has another value than the default,
  /// also where the user wrote it: so the sweep keeps its bytes.
  private mutating func leaveOutDefaults() {
    let all = topLevel + variants.joined().flatMap(\.assignments)
    let others = Set(
      all.filter { $0.values.count > 1 || !$0.key.isLeftOut($0.values[0]) }.map(\.key.path))
    func isKept(_ assignment: Assignment) -> Bool { others.contains(assignment.key.path) }
    topLevel.removeAll { !isKept($0) }
    for block in variants.indices {
      for index in variants[block].indices {
        variants[block][index].assignments.removeAll { !isKept($0) }
      }
    }
  }

  private mutating func readProblems() {
    for block in variants.indices {
      for index in variants[block].indices { reader.resolve(&variants[block][index]) }
    }
  }

  /// Steps that follow from a slow time differ with the effective step, but lanes move in lockstep.
  private mutating func bindStepSize(_ record: RecordPlan) {
    let isSlow = topLevel.contains { $0.key.path == schema.clock.slowTime }
    switch record.schedule {
    case .slowTimes: break
    default: guard isSlow else { return }
    }
    for block in variants.indices {
      for index in variants[block].indices {
        variants[block][index].assignments = variants[block][index].assignments.map {
          var assignment = $0
          if ([schema.clock.stepSize] + schema.clock.gainPaths).contains(assignment.key.path) {
            assignment.key.binding = .uniform
          }
          return assignment
        }
      }
    }
  }

  /// One list of assignments a sub-grid: the product of the blocks' variants, first block slowest.
  private func products() -> [[Assignment]] {
    let count = variants.reduce(1.0) { $0 * Double($1.count) }
    guard count <= Double(Self.subgridLimit) else {
      collector.report(
        "the lists of blocks make more than \(counted(Self.subgridLimit, "sub-grid"))",
        at: root.place)
      return []
    }
    return variants.reduce([topLevel]) { products, variants in
      products.flatMap { product in variants.map { product + $0.assignments } }
    }
    .map { grid in
      func isInert(_ assignment: Assignment) -> Bool {
        BlockRules.isInert(assignment, among: grid, schema)
      }
      return (grid.contains(where: isInert) ? grid.filter { !isInert($0) } : grid)
        .map { withDefault($0, among: grid) }
    }
  }

  /// An assignment that nobody wrote with the default beside the kinds of other blocks.
  private func withDefault(_ assignment: Assignment, among grid: [Assignment]) -> Assignment {
    guard assignment.node == nil, let other = assignment.key.parameter.defaultBeside,
      let family = schema.family(other.block)
    else { return assignment }
    let path = family.key.path(in: other.block)
    let word = grid.first { $0.key.path == path }?.values[0] ?? family.key.defaultValue
    guard let kind = word?.asText.flatMap({ family.kind(named: $0) }),
      kind.features.contains(other.feature)
    else { return assignment }
    var changed = assignment
    changed.values = .constant(other.value)
    return changed
  }

  /// The text of a key, or nil where there is none: YAML's null is no text.
  private func text(
    _ key: String, isRequired: Bool = false, hasLines: Bool = false
  ) -> String? {
    guard let node = root[key], !node.isNull else {
      let place = root[key]?.place ?? root.place
      if isRequired { collector.report("the sweep lacks '\(key)'", at: place) }
      return nil
    }
    guard let text = node.scalar, !text.isEmpty else {
      collector.report("'\(key)' must be text, not \(node.summary)", at: node.place)
      return nil
    }
    func isUsual(_ scalar: Unicode.Scalar) -> Bool {
      !scalar.isControl || hasLines && (scalar == "\n" || scalar == "\t")
    }
    guard let control = text.unicodeScalars.first(where: { !isUsual($0) }) else { return text }
    collector.report(
      "'\(key)' has the control character \(String(control).harmlessLine)", at: node.place,
      hint: "remove it")
    return nil
  }
}
