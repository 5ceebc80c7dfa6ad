internal import Parameters

/// Reads where runs end before their last step: `steps: {at_most: 1e6, until: {train_loss: 1e-8}}`.
struct EndDecoder {
  let collector: DiagnosticCollector
  /// What may be recorded.
  let quantities: [Quantity]

  private static let (atMost, until) = ("at_most", "until")
  private static let (above, below) = ("above", "below")
  private static let example = "steps: {at_most: 100000, until: {train_loss: 1e-8}}"

  /// Takes an end out of the block that gives the steps, so that these are left; nil where there is none.
  ///
  /// - Parameters:
  ///   - root: The document, from which it is taken.
  ///   - key: The key of the steps.
  ///   - plan: What is recorded.
  /// - Returns: The end.
  func takeEnd(from root: inout DocumentNode, _ key: String, _ plan: RecordPlan) -> RecordPlan.End?
  {
    guard var entries = root.entries, let place = entries.firstIndex(where: { $0.key == key }),
      let parts = entries[place].value.entries,
      parts.contains(where: { [Self.atMost, Self.until].contains($0.key) })
    else { return nil }
    let node = entries[place].value
    if let steps = node[Self.atMost] {
      for part in parts where ![Self.atMost, Self.until].contains(part.key) {
        collector.report(
          "'\(part.key)' does not go with '\(Self.atMost)'", at: part.keyPlace, hint: Self.example)
      }
      entries[place].value = steps
    } else {
      let others = parts.filter { $0.key != Self.until }
      if others.isEmpty {
        collector.report(
          "'\(key)' lacks '\(Self.atMost)'", at: node.place, hint: Self.example)
      }
      entries[place].value.content = .mapping(others)
    }
    root.content = .mapping(entries)
    guard let condition = node[Self.until] else {
      collector.report(
        "'\(Self.atMost)' goes with '\(Self.until)'", at: node.place, hint: Self.example)
      return nil
    }
    return end(from: condition, plan)
  }

  private func end(from node: DocumentNode, _ plan: RecordPlan) -> RecordPlan.End? {
    guard let entries = node.entries, entries.count == 1 else {
      collector.report(
        "'\(Self.until)' takes one quantity and its bound", at: node.place, hint: Self.example)
      return nil
    }
    let entry = entries[0]
    let quantity = quantities.first { $0.name == entry.key }
    let isOwn = plan.formulas?.contains { $0.name == entry.key } ?? false
    if quantity == nil && !isOwn {
      let known = quantities.map(\.name) + (plan.formulas ?? []).map(\.name)
      collector.report(
        "'\(entry.key)' is not a quantity", at: entry.keyPlace,
        hint: collector.spelling.hint(for: entry.key, among: known))
      return nil
    }
    if let quantity, !plan.records(quantity), !isOwn {
      collector.report(
        "'\(entry.key)' is not recorded", at: entry.keyPlace,
        hint: "record: {also: [\(entry.key)]}")
      return nil
    }
    return bound(from: entry, isAbove: quantity?.better == .larger)
  }

  /// A number, which is to be reached from the worse side, or a number with its side.
  private func bound(from entry: DocumentNode.Entry, isAbove: Bool) -> RecordPlan.End? {
    let (number, isAbove) =
      if let sides = entry.value.entries, sides.count == 1,
        [Self.above, Self.below].contains(sides[0].key)
      {
        (sides[0].value, sides[0].key == Self.above)
      } else {
        (entry.value, isAbove)
      }
    guard let text = number.plainScalar, let bound = ValueDecoder.real(text) else {
      collector.report(
        "the bound of '\(entry.key)' must be a number, not \(number.summary)", at: number.place,
        hint: number.plainScalar.flatMap(ValueDecoder.limits)
          ?? "\(entry.key): 1e-8, or {\(Self.above): …} or {\(Self.below): …}")
      return nil
    }
    return RecordPlan.End(quantity: entry.key, bound: bound, isAbove: isAbove)
  }
}
