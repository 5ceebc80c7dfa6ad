/// A parameter of all runs: its distinct values and which of them each run has.
struct ParameterAxis {
  /// Its symbol and role.
  let kind: ParameterKind
  /// Distinct values; numbers ascend, words keep the file's order, the meaningless comes first.
  let levels: [String]
  /// The level of each run of the file.
  let codes: [Int]
  /// The levels as a table shows them.
  let shownLevels: [String]

  /// The axis of a column; `rows` are the runs that count.
  init(name: String, values: [String], rows: [Int]) {
    kind = .named(name)
    var seen: Set<String> = []
    var found = rows.compactMap { seen.insert(values[$0]).inserted ? values[$0] : nil }
    if found.allSatisfy({ $0.isEmpty || Double($0) != nil }) {
      found.sort { (Double($0) ?? -.infinity) < (Double($1) ?? -.infinity) }
    }
    levels = found
    let codeOfLevel = Dictionary(
      uniqueKeysWithValues: found.enumerated().map { ($0.element, $0.offset) })
    codes = values.map { codeOfLevel[$0] ?? -1 }
    shownLevels = Self.distinctTexts(found)
  }

  /// Whether the runs differ in it.
  var isVaried: Bool { levels.count > 1 }

  /// Levels that stand for a value; a meaningless one does not.
  var meaningfulLevelCount: Int { levels.count { !$0.isEmpty } }

  /// `η = 0.01`, or a bare word; nil where the parameter means nothing.
  func label(ofLevel code: Int) -> String? {
    let level = levels[code]
    guard !level.isEmpty else { return nil }
    return Double(level) == nil ? level : "\(kind.symbol) = \(shownLevels[code])"
  }

  /// Three digits, or as many as tell the values apart.
  private static func distinctTexts(_ levels: [String]) -> [String] {
    for digits in 3..<17 {
      let texts = levels.map { shown($0, digits: digits) }
      if Set(texts).count == levels.count { return texts }
    }
    return levels
  }

  private static func shown(_ level: String, digits: Int) -> String {
    if level.isEmpty { return "–" }
    guard Int(level) == nil, let value = Double(level) else { return level }
    return significant(value, digits: digits, trimmed: true)
  }
}
