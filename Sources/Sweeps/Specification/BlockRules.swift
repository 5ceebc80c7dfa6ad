internal import Parameters

/// Rules between blocks: which keys the kind of another block needs, forbids or leaves without
/// effect.
struct BlockRules {
  let schema: Schema
  let collector: DiagnosticCollector
  let reader: ProblemReader
  /// The entries of each block.
  let variants: [[Variant]]

  func check() {
    for variant in variants.joined() {
      for key in schema.keys(ofBlock: variant.block, kind: variant.kind?.name)
      where variant.kind != nil {
        check(key, of: variant)
        if let dataset = key.parameter.dataset { check(dataset, insteadOf: key, of: variant) }
      }
    }
  }

  /// Whether an assignment has no effect beside the others of a sub-grid, where another sub-grid
  /// needs it.
  static func isInert(
    _ assignment: Assignment, among assignments: [Assignment], _ schema: Schema
  ) -> Bool {
    let condition = assignment.key.parameter.applies
    guard let block = condition.block, let family = schema.family(block) else { return false }
    let path = "\(block).\(family.key.key)"
    let kind = assignments.first { $0.key.path == path }?.values[0].asText.flatMap(family.kind)
    return kind.map { !condition.isMet(by: $0.features) } ?? false
  }

  /// A key that asks for the kind of another block is needed where an entry there has that kind, and
  /// a mistake where none has.
  private func check(_ key: Schema.Key, of variant: Variant) {
    let condition = key.parameter.applies
    guard let words = condition.words, words.isMistake else { return }
    let others = variants.first { $0.first?.block == condition.block } ?? []
    let kinds = others.map(\.kind)
    let isNeeded = kinds.contains { $0.map { condition.isMet(by: $0.features) } ?? false }
    let assignment = variant[key.path]
    // A default that is left out of specifications is no mistake anywhere.
    if let assignment, assignment.values.count == 1, key.isLeftOut(assignment.values[0]) { return }
    if assignment == nil {
      if isNeeded, key.parameter.isRequired { lacks(key, in: variant) }
    } else if !kinds.isEmpty, kinds.allSatisfy({ $0 != nil }), !isNeeded {
      var names: [String] = []
      for kind in kinds.compactMap({ $0?.name }) where !names.contains(kind) { names.append(kind) }
      let phrase =
        words.phrase
        ?? "for \(condition.block ?? "") kind "
        + names.map { "'\($0)'" }.joined(separator: " and ")
      collector.report(
        "'\(key.name)' has no meaning \(phrase)", at: variant.keyPlace(key.name),
        hint: words.hint)
    }
  }

  /// What a user's file may give is given by the sweep or by the file, not by both.
  private func check(_ dataset: String, insteadOf key: Schema.Key, of variant: Variant) {
    let blocks = variants.filter { block in
      schema.keys(ofBlock: block.first?.block ?? "").contains { $0.type == .path }
    }
    for other in blocks.joined() where other.kind != nil {
      guard schema.keys(ofBlock: other.block, kind: other.kind?.name).contains(where: \.isPath)
      else {
        if variant[key.path] == nil { lacks(key, in: variant) }
        continue
      }
      guard let paths = other.assignments.first(where: \.key.isPath) else { continue }
      check(dataset, insteadOf: key, of: variant, filesAt: paths, block: other.block)
    }
  }

  private func check(
    _ dataset: String, insteadOf key: Schema.Key, of variant: Variant, filesAt paths: Assignment,
    block: String
  ) {
    // A file that could not be read has no summary, and was reported.
    let files = (0..<paths.values.count).compactMap {
      reader.problems[paths.values[$0].description]
    }
    func name(_ file: ProblemSummary) -> String { reader.names[file.digest] ?? "" }
    let with = files.first { $0.has(dataset) }
    let without = files.first { !$0.has(dataset) }
    if let with, let without {
      collector.report(
        "'\(name(with))' has \(dataset), '\(name(without))' has not", at: paths.place,
        hint:
          "make '\(block)' a list with one entry for each sort, and give \(key.name) where it lacks"
      )
    } else if let with, variant[key.path] != nil {
      collector.report(
        "'\(key.name)' and \(dataset) of '\(name(with))' say the same thing twice",
        at: variant.keyPlace(key.name), hint: "give exactly one")
    } else if let without, variant[key.path] == nil {
      collector.report(
        "'\(variant.block)' lacks '\(key.name)'", at: variant.node.place,
        hint: "\(key.type.summary); '\(name(without))' has no \(dataset)")
    }
  }

  private func lacks(_ key: Schema.Key, in variant: Variant) {
    collector.report(
      "'\(variant.block)' lacks '\(key.name)'", at: variant.node.place, hint: key.type.summary)
  }
}
