import Experiments
import FileSystem
import Shards

/// What a user gives where results are wanted: a results file, or a sweep's directory with one.
enum ResultsArgument {
  /// The results file.
  ///
  /// - Throws: ``Failure`` where there is none.
  static func path(_ argument: String) throws -> String {
    let directory = SweepDirectory(argument)
    if try Files.exists(directory.results) { return directory.results }
    if try Files.exists(directory.manifest) {
      throw Failure(
        """
        \(argument): this sweep is not merged yet; finish it with 'thalweg run', or merge what is \
        there with:
          thalweg merge \(argument.shellPath) --allow-missing
        """, code: .incomplete)
    }
    guard try Files.exists(argument) else {
      throw Failure("\(argument): there is no such results file", code: .inputOutput)
    }
    // What is there is looked at by whoever opens it.
    return argument
  }

  /// The results file, open.
  static func open(_ argument: String) throws -> ResultsFile {
    let path = try path(argument)
    try FileProbe.checkResults(path)
    do {
      return try ResultsFile.open(path, knowing: RecordedQuantities.known)
    } catch ShardError.damaged(let path, let reason) {
      throw Failure("\(path): damaged, or no results file: \(reason)", code: .badInput)
    }
  }
}
