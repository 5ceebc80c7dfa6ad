internal import Parameters
internal import Sweeps

/// A parameter of some runs as distinct values and, for each run, which of them it has.
struct ParameterLevels {
  /// The dataset's name.
  let name: String
  let longName: String
  let units: String?
  /// Text attributes of its column that a grid keeps, by name.
  let attributes: [String: String]
  /// How values are stored.
  let elementType: ResultsColumn.ElementType
  /// Distinct values: numbers ascend, words keep the order of the runs; a missing one is last.
  let levels: [Value?]
  /// The level of each run.
  let codes: [Int32]

  /// Codes the values of the runs, one each; nil is missing.
  init(
    name: String, longName: String, units: String?, attributes: [String: String] = [:],
    elementType: ResultsColumn.ElementType, values: some Sequence<Value?>
  ) {
    var codeOfValue: [Value?: Int32] = [:]
    var found: [Value?] = []
    let codes = values.map { value in
      if let code = codeOfValue[value] { return code }
      let code = Int32(found.count)
      codeOfValue[value] = code
      found.append(value)
      return code
    }
    let order = found.indices.sorted { Self.precedes(found[$0], found[$1], $0 < $1) }
    var rank = [Int32](repeating: 0, count: found.count)
    for (place, index) in order.enumerated() { rank[index] = Int32(place) }
    self.name = name
    self.longName = longName
    self.units = units
    self.attributes = attributes
    self.elementType = elementType
    levels = order.map { found[$0] }
    self.codes = codes.map { rank[Int($0)] }
  }

  private static func precedes(_ a: Value?, _ b: Value?, _ isEarlier: Bool) -> Bool {
    switch (a, b) {
    case (.integer(let a), .integer(let b)): a < b
    case (.real(let a), .real(let b)): a < b
    case (.seed(let a), .seed(let b)): a < b
    case (nil, _): false
    case (_, nil): true
    default: isEarlier
    }
  }

  /// The number of distinct values.
  var count: Int { levels.count }

  /// How often the value changes from a run to the next: small for a slow axis.
  var changeCount: Int { zip(codes, codes.dropFirst()).count { $0 != $1 } }
}

extension ParameterColumn.Values {
  /// Value `index` of a column; nil for a fill.
  func value(at index: Int, of column: ResultsColumn) -> Value? {
    switch self {
    case .text(let values):
      values[index].isEmpty && !column.isLabel ? nil : .text(values[index])
    case .real(let values): values[index].isNaN ? nil : .real(values[index])
    case .integer(let values):
      values[index] == RecordBlock.integerFill && !column.isLabel
        ? nil : .integer(Int(values[index]))
    case .seed(let values): .seed(values[index])
    }
  }
}
