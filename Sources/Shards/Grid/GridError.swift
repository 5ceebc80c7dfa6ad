/// Why the runs of a file make no grid.
public enum GridError: Error, Sendable, CustomStringConvertible {
  /// The file could not be read or written.
  case shard(ShardError)
  /// The grid would be mostly empty, or larger than a machine can hold.
  case absurd(dimensions: [(name: String, count: Int)], runs: Int, holes: [String])
  /// No run is to be exported.
  case noRuns

  /// What is wrong, where, and how to go on.
  public var description: String {
    switch self {
    case .shard(let error): return error.description
    case .noRuns: return "there are no runs to make a grid of"
    case .absurd(let dimensions, let runs, let holes):
      let product = dimensions.map { "\($0.name) (\($0.count))" }.joined(separator: " × ")
      let cells = dimensions.reduce(1.0) { $0 * Double($1.count) }
      let size = cells < 1e15 ? String(Int(cells)) : String(cells)
      let reason =
        holes.isEmpty
        ? "" : "\nthese do not form a grid:\n" + holes.map { "  \($0)" }.joined(separator: "\n")
      return """
        the \(runs) runs would fill a grid of \(size) cells, \(product)\(reason)
        export a part with --only NAME=VALUE, or all of it with --format csv
        """
    }
  }
}
