import ArgumentParser
import Digests
import Shards

/// `thalweg digest`: what a results file holds, in 64 digits.
struct DigestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "digest", abstract: "Prints the digest of a results file's content.",
    discussion: """
      SHA-256 over the names, types, extents and values of all datasets. Unlike that of the file it \
      does not depend on the version of HDF5. What the file itself says (content_sha256) must be the \
      same, or the file is damaged (exit 1).

      EXAMPLES
        thalweg digest out/sweep
        thalweg digest here.h5; ssh cluster thalweg digest there.h5
      """)

  @Argument(
    help: "A results file, or a sweep's directory with its results.h5.", completion: .file())
  var file: String

  @Flag(help: "Print JSON.") var json = false

  private struct Summary: Encodable {
    var path: String
    var contentSha256: String
  }

  func run() throws {
    try reportingFailures {
      let results = try ResultsArgument.open(file)
      let digest = try results.checkedContentDigest().description
      if json {
        Output.json(Summary(path: results.path, contentSha256: digest))
      } else {
        Output.result("\(digest)  \(results.path)")
      }
    }
  }
}
