import ArgumentParser
import Digests
import Experiments
import FileSystem
import Sweeps

/// A sweep file with its overrides, as `plan` and `run` take them.
struct SweepArguments: ParsableArguments {
  @Argument(help: "The sweep file (YAML).", completion: .file(extensions: ["yaml", "yml"]))
  var sweep: String

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Override a value of the sweep file; may be repeated.",
      discussion: "For example --set optimizer.step_size=1e-3,1e-2 --set seed='{count: 3}'.",
      valueName: "path=value"))
  var overrides: [String] = []

  /// A sweep file larger than this is a mistake, such as a results file given in its place.
  private static let sizeLimit = 4 << 20

  /// A sweep and the users' files that it names.
  struct DecodedSweep {
    var specification: Specification
    /// Paths of problem files by the digest of their content.
    var problemPaths: [String: String] = [:]
    /// The same as the sweep file spells them.
    var problemNames: [String: String] = [:]
  }

  /// Reads and checks the sweep file and every file it names.
  func decode() throws -> DecodedSweep { try Self.decode(sweep, overrides: overrides) }

  /// Reads and checks a sweep file with overrides `path=value`, and every file it names.
  static func decode(_ sweep: String, overrides: [String]) throws -> DecodedSweep {
    let overrides = try overrides.map { argument in
      guard let override = Override(argument) else {
        throw ValidationError("--set takes path=value, not '\(argument)'")
      }
      return override
    }
    if let size = try Files.size(of: sweep), size > sizeLimit {
      throw Failure(
        "\(sweep): this file of \(counted(size, "byte")) is not a sweep file", code: .badInput)
    }
    let bytes: [UInt8]
    do {
      bytes = try Files.read(sweep)
    } catch {
      throw Failure(error.description, code: .badInput)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure("\(sweep): a sweep file is UTF-8 text", code: .badInput)
    }
    var problems = UserProblems(relativeTo: Files.directory(of: sweep))
    let specification = try Specification(yaml: text, source: sweep, overrides: overrides) { path in
      problems.summary(of: path)
    }
    return DecodedSweep(
      specification: specification, problemPaths: problems.paths, problemNames: problems.names)
  }
}

/// The problem files that a sweep file names, each read once.
private struct UserProblems {
  /// Where relative paths start: the sweep file's directory.
  let directory: String
  /// Paths by the digest of their content.
  private(set) var paths: [String: String] = [:]
  /// The same as the sweep file spells them.
  private(set) var names: [String: String] = [:]
  private var summaries: [String: Result<ProblemSummary, ProblemFileMistake>] = [:]

  init(relativeTo directory: String) { self.directory = directory }

  mutating func summary(of path: String) -> Result<ProblemSummary, ProblemFileMistake> {
    if let summary = summaries[path] { return summary }
    let place = path.hasPrefix("/") ? path : directory + "/" + path
    let summary: Result<ProblemSummary, ProblemFileMistake>
    if let reason = FileProbe.reasonNotToRead(place, .problem) {
      return .failure(ProblemFileMistake(message: "\(place): damaged: \(reason)"))
    }
    do {
      let problem = try ProblemFile(reading: place)
      paths[problem.digest.description] = place
      if names[problem.digest.description] == nil { names[problem.digest.description] = path }
      summary = .success(problem.summary)
    } catch {
      summary = .failure(
        ProblemFileMistake(message: "\(error.path): \(error.reason)", hint: error.hint))
    }
    summaries[path] = summary
    return summary
  }
}
