import ArgumentParser
import Experiments
import Shards
import Sweeps

/// `thalweg bench`: how fast this machine is, and how long a sweep's steps take on it.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measures kernel rates and roofs, and a sweep's steps.",
    discussion: """
      Without a sweep: what one core can do at most, and the time of a run and step for some usual \
      shapes, as processor time, in about five seconds. The last column compares the products' \
      multiply-adds with the processor's peak; a sign design adds tabulated sums instead of \
      multiplying, so it may pass 100 %.

      With a sweep: the time of a run and step of some of its lane-batches beside what 'plan' \
      predicts, and the sweep's cost on one core of this machine.

      EXAMPLES
        thalweg bench
        thalweg bench sweeps/quickstart.yaml
        thalweg bench sweep.yaml --set precision=float32 --json
      """)

  @Argument(
    help: "A sweep file (YAML) whose steps are timed.",
    completion: .file(extensions: ["yaml", "yml"]), transform: PathArgument.checked)
  var sweep: String?

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
    guard sweep != nil || overrides.isEmpty else {
      throw ValidationError("--set needs a sweep file")
    }
  }

  func run() throws {
    try reportingFailures {
      if let sweep {
        let timed = try SweepTiming(
          SweepArguments.decode(sweep, overrides: overrides), seconds: seconds)
        if json { Output.json(timed.summary) } else { timed.lines.forEach(Output.result) }
      } else {
        let machine = MachineTiming(seconds: seconds)
        if json { Output.json(machine.summary) } else { machine.lines.forEach(Output.result) }
      }
    }
  }
}
