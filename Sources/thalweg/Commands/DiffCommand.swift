import ArgumentParser
import FileSystem
import Reports
import Shards

/// `thalweg diff`: whether two results are the same, and where not.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Compares two results files.",
    discussion: """
      Runs are paired by their index. Without tolerances values must be equal; with them reals may \
      differ by atol + rtol · max(|a|, |b|), while steps, states and words must still be equal. NaN \
      equals NaN. Exit 0: the same; 1: different.

      EXAMPLES
        thalweg diff out/a out/b
        thalweg diff a.h5 b.h5 --rtol 1e-9
        thalweg diff a.h5 b.h5 --limit 100 --json
      """)

  @Argument(
    help: "A results file, or a sweep's directory with its results.h5: A.", completion: .file(),
    transform: PathArgument.checked)
  var first: String
  @Argument(help: "The other one: B.", completion: .file(), transform: PathArgument.checked)
  var second: String

  @Option(help: "Relative tolerance of reals.") var rtol = 0.0
  @Option(help: "Absolute tolerance of reals.") var atol = 0.0
  @Option(help: "Differences to print at most.") var limit = 10
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    guard rtol >= 0, rtol.isFinite else { throw ValidationError("--rtol is a number from 0") }
    guard atol >= 0, atol.isFinite else { throw ValidationError("--atol is a number from 0") }
    guard limit >= 0 else { throw ValidationError("--limit is a number from 0") }
  }

  func run() throws {
    try reportingFailures {
      let comparison = try ResultsComparison(
        try ResultsArgument.open(first), try ResultsArgument.open(second),
        tolerance: Tolerance(relative: rtol, absolute: atol), limit: limit)
      if json { Output.json(Summary(comparison)) } else { show(comparison) }
      guard comparison.isSame else { throw ExitCode.incomplete }
    }
  }

  private func show(_ comparison: ResultsComparison) {
    var lines = ["A  \(first)", "B  \(second)", ""] + comparison.headerLines(width: Output.width)
    if !comparison.differences.isEmpty {
      let total = comparison.counts.reduce(0) { $0 + $1.differing }
      let shown = comparison.differences.count
      lines.append(
        shown < total
          ? "the first \(shown) of \(counted(total, "value")) that differ:" : "values that differ:"
      )
      lines += comparison.differenceLines(width: Output.width)
    }
    if !comparison.counts.isEmpty {
      var table = TextTable()
      for row in comparison.countCells { table.add(row) }
      lines += [""] + table.lines(hasHead: true)
    }
    lines.forEach(Output.result)
  }

  private struct Summary: Encodable {
    struct Difference: Encodable {
      var run: Int
      var column: String
      var snapshot: Int?
      var entry: Int?
      var indices: [String: Int]?
      var a: String
      var b: String
      var relative: Double?
      var parameters: String
    }

    struct Count: Encodable {
      var column: String
      var differing: Int
      var compared: Int
      var largestRelative: Double?
    }

    var isSame: Bool
    var structure: [String]
    var notes: [String]
    var differences: [Difference]
    var columns: [Count]

    init(_ comparison: ResultsComparison) {
      isSame = comparison.isSame
      structure = comparison.structure
      notes = comparison.notes
      // JSON has no infinity: a relative difference to a missing value is left out.
      differences = comparison.differences.map {
        let entry = $0.indices.first { $0.dimension == .entry }?.value
        let indices = $0.indices.map { ($0.dimension.rawValue, $0.value) }
        return Difference(
          run: $0.run, column: $0.column, snapshot: $0.snapshot, entry: entry,
          indices: entry == nil && !indices.isEmpty
            ? Dictionary(uniqueKeysWithValues: indices) : nil, a: $0.first, b: $0.second,
          relative: $0.relative.flatMap { $0.isFinite ? $0 : nil },
          parameters: comparison.parameters[$0.run] ?? "")
      }
      columns = comparison.counts.map {
        Count(
          column: $0.column, differing: $0.differing, compared: $0.compared,
          largestRelative: $0.largestRelative.flatMap { $0.isFinite ? $0 : nil })
      }
    }
  }
}
