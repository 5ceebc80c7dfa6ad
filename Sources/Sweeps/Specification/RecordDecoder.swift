internal import Parameters

/// Reads the `record` block.
struct RecordDecoder {
  let collector: DiagnosticCollector
  /// What may be recorded.
  let quantities: [Quantity]

  static let standard = RecordPlan(
    schedule: .logarithmic(count: 40), signal: .never, projection: .last,
    supportThreshold: 0.01)

  /// The plan, with defaults where the block or a key is absent.
  func plan(from node: DocumentNode?) -> RecordPlan {
    guard let node else { return Self.standard }
    guard let entries = node.entries else {
      collector.report(
        "'record' must be a block, not \(node.summary)", at: node.place,
        hint: "record: {count: 40, spacing: log}")
      return Self.standard
    }
    for entry in entries where !Schema.recordKeys.contains(entry.key) {
      collector.report(
        "unknown key '\(entry.key)' in 'record'", at: entry.keyPlace,
        hint: collector.spelling.hint(for: entry.key, among: Schema.recordKeys))
    }
    let parameters = occasion(from: node, "parameters", standard: .never)
    return RecordPlan(
      schedule: schedule(from: node),
      signal: occasion(from: node, "signal", standard: Self.standard.signal),
      parameters: parameters == .never ? nil : parameters,
      projection: occasion(from: node, "projection", standard: Self.standard.projection),
      supportThreshold: threshold(from: node["support_threshold"]),
      only: names(from: node, "only"), also: names(from: node, "also"),
      formulas: formulas(from: node["formulas"]), averages: averages(from: node["averages"]))
  }

  /// The average of θ; nil where there is none.
  private func averages(from node: DocumentNode?) -> RecordPlan.Averages? {
    guard let node else { return nil }
    let hint = "averages: {decay: 0.999} or {tail: 0.5}"
    guard let entries = node.entries, entries.count == 1 else {
      collector.report("'averages' takes one of decay and tail", at: node.place, hint: hint)
      return nil
    }
    let (key, value) = (entries[0].key, entries[0].value)
    guard ["decay", "tail"].contains(key) else {
      collector.report("unknown key '\(key)' in 'averages'", at: entries[0].keyPlace, hint: hint)
      return nil
    }
    let number = value.plainScalar.flatMap(ValueDecoder.real)
    if key == "decay", let number, number > 0, number < 1 {
      return RecordPlan.Averages(decay: number)
    }
    if key == "tail", let number, number > 0, number <= 1 {
      return RecordPlan.Averages(tail: number)
    }
    let range = key == "decay" ? "(0, 1)" : "(0, 1]"
    collector.report(
      "'\(key)' must be a number in \(range), not \(value.summary)", at: value.place, hint: hint)
    return nil
  }

  /// The quantities of a list, in the order of columns; nil where there is no list, or `also` asks for
  /// none but the usual ones.
  private func names(from node: DocumentNode, _ key: String) -> [String]? {
    guard let list = node[key] else { return nil }
    guard let elements = list.elements, !elements.isEmpty else {
      collector.report(
        "'\(key)' takes a list of quantities", at: list.place,
        hint: "\(key): [\(quantities.last?.name ?? "")]")
      return nil
    }
    let known = quantities.map(\.name)
    var names: Set<String> = []
    for element in elements {
      if let name = element.scalar, node["formulas"]?[name] != nil {
        collector.report(
          "'\(name)' is recorded anyway, as 'formulas' has it", at: element.place,
          hint: "remove it")
        continue
      }
      guard let name = element.scalar, known.contains(name) else {
        collector.report(
          "\(element.summary) is not a quantity", at: element.place,
          hint: element.scalar.flatMap { collector.spelling.hint(for: $0, among: known) })
        continue
      }
      if !names.insert(name).inserted {
        collector.report("'\(name)' is there twice", at: element.place, hint: "remove one")
      }
    }
    let chosen = quantities.filter { quantity in
      names.contains(quantity.name)
        && (key == "only" || quantity.since > Schema.frozenFormat)
    }
    return chosen.isEmpty ? nil : chosen.map(\.name)
  }

