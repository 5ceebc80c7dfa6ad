import ArgumentParser
import FileSystem

/// `thalweg init`: a commented sweep file to start from.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Writes a commented sweep file to start from.",
    discussion: """
      diagonal-net: a sparse truth, a union of optimizers. matrix-factorization: a truth of low \
      rank. file: a problem of your own in an HDF5 file. Any other model: a small sweep of it that \
      runs in seconds; --model says the same as the argument. An existing file is kept unless \
      --force is given.

      EXAMPLES
        thalweg init
        thalweg init matrix-factorization --out sweeps/factorization.yaml
        thalweg init --model two-layer
        thalweg init formula --out - | less
      """)

  @Argument(help: "What to start from; diagonal-net where nothing is said.")
  var kind: StarterChoice?

  @Option(help: "What to start from, likewise.") var model: StarterChoice?

  @Option(
    help: "The file to write; - is stdout.", completion: .file(extensions: ["yaml", "yml"]),
    transform: PathArgument.checked)
  var out = "sweep.yaml"

  @Flag(help: "Replace a file that is there.") var force = false

  func validate() throws {
    if kind != nil, model != nil { throw ValidationError("--model says what the argument says") }
  }

  func run() throws {
    try reportingFailures {
      let bytes = Array((kind ?? model)?.text.utf8 ?? Starter.diagonalNet.text.utf8)
      if try OutputFile.isStream(out) { return try Output.bytes(bytes) }
      try OutputFile.check(out)
      if force {
        try Files.replace(out, with: bytes)
      } else {
        do {
          try Files.create(out, containing: bytes)
        } catch  where (try? Files.exists(out)) == true {
          throw Failure(
            "\(out) is there already; give --force to replace it, or --out for another name",
            code: .inputOutput)
        }
      }
      Output.message("\(out): edit it, then: thalweg plan \(out.shellPath)")
    }
  }
}
