public import Shards

/// Why a choice of runs was not understood.
public enum SelectionError: Error, Sendable, CustomStringConvertible {
  /// A filter that is no `name=value,…`.
  case notAFilter(String)
  /// A filter with a parameter that the file does not have, and those it has.
  case noSuchParameter(filter: String, known: [String])
  /// A filter after which no run is left, and what the runs before it have.
  case noSuchRun(filter: String, alternatives: String)

  /// What is wrong, and what would be right.
  public var description: String {
    switch self {
    case .notAFilter(let filter): "\(filter): write NAME=VALUE,… or NAME=FIRST..LAST"
    case .noSuchParameter(let filter, let known):
      "\(filter): the parameters are \(known.joined(separator: ", "))"
    case .noSuchRun(let filter, let alternatives):
      "\(filter): no run has that; there is \(alternatives)"
    }
  }
}

/// Runs of a results file chosen by their parameters.
public struct RunSelection: Sendable {
  /// The chosen runs, ascending.
  public private(set) var runs: [Int]

  /// All runs of a file.
  public init(allOf file: borrowing ResultsFile) { runs = Array(0..<file.runCount) }

  /// Keeps the runs that meet a condition, as ``RunFilter`` reads it.
  ///
  /// - Throws: ``SelectionError``, or ``ShardError`` where the file cannot be read.
  public mutating func keep(_ filter: String, of file: borrowing ResultsFile) throws {
    guard let condition = RunFilter(filter) else { throw SelectionError.notAFilter(filter) }
    let names = try RunTable.parameterNames(of: file)
    var columns: [(name: String, values: [String])] = []
    for name in condition.parameterNames where names.contains(name) {
      if let values = try file.labels(name) { columns.append((name, values)) }
    }
    guard let first = columns.first else {
      throw SelectionError.noSuchParameter(filter: filter, known: names)
    }
    let kept = runs.filter { run in
      columns.contains { condition.accepts($0.values[run], of: $0.name) }
    }
    guard !kept.isEmpty else {
      throw SelectionError.noSuchRun(
        filter: filter, alternatives: condition.alternatives(runs.lazy.map { first.values[$0] }))
    }
    runs = kept
  }
}
