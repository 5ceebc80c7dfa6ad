internal import Parameters

/// Reads `exclude`, a list of blocks whose keys are paths.
struct ExclusionDecoder {
  let schema: Schema
  let collector: DiagnosticCollector

  /// A condition as the sweep file has it.
  private struct Condition {
    var key: Schema.Key
    var values: [Value]
    var places: [Place]
    var keyPlace: Place
  }

  private static let form = "exclude: [{optimizer.kind: sgd, model.dimension: 1000}]"
  private var exclusions: [[Condition]] = []

  init(schema: Schema, collector: DiagnosticCollector, node: DocumentNode?) {
    self.schema = schema
    self.collector = collector
    guard let node else { return }
    guard let elements = node.elements else {
      collector.report(
        "'exclude' takes a list of blocks, not \(node.summary)", at: node.place, hint: Self.form)
      return
    }
    if elements.count > ExclusionMasks.limit {
      collector.report(
        "there are more than \(ExclusionMasks.limit) exclusions",
        at: elements[ExclusionMasks.limit].place,
        hint: "a condition may have a list of values")
    }
    exclusions = elements.map(conditions)
  }

  private func conditions(from node: DocumentNode) -> [Condition] {
    guard let entries = node.entries, !entries.isEmpty else {
      let what = node.entries == nil ? node.summary : "an empty one"
      collector.report(
        "an exclusion is a block of paths and values, not \(what)", at: node.place,
        hint: Self.form)
      return []
    }
    return entries.compactMap { entry in
      guard let key = schema.key(at: entry.key) else {
        collector.report(
          "unknown path '\(entry.key)'", at: entry.keyPlace,
          hint: collector.spelling.pathHint(for: entry.key))
        return nil
      }
      let nodes = entry.value.elements ?? [entry.value]
      if nodes.isEmpty {
        collector.report("the list of '\(entry.key)' is empty", at: entry.value.place)
      }
      let decoder = ValueDecoder(collector: collector)
      let values = nodes.compactMap { decoder.value(of: key, from: $0) }
      return Condition(
        key: key, values: values, places: nodes.map(\.place), keyPlace: entry.keyPlace)
    }
  }

  /// The exclusions of a sweep whose values are known; values that no run has are reported.
  ///
  /// - Precondition: No mistake was found in the exclusions by themselves.
  func exclusions(of assignments: [Assignment], _ reader: ProblemReader) -> [Exclusion] {
    var values: [String: [ParameterValues]] = [:]
    for assignment in assignments {
      values[assignment.key.path, default: []].append(assignment.values)
    }
    return exclusions.map { conditions in
      let conditions = conditions.map { condition in
        let known = values[condition.key.path] ?? []
        if known.isEmpty {
          collector.report("no sub-grid has '\(condition.key.path)'", at: condition.keyPlace)
        }
        var found: [Value] = []
        for (value, place) in zip(condition.values, condition.places) where !known.isEmpty {
          // A file counts by its content.
          let isPath = condition.key.type == .path
          let wanted =
            isPath ? reader.digest(ofPath: value.description).map(Value.text) ?? value : value
          if known.contains(where: { !$0.indices(of: [wanted]).isEmpty }) {
            found.append(wanted)
          } else {
            let names =
              isPath ? [.list(values: reader.names.values.sorted().map(Value.text))] : known
            collector.report(
              "'\(condition.key.path)' is never \(value)", at: place,
              hint: nearest(to: value, among: names).map { "the nearest value is \($0)" })
          }
        }
        return Exclusion.Condition(path: condition.key.path, values: Self.ascending(found))
      }
      return Exclusion(conditions: conditions.sorted { $0.path < $1.path })
    }
  }

  private func nearest(to value: Value, among known: [ParameterValues]) -> Value? {
    let numbers = known.compactMap { $0.nearest(to: value) }
    guard let target = value.asReal, !numbers.isEmpty else {
      // Words are few, whichever parameter has them.
      let words = known.flatMap { values in
        (0..<min(values.count, 1000)).map { values[$0].description }
      }
      return collector.spelling.nearest(to: value.description, among: words).map(Value.text)
    }
    func distance(_ value: Value) -> Double { abs((value.asReal ?? .infinity) - target) }
    return numbers.min { distance($0) < distance($1) }
  }

  private static func ascending(_ values: [Value]) -> [Value] {
    Set(values).sorted { first, second in
      if first.isBelow(second) { return true }
      if second.isBelow(first) { return false }
      return first.description < second.description
    }
  }
}
