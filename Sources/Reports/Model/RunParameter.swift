/// A parameter of all runs: its distinct values, and which of them each run has.
///
/// It takes 4 bytes a run, and nothing where all runs have the same value.
public struct RunParameter: Sendable {
  /// Its symbol and role.
  public let kind: ParameterKind
  /// Distinct values as text, in the order of the file; empty where the parameter means nothing.
  public let values: [String]
  /// Which value each run has; empty where there is but one.
  private let codes: [Int32]

  /// A parameter from its value in each run.
  public init(_ kind: ParameterKind, values: [String]) {
    var codeOfValue: [String: Int32] = [:]
    var distinct: [String] = []
    var codes: [Int32] = []
    codes.reserveCapacity(values.count)
    for value in values {
      let code = codeOfValue[value] ?? Int32(distinct.count)
      if code == distinct.count {
        codeOfValue[value] = code
        distinct.append(value)
      }
      codes.append(code)
    }
    self.kind = kind
    self.values = distinct
    self.codes = distinct.count > 1 ? codes : []
  }

  /// The parameter's name in the file.
  public var name: String { kind.name }

  /// The place of a run's value among ``values``.
  func code(ofRun run: Int) -> Int { codes.isEmpty ? 0 : Int(codes[run]) }

  /// The distinct values of some runs: numbers ascend, words keep the order of their first runs.
  func levels(ofRuns rows: some Sequence<Int>) -> [String] {
    var isSeen = Array(repeating: false, count: values.count)
    var found: [String] = []
    for row in rows where !isSeen[code(ofRun: row)] {
      isSeen[code(ofRun: row)] = true
      found.append(values[code(ofRun: row)])
    }
    return ParameterAxis.ordered(found)
  }

  /// Whether there is a value for each of `count` runs.
  func covers(runCount count: Int) -> Bool { codes.isEmpty || codes.count == count }
}