  /// The quantities that the sweep file writes itself; nil where there are none.
  private func formulas(from node: DocumentNode?) -> [RecordPlan.Formula]? {
    guard let node else { return nil }
    guard let entries = node.entries, !entries.isEmpty else {
      collector.report(
        "'formulas' takes a block of names, each with its formula", at: node.place,
        hint: "formulas: {size: sum(abs(theta))}")
      return nil
    }
    let known = quantities.map(\.name)
    return entries.compactMap { entry in
      if !entry.key.isName {
        collector.report(
          "'\(entry.key)' is no name", at: entry.keyPlace,
          hint: "letters, digits and _, no digit first")
      } else if known.contains(entry.key) {
        collector.report(
          "'\(entry.key)' is a quantity already", at: entry.keyPlace,
          hint: "also: [\(entry.key)], or another name")
      } else if let text = entry.value.scalar, !text.isEmpty {
        return RecordPlan.Formula(name: entry.key, text: text)
      } else {
        collector.report(
          "'\(entry.key)' must be a formula, not \(entry.value.summary)", at: entry.value.place)
      }
      return nil
    }
  }

  private func schedule(from node: DocumentNode) -> RecordPlan.Schedule {
    func refuse(_ keys: [String], beside given: String) {
      for entry in node.entries ?? [] where keys.contains(entry.key) {
        let list = given.split(separator: "_").joined(separator: " ")
        collector.report(
          "'\(entry.key)' does not go with '\(given)'", at: entry.keyPlace,
          hint: "give the \(list), or a count")
      }
    }
    if let list = node["steps"] {
      refuse(["count", "spacing", "slow_times"], beside: "steps")
      return .steps(steps(from: list))
    }
    if let list = node["slow_times"] {
      refuse(["count", "spacing"], beside: "slow_times")
      return .slowTimes(slowTimes(from: list))
    }
    var count = 40
    if let given = node["count"] {
      let decoder = ValueDecoder(collector: collector)
      count = decoder.integer(given, "count", atLeast: 2, atMost: 1_000_000) ?? count
    }
    guard let spacing = node["spacing"] else { return .logarithmic(count: count) }
    switch spacing.scalar {
    case "linear": return .linear(count: count)
    case "log": return .logarithmic(count: count)
    default:
      collector.report(
        "\(spacing.summary) is not a spacing", at: spacing.place, hint: "linear or log")
      return .logarithmic(count: count)
    }
  }

  private func steps(from node: DocumentNode) -> [Int] {
    guard let elements = node.elements, !elements.isEmpty else {
      collector.report("'steps' takes a list of steps", at: node.place, hint: "[0, 1000, 10000]")
      return [0]
    }
    var steps: [Int] = []
    for element in elements {
      guard let text = element.plainScalar, let step = ValueDecoder.integer(text),
        (0...Schema.maximumSteps).contains(step)
      else {
        collector.report(
          "a step is a whole number in 0…\(Schema.maximumSteps)", at: element.place)
        continue
      }
      if let last = steps.last, step <= last {
        collector.report("steps must increase", at: element.place)
        continue
      }
      steps.append(step)
    }
    return steps
  }

  private func slowTimes(from node: DocumentNode) -> [Double] {
    guard let elements = node.elements, !elements.isEmpty else {
      collector.report(
        "'slow_times' takes a list of times", at: node.place, hint: "[0, 0.1, 0.5]")
      return [0]
    }
    var times: [Double] = []
    for element in elements {
      guard let text = element.plainScalar, let time = ValueDecoder.real(text), time >= 0 else {
        collector.report(
          "a slow time is a number ≥ 0", at: element.place,
          hint: element.plainScalar.flatMap(ValueDecoder.limits))
        continue
      }
      if let last = times.last, time <= last {
        collector.report("slow times must increase", at: element.place)
        continue
      }
      times.append(time)
    }
    return times
  }

  private func occasion(
    from node: DocumentNode, _ key: String, standard: RecordPlan.Occasion
  ) -> RecordPlan.Occasion {
    guard let node = node[key] else { return standard }
    if let text = node.scalar, let occasion = RecordPlan.Occasion(rawValue: text) {
      return occasion
    }
    collector.report(
      "\(node.summary) is not a choice for '\(key)'", at: node.place, hint: "never, last or all")
    return standard
  }

  private func threshold(from node: DocumentNode?) -> Double {
    guard let node else { return Self.standard.supportThreshold }
    if let text = node.plainScalar, let value = ValueDecoder.real(text), value > 0 { return value }
    collector.report(
      "'support_threshold' must be a number > 0", at: node.place,
      hint: node.plainScalar.flatMap(ValueDecoder.limits))
    return Self.standard.supportThreshold
  }
}
