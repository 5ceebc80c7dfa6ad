internal import ElementaryFunctions
internal import FileSystem
internal import Parameters

/// Reads the values of one parameter: a scalar, a list, or a range.
struct ValueDecoder {
  /// More values than any axis has.
  static let mostValues = 1_000_000_000_000

  /// The keys of a range.
  static let rangeKeys = ["from", "to", "step", "count", "log"]

  let collector: DiagnosticCollector

  /// The values that `node` gives to `key`; nil after a report.
  func values(of key: Schema.Key, from node: DocumentNode) -> ParameterValues? {
    switch node.content {
    case .scalar:
      return value(of: key, from: node).map(ParameterValues.constant)
    case .sequence(let elements):
      // A list of numbers is one value, a list of such lists several.
      if case .integers = key.type, elements.allSatisfy({ $0.elements == nil }) {
        return value(of: key, from: node).map(ParameterValues.constant)
      }
      return list(of: key, elements, at: node.place)
    case .mapping:
      if case .seed = key.type { return seeds(of: key, node) }
      if case .structure = key.type { return .constant(.text(node.structure.description)) }
      return range(of: key, node)
    }
  }

  /// One value in the key's range; nil after a report.
  func value(of key: Schema.Key, from node: DocumentNode) -> Value? {
    if case .integers(let range) = key.type { return integers(in: range, of: key, from: node) }
    guard case .scalar(let text, let isQuoted) = node.content else {
      report(key, node)
      return nil
    }
    switch key.type {
    case .choice, .flag:
      let words = key.type.words ?? []
      guard words.contains(text) else {
        collector.report(
          "'\(text)' is not a value of '\(key.path)'", at: node.place,
          hint: collector.spelling.hint(for: text, among: words))
        return nil
      }
      return .text(text)
    case .real(let range):
      if !isQuoted, let number = Self.real(text), range.contains(number) { return .real(number) }
    case .integer(let range):
      if !isQuoted, let number = Self.integer(text), range.contains(number) {
        return .integer(number)
      }
    case .integerOrWord(let range, let word):
      if text == word { return .text(word) }
      if !isQuoted, let number = Self.integer(text), range.contains(number) {
        return .integer(number)
      }
    case .path:
      if !text.isEmpty, !text.contains("\0"), !node.isNull { return .text(text) }
    case .seed:
      if !isQuoted, let number = Self.seed(text) { return .seed(number) }
    case .text, .formula:
      if !text.allSatisfy(\.isWhitespace), !node.isNull { return .text(text) }
    case .structure, .names, .integers: break
    }
    report(key, node)
    return nil
  }

  /// A list of whole numbers, or one by itself, as one value; nil after a report.
  private func integers(
    in range: ClosedRange<Int>, of key: Schema.Key, from node: DocumentNode
  ) -> Value? {
    let elements = node.elements ?? [node]
    let numbers = elements.compactMap { element -> Int? in
      guard case .scalar(let text, false) = element.content, let number = Self.integer(text),
        range.contains(number)
      else { return nil }
      return number
    }
    guard !elements.isEmpty, numbers.count == elements.count else {
      report(key, node)
      return nil
    }
    return .integers(numbers)
  }

  private func report(_ key: Schema.Key, _ node: DocumentNode) {
    var what = node.summary
    if case .scalar(let text, true) = node.content { what = "the text \"\(text)\"" }
    collector.report(
      "'\(key.name)' must be \(key.type.summary), not \(what)", at: node.place,
      hint: node.plainScalar.flatMap(Self.limits))
  }

  // MARK: Lists

  private func list(
    of key: Schema.Key, _ elements: [DocumentNode], at place: Place
  ) -> ParameterValues? {
    if key.type == .text {
      collector.report("'\(key.name)' must be \(key.type.summary), not a list", at: place)
      return nil
    }
    guard !elements.isEmpty else {
      collector.report("the list of '\(key.name)' is empty", at: place)
      return nil
    }
    // Whether a value may be there twice depends on what moves along: see ``RepetitionCheck``.
    let values = elements.compactMap { value(of: key, from: $0) }
    return values.count == elements.count ? .list(values: values) : nil
  }

