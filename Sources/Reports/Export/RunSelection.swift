public import Shards

/// Why a choice of runs was not understood.
public enum SelectionError: Error, Sendable, CustomStringConvertible {
  /// A filter that is no `name=value,…`.
  case notAFilter(String)
  /// A filter with a parameter that the file does not have, and those it has.
  case noSuchParameter(filter: String, known: [String])
  /// A filter after which no run is left.
  case noSuchRun(filter: String)

  /// What is wrong, and what would be right.
  public var description: String {
    switch self {
    case .notAFilter(let filter): "\(filter): write NAME=VALUE or NAME=VALUE,VALUE"
    case .noSuchParameter(let filter, let known):
      "\(filter): the parameters are \(known.joined(separator: ", "))"
    case .noSuchRun(let filter): "\(filter): no such run"
    }
  }
}

/// Runs of a results file chosen by their parameters.
public struct RunSelection: Sendable {
  /// The chosen runs, ascending.
  public private(set) var runs: [Int]

  /// All runs of a file.
  public init(allOf file: borrowing ResultsFile) { runs = Array(0..<file.runCount) }

  /// Keeps the runs whose parameter has one of the values of `name=value,…`; numbers are compared
  /// as numbers.
  ///
  /// - Throws: ``SelectionError``, or ``ShardError`` where the file cannot be read.
  public mutating func keep(_ filter: String, of file: borrowing ResultsFile) throws {
    let parts = filter.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { throw SelectionError.notAFilter(filter) }
    let names = file.attribute("coordinates")?.split(separator: " ").map(String.init) ?? []
    guard names.contains(parts[0]), let values = try file.parameter(parts[0]) else {
      throw SelectionError.noSuchParameter(filter: filter, known: names)
    }
    let wanted = parts[1].split(separator: ",").map(String.init)
    let numbers = wanted.compactMap(Double.init)
    runs.removeAll { run in
      let value = values[run]
      return !wanted.contains(value) && !(Double(value).map(numbers.contains) ?? false)
    }
    guard !runs.isEmpty else { throw SelectionError.noSuchRun(filter: filter) }
  }
}
