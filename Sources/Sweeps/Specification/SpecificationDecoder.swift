internal import FileSystem
internal import Parameters

/// Turns a sweep file into a specification, or into the list of all its mistakes.
struct SpecificationDecoder {
  /// Sub-grids are the one part of the grid that is held in memory.
  private static let subgridLimit = 100_000

  private let collector: DiagnosticCollector
  private let root: DocumentNode
  private var blocks: BlockDecoder
  private var reader: ProblemReader
  /// The variants of each block, in file order.
  private var variants: [[Variant]] = []
  private var topLevel: [Assignment] = []

  static func decode(
    text: String, source: String, overrides: [Override], problem: ProblemReader.Problem
  ) throws(SpecificationError) -> Specification {
    let collector = DiagnosticCollector()
    let document = try SweepDocument(
      text: text, source: source, overrides: overrides, collector: collector)
    return try withoutActuallyEscaping(problem) { (problem) throws(SpecificationError) in
      var decoder = SpecificationDecoder(
        collector: collector, root: document.root,
        reader: ProblemReader(collector: collector, problem: problem))
      return try decoder.specification()
    }
  }

  private init(collector: DiagnosticCollector, root: DocumentNode, reader: ProblemReader) {
    self.collector = collector
    self.root = root
    self.reader = reader
    blocks = BlockDecoder(collector: collector)
  }

  private mutating func specification() throws(SpecificationError) -> Specification {
    readTopLevel()
    readProblems()
    let record = RecordDecoder(collector: collector).plan(from: root[SweepSchema.record])
    let mistakes = collector.diagnostics.count
    let zips = ZipDecoder(collector: collector).zips(from: root[SweepSchema.zip])
    let zipsAreSound = collector.diagnostics.count == mistakes
    let excluding = ExclusionDecoder(collector: collector, node: root[SweepSchema.exclude])
    BlockRules(collector: collector, reader: reader, variants: variants).check()
    bindStepSize(record)
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
        collector: collector, grid: grid, subgrid: subgrid, record: record,
        recordNode: root[SweepSchema.record], reader: reader
      ).check()
    }
    try collector.throwIfAny()
    checkCount(of: specification)
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
    let place = root[SweepSchema.exclude]?.place ?? root.place
    guard let grid = Grid(checking: specification) else {
      collector.report(
        "the exclusions combine in too many ways", at: place,
        hint: "use fewer, or lists of blocks")
      return
    }
    if grid.runCount == 0 { collector.report("every run is excluded", at: place) }
  }

  private func check(_ zips: [Zip], in grids: [[Assignment]]) {
    let decoder = ZipDecoder(collector: collector)
    for zip in zips {
      let applying = grids.filter { zip.applies(to: $0) }
      for grid in applying { decoder.check(zip, in: grid) }
      if applying.isEmpty { decoder.reportUnused(zip, in: grids) }
    }
  }

  private mutating func readTopLevel() {
    for entry in root.entries ?? [] {
      blocks.order += 1
      if SweepSchema.blocks.contains(entry.key) {
        variants.append(blocks.variants(of: entry.key, from: entry.value))
      } else if let key = SweepSchema.topLevelParameters.first(where: { $0.path == entry.key }) {
        readParameter(key, from: entry.value)
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
    checkSeeds()
  }

  private mutating func readParameter(_ key: ParameterKey, from node: DocumentNode) {
    var (key, node) = (key, node)
    if key.path == "steps", let entries = node.entries, !entries.isEmpty,
      !entries.contains(where: { ["from", "to", "step", "count", "log"].contains($0.key) })
        || node["slow_time"] != nil
    {
      let form = "{slow_time: 0.9} means round(0.9/η²) steps"
      for entry in entries where entry.key != "slow_time" {
        collector.report("unknown key '\(entry.key)' in 'steps'", at: entry.keyPlace, hint: form)
      }
      guard let time = node["slow_time"] else { return }
      (key, node) = (SweepSchema.slowTime, time)
    }
    guard let values = ValueDecoder(collector: collector).values(of: key, from: node) else {
      return
    }
    topLevel.append(
      Assignment(
        key: key, values: values, place: node.place, valuePlaces: node.elementPlaces,
        order: blocks.order))
  }

  /// `seed` stands for the seeds that are not given.
  private func checkSeeds() {
    let missing = SweepSchema.seeds.filter { root[$0] == nil }
    guard let entry = root.entries?.first(where: { $0.key == "seed" }) else {
      guard !missing.isEmpty else { return }
      let others = missing.map { "'\($0)'" }.joined(separator: " and ")
      let hint = missing.count < SweepSchema.seeds.count ? ", or give \(others)" : ""
      collector.report(
        "the sweep lacks 'seed'", at: root.place, hint: ValueType.seed.summary + hint)
      return
    }
    if missing.isEmpty {
      collector.report(
        "'seed' has no meaning beside data_seed, init_seed and noise_seed", at: entry.keyPlace,
        hint: "remove it")
    }
  }

  private mutating func readProblems() {
    for block in variants.indices {
      for index in variants[block].indices { reader.resolve(&variants[block][index]) }
    }
  }

  /// Steps that follow from a slow time differ with the step size, but lanes move in lockstep.
  private mutating func bindStepSize(_ record: RecordPlan) {
    let isSlow = topLevel.contains { $0.key.path == SweepSchema.slowTime.path }
    switch record.schedule {
    case .slowTimes: break
    default: guard isSlow else { return }
    }
    for block in variants.indices {
      for index in variants[block].indices {
        variants[block][index].assignments = variants[block][index].assignments.map {
          var assignment = $0
          if assignment.key.path == "optimizer.step_size" { assignment.key.binding = .uniform }
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
      func isInert(_ assignment: Assignment) -> Bool { BlockRules.isInert(assignment, among: grid) }
      return grid.contains(where: isInert) ? grid.filter { !isInert($0) } : grid
    }
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
