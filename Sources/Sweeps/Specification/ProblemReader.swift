internal import Parameters

/// Asks for the files that hold the data of a sweep, each once, and puts what they are in the place
/// of their paths.
struct ProblemReader {
  typealias Problem = (_ path: String) -> Result<ProblemSummary, ProblemFileMistake>

  private let collector: DiagnosticCollector
  private let problem: Problem
  private var results: [String: Result<ProblemSummary, ProblemFileMistake>] = [:]
  /// What was found, by digest.
  private(set) var problems: [String: ProblemSummary] = [:]
  /// A path as the user wrote it, by digest.
  private(set) var names: [String: String] = [:]

  init(collector: DiagnosticCollector, problem: @escaping Problem) {
    self.collector = collector
    self.problem = problem
  }

  /// The digest of the file at a path that some variant names.
  func digest(ofPath path: String) -> String? {
    guard case .success(let summary) = results[path] else { return nil }
    return summary.digest
  }

  /// Replaces the paths of a data block by the files' digests, and adds the sizes of their designs.
  mutating func resolve(_ variant: inout Variant) {
    guard let index = variant.assignments.firstIndex(where: { $0.key.type == .path }),
      case let key = variant.assignments[index].key, let node = variant.node[key.name]
    else { return }
    let nodes = node.elements ?? [node]
    let given = variant.assignments[index].values
    // What is wrong with the paths themselves has been said.
    guard given.count == nodes.count, given[0] != .text("") else { return }
    var summaries: [ProblemSummary] = []
    for (index, node) in nodes.enumerated() {
      let path = given[index].description
      let result = results[path] ?? problem(path)
      results[path] = result
      switch result {
      case .failure(let mistake):
        collector.report(mistake.message, at: node.place, hint: mistake.hint)
      case .success(let summary):
        summaries.append(summary)
        problems[summary.digest] = summary
        names[summary.digest] = path
      }
    }
    guard summaries.count == nodes.count else { return }
    var digests = variant.assignments[index]
    digests.values = .list(values: summaries.map { .text($0.digest) })
    digests.valuePlaces = nodes.map(\.place)
    digests.valueNames = (0..<given.count).map { given[$0].description }
    variant.assignments[index] = digests
    let counts = [\ProblemSummary.sampleCount, \.signalCount, \.inputRows]
    for (key, count) in zip(key.brought, counts) {
      var brought = digests
      brought.key = key
      brought.values = .list(values: summaries.map { .integer($0[keyPath: count]) })
      variant.assignments.append(brought)
    }
  }
}
