/// A parameter of all runs: its distinct values and which of them each run has.
struct ParameterAxis {
  /// Its symbol and role.
  let kind: ParameterKind
  /// Distinct values; numbers ascend, words keep the file's order, the meaningless comes first.
  let levels: [String]
  /// The levels as a table shows them.
  let shownLevels: [String]
  private let parameter: RunParameter
  /// The level of each of the parameter's values; −1 where no run that counts has it.
  private let levelOfCode: [Int]

  /// The axis of a parameter; `rows` are the runs that count, and its role is the usual one if none
  /// is given.
  init(_ parameter: RunParameter, rows: [Int], role: ParameterKind.Role? = nil) {
    var kind = parameter.kind
    kind.role = role ?? kind.role
    self.kind = kind
    self.parameter = parameter
    let levels = parameter.levels(ofRuns: rows)
    self.levels = levels
    let placeOfLevel = Dictionary(
      uniqueKeysWithValues: levels.enumerated().map { ($0.element, $0.offset) })
    levelOfCode = parameter.values.map { placeOfLevel[$0] ?? -1 }
    shownLevels = Self.distinctTexts(levels)
  }

  /// Distinct values: numbers ascend, words keep their order, the meaningless comes first among
  /// numbers.
  static func ordered(_ values: some Sequence<String>) -> [String] {
    var seen: Set<String> = []
    let found = values.filter { seen.insert($0).inserted }
    guard found.allSatisfy({ $0.isEmpty || Double($0) != nil }) else { return found }
    return found.sorted { (Double($0) ?? -.infinity) < (Double($1) ?? -.infinity) }
  }

  /// The level of a run that counts.
  func code(ofRun row: Int) -> Int { levelOfCode[parameter.code(ofRun: row)] }

  /// Whether the runs differ in it.
  var isVaried: Bool { levels.count > 1 }

  /// Levels that stand for a value; a meaningless one does not.
  var meaningfulLevelCount: Int { levels.count { !$0.isEmpty } }

  /// Whether every level that stands for a value is a number.
  var isNumeric: Bool { levels.allSatisfy { $0.isEmpty || Double($0) != nil } }

  /// `η = 0.01`, or a bare word; nil where the parameter means nothing.
  func label(ofLevel code: Int) -> String? {
    let level = levels[code]
    guard !level.isEmpty else { return nil }
    return Double(level) == nil ? shownLevels[code] : "\(kind.symbol) = \(shownLevels[code])"
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
    // A digest, which names a problem's file, by its first digits.
    if level.isDigest { return String(level.prefix(8)) }
    guard Int(level) == nil, let value = Double(level) else { return level }
    return Reports.shown(value, digits: digits)
  }
}

extension String {
  /// Whether it is a SHA-256 in hexadecimal digits.
  var isDigest: Bool { utf8.count == 64 && allSatisfy(\.isHexDigit) }
}
