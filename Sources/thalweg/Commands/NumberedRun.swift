import ArgumentParser
import Experiments
import FileSystem
import Orchestration
import Shards
import Sweeps

/// A run of a sweep that may not have been computed: its number, and what its sweep is.
struct NumberedRun {
  /// The sweep.
  let specification: Specification
  /// Where the users' problems are, by the digest of their content.
  let problemPath: (_ digest: String) -> String

  /// A run of a sweep's directory, or of a results file.
  ///
  /// - Throws: ``Failure`` for results that were merged of several sweeps; `ValidationError` for a run that there is not.
  init(_ number: Int, in path: String) throws {
    let directory = SweepDirectory(path)
    let hasManifest = try Files.exists(directory.manifest)
    let found =
      if hasManifest {
        try SweepSession(opening: directory).manifest.specification
      } else {
        try Self.specification(ofResults: path)
      }
    guard let found else {
      throw Failure(
        """
        \(path) was merged of several sweeps, which number their runs each for itself
        give the directory of the run's own sweep
        """, code: .badInput)
    }
    specification = found
    try Self.check(number, in: path, runCount: Grid(found).runCount)
    // A sweep keeps the users' problems, with results.h5 beside them.
    let home = hasManifest ? directory : SweepDirectory(Files.directory(of: path))
    problemPath = { home.problem($0) }
  }

  private static func specification(ofResults path: String) throws -> Specification? {
    let file = try ResultsArgument.open(path)
    guard let specification = try file.specification else { return nil }
    return Grid(specification).runCount == file.runCount ? specification : nil
  }

  /// Refuses a run that there is not.
  static func check(_ number: Int, in path: String, runCount: Int) throws {
    guard (0..<runCount).contains(number) else {
      throw ValidationError(
        runCount == 0
          ? "\(path) has no runs"
          : runCount == 1
            ? "\(path) has the run 0 alone, not \(number)"
            : "\(path) has the runs 0 to \(runCount - 1), not \(number)")
    }
  }
}