  // MARK: Ranges

  private func seeds(of key: Schema.Key, _ node: DocumentNode) -> ParameterValues? {
    let form = "{count: 7} or {first: 100, count: 7}"
    guard check(keysOf: node, allowed: ["first", "count"], required: ["count"], form: form),
      let count = integer(node["count"], "count", atLeast: 1)
    else { return nil }
    var first: UInt64 = 0
    if let node = node["first"] {
      guard case .seed(let value) = value(of: key, from: node) else { return nil }
      first = value
    }
    guard UInt64.max - first >= UInt64(count - 1) else {
      collector.report("the seeds go beyond \(UInt64.max)", at: node.place)
      return nil
    }
    return .seeds(first: first, count: count)
  }

  private func range(of key: Schema.Key, _ node: DocumentNode) -> ParameterValues? {
    let form = "{from, to, step}, {from, to, count} or {log: [from, to], count}"
    switch key.type {
    case .choice, .flag, .path, .formula, .structure, .names, .integers:
      collector.report("'\(key.name)' must be \(key.type.summary), not a block", at: node.place)
      return nil
    case .integerOrWord(let whole, _):
      // A range goes from number to number.
      var key = key
      key.type = .integer(whole)
      return range(of: key, node)
    default: break
    }
    if let ends = node["log"] {
      guard check(keysOf: node, allowed: ["log", "count"], required: ["count"], form: form) else {
        return nil
      }
      return logarithmic(key, ends, node)
    }
    guard check(keysOf: node, allowed: Self.rangeKeys, required: ["from", "to"], form: form) else {
      return nil
    }
    guard (node["step"] == nil) != (node["count"] == nil) else {
      collector.report(
        "a range needs exactly one of 'step' and 'count'", at: node.place, hint: form)
      return nil
    }
    guard let from = node["from"].flatMap({ value(of: key, from: $0) }),
      let to = node["to"].flatMap({ value(of: key, from: $0) })
    else { return nil }
    if case (.integer(let from), .integer(let to)) = (from, to) {
      return integers(from, to, node)
    }
    if case (.real(let from), .real(let to)) = (from, to) { return reals(from, to, node) }
    return nil
  }

  private func integers(_ from: Int, _ to: Int, _ node: DocumentNode) -> ParameterValues? {
    guard ordered(from < to, node) else { return nil }
    if let stepNode = node["step"] {
      guard let step = integer(stepNode, "step", atLeast: 1) else { return nil }
      return .integers(first: from, step: step, count: (to - from) / step + 1)
    }
    guard let count = integer(node["count"], "count", atLeast: 2) else { return nil }
    guard (to - from) % (count - 1) == 0 else {
      collector.report(
        "\(counted(count, "value")) from \(from) to \(to) are not whole numbers", at: node.place,
        hint: "choose a count that divides the range, or give a step")
      return nil
    }
    return .integers(first: from, step: (to - from) / (count - 1), count: count)
  }

  private func reals(_ from: Double, _ to: Double, _ node: DocumentNode) -> ParameterValues? {
    guard ordered(from < to, node) else { return nil }
    if let stepNode = node["step"] {
      guard let text = stepNode.plainScalar, let step = Self.real(text), step > 0 else {
        collector.report(
          "'step' must be a number > 0", at: stepNode.place,
          hint: stepNode.plainScalar.flatMap(Self.limits))
        return nil
      }
      // A hair of tolerance, so that 0.1…0.3 in steps of 0.1 has three values.
      let steps = ((to - from) / step * (1 + 1e-12)).rounded(.down)
      guard steps < 1e9 else {
        collector.report("the range has more than 10⁹ values", at: node.place)
        return nil
      }
      guard steps >= 1 else { return .constant(.real(from)) }
      // The hair must not carry the last value beyond the range.
      let last = min((from + steps * step).roundedToTwelveDigits, to)
      guard isResolved((last - from) / steps / max(abs(from), abs(last)), node) else { return nil }
      return .linear(from: from, to: last, count: Int(steps) + 1)
    }
    guard let count = integer(node["count"], "count", atLeast: 2) else { return nil }
    let spacing = (to - from) / Double(count - 1)
    guard isResolved(spacing / max(abs(from), abs(to)), node) else { return nil }
    return .linear(from: from, to: to, count: count)
  }

