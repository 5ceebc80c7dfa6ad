import Experiments
import Parameters

@testable import Sweeps

/// The lines of the smallest sweep.
enum SweepLine: Int, CaseIterable {
  case name
  case model
  case data
  case noise
  case optimizer
  case steps
  case seed

  fileprivate var text: String {
    switch self {
    case .name: "name: t"
    case .model: "model: {kind: diagonal-net, dimension: 100, sparsity: 5}"
    case .data: "data: {samples: 20}"
    case .noise: "noise: {kind: none}"
    case .optimizer: "optimizer: {kind: sgd, step_size: 0.1}"
    case .steps: "steps: 1000"
    case .seed: "seed: 1"
    }
  }
}

/// The smallest sweep with other text, of one line or more, in place of some lines.
func sweep(_ replacements: [SweepLine: String] = [:]) -> String {
  SweepLine.allCases.map { (replacements[$0] ?? $0.text) + "\n" }.joined()
}

/// Decodes a sweep; overrides are written as after `--set`.
func specification(
  of yaml: String, overrides: [String] = []
) throws(SpecificationError) -> Specification {
  try Specification(
    yaml: yaml, source: "s.yaml", overrides: overrides.compactMap(Override.init))
}

/// The grid of the smallest sweep with some lines replaced.
func grid(_ replacements: [SweepLine: String] = [:]) throws -> Grid {
  Grid(try specification(of: sweep(replacements)))
}

/// Answers for the data files of a test by their paths.
typealias Files = [String: ProblemSummary]

/// Decodes a sweep whose data files are these.
func specification(
  of yaml: String, overrides: [String] = [], files: Files
) throws(SpecificationError) -> Specification {
  try Specification(
    yaml: yaml, source: "s.yaml", overrides: overrides.compactMap(Override.init)
  ) { path in
    files[path].map(Result.success)
      ?? .failure(ProblemFileMistake(message: "there is no file '\(path)'", hint: "look elsewhere"))
  }
}

extension Grid {
  /// The sub-grid and the assignment of its uniform axes of a run.
  func uniformAssignment(ofRun run: Int) -> [Int] {
    [parts.lastIndex { $0.firstRun <= run } ?? 0, self[run].uniformIndex]
  }

  /// The values at a path in the order of the runs.
  func values(_ path: String) -> [Value?] { (0..<runCount).map { self[$0][path] } }

  /// The real numbers at a path in the order of the runs.
  func reals(_ path: String) -> [Double] { values(path).compactMap { $0?.asReal } }
}
