import Glibc
import Training

// Microseconds of a run and step on one line, in the columns of the other contestants; see run.sh.

guard let options = Options(Array(CommandLine.arguments.dropFirst())) else {
  print(
    """
    training-benchmark [--design sign|gaussian] [--dtype float64|float32] [-d D] [-n N] [-k K]
      [-K RUNS] [--opt sgd|rmsprop|adam|adam-e|adam-mini|adalayer] [--exponent L] [--seconds S]
      [--label NAME] [--problem FILE --verify OUT]
    """)
  exit(2)
}

if let problem = options.problemPath, let output = options.outputPath {
  try SharedProblem(options, path: problem).writeSignals(to: output)
} else {
  let configuration = generatedConfiguration(options)
  let timing = Timing(configuration, seconds: options.seconds)
  let times = timing.microseconds
  let cells: [String] = [
    options.label, options.design.rawValue, options.precision.rawValue,
    "\(configuration.problem.signalCount)", "\(configuration.problem.sampleCount)",
    "\(configuration.lanes.count)", rounded(timing.median), "0", rounded(peakMegabytes()),
    rounded(timing.median), rounded(times[0]), rounded(times[times.count - 1]),
    "\(timing.stepCount)", "\(times.count)", "", "",
  ]
  print(cells.joined(separator: ","))
}

/// Four decimals.
func rounded(_ x: Double) -> String { "\((x * 10_000).rounded() / 10_000)" }
