import ArgumentParser
import Experiments
import Shards
import Sweeps

/// `thalweg bench`: how long a sweep's steps take on this machine.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Times the steps of a sweep on this machine.",
    discussion: """
      Prints the time of a run and step of some of the sweep's lane-batches beside what 'plan' \
      predicts, and the sweep's cost on one core of this machine.

      EXAMPLES
        thalweg bench sweeps/quickstart.yaml
        thalweg bench sweep.yaml --set precision=float32 --json
      """)

  @Argument(
    help: "A sweep file (YAML) whose steps are timed.",
    completion: .file(extensions: ["yaml", "yml"]), transform: PathArgument.checked)
  var sweep: String

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Override a value of the sweep file; may be repeated.", valueName: "path=value"))
  var overrides: [String] = []

  @Option(help: ArgumentHelp("About how long to measure.", valueName: "seconds"))
  var seconds = 5.0

  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    guard seconds > 0, seconds.isFinite else {
      throw ValidationError("--seconds takes a positive number")
    }
  }

  func run() throws {
    try reportingFailures {
      let timed = try SweepTiming(
        SweepArguments.decode(sweep, overrides: overrides), seconds: seconds)
      if json { Output.json(timed.summary) } else { timed.lines.forEach(Output.result) }
    }
  }
}