  private func logarithmic(
    _ key: Schema.Key, _ ends: DocumentNode, _ node: DocumentNode
  ) -> ParameterValues? {
    guard let elements = ends.elements, elements.count == 2 else {
      collector.report(
        "'log' takes two numbers", at: ends.place, hint: "{log: [1e-3, 1e-1], count: 5}")
      return nil
    }
    guard let from = value(of: key, from: elements[0]), let to = value(of: key, from: elements[1]),
      let low = from.asReal, let high = to.asReal,
      let count = integer(node["count"], "count", atLeast: 2)
    else { return nil }
    guard low > 0 else {
      collector.report("a log range needs numbers > 0", at: elements[0].place)
      return nil
    }
    guard ordered(low < high, ends) else { return nil }
    let values = ParameterValues.logarithmic(from: low, to: high, count: count)
    guard case .integer = key.type else {
      let spacing = Elementary.power(high / low, 1 / Double(count - 1)) - 1
      return isResolved(spacing, node) ? values : nil
    }
    // Whole numbers nearest to the geometric progression.
    guard count <= 100_000 else {
      collector.report("a log range of whole numbers has at most 100000 values", at: node.place)
      return nil
    }
    let rounded = (0..<count).compactMap { values[$0].asReal.map { Int($0.rounded()) } }
    guard Set(rounded).count == count else {
      collector.report(
        "the log range repeats whole numbers", at: node.place, hint: "choose a smaller count")
      return nil
    }
    return .list(values: rounded.map(Value.integer))
  }

  // MARK: Parts

  /// Whether neighbours this far apart, relative to the largest, differ in 12 digits.
  ///
  /// They are rounded to so many, and every run is computed once.
  private func isResolved(_ spacing: Double, _ node: DocumentNode) -> Bool {
    let isResolved = spacing.isFinite && spacing >= 1e-11
    if !isResolved {
      let problem = spacing.isFinite ? "repeats values, which have 12 digits" : "is too wide"
      collector.report("the range \(problem)", at: node.place)
    }
    return isResolved
  }

  private func ordered(_ isOrdered: Bool, _ node: DocumentNode) -> Bool {
    if !isOrdered {
      collector.report("a range goes from the smaller to the larger number", at: node.place)
    }
    return isOrdered
  }

  private func check(
    keysOf node: DocumentNode, allowed: [String], required: [String], form: String
  ) -> Bool {
    var isGood = true
    for entry in node.entries ?? [] where !allowed.contains(entry.key) {
      collector.report("unknown key '\(entry.key)' in a range", at: entry.keyPlace, hint: form)
      isGood = false
    }
    for key in required where isGood && node[key] == nil {
      collector.report("the range lacks '\(key)'", at: node.place, hint: form)
      isGood = false
    }
    return isGood
  }

  /// A whole number from `minimum` to `maximum`; nil after a report.
  func integer(
    _ node: DocumentNode?, _ name: String, atLeast minimum: Int, atMost maximum: Int = mostValues
  ) -> Int? {
    guard let node else { return nil }
    if let number = node.plainScalar.flatMap(Self.decimal), number > Double(maximum) {
      collector.report("'\(name)' is at most \(maximum)", at: node.place)
      return nil
    }
    guard let number = node.plainScalar.flatMap(Self.integer), number >= minimum else {
      collector.report(
        "'\(name)' must be a whole number ≥ \(minimum), not \(node.summary)", at: node.place)
      return nil
    }
    return number
  }
}
