import ArgumentParser
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

  /// The decoded sweep.
  func specification() throws -> Specification {
    let overrides = try overrides.map { argument in
      guard let override = Override(argument) else {
        throw ValidationError("--set takes path=value, not '\(argument)'")
      }
      return override
    }
    if let size = Files.size(of: sweep), size > Self.sizeLimit {
      throw Failure("\(sweep): this file of \(size) bytes is not a sweep file", code: .badInput)
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
    return try Specification(yaml: text, source: sweep, overrides: overrides)
  }
}
