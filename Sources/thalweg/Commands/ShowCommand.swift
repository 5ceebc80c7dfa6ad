import Algorithms
import ArgumentParser
import Experiments
import FileSystem
import Orchestration
import Parameters
import Reports
import Shards
import Sweeps

/// `thalweg show`: one run, and how to repeat it.
struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Shows one run: parameters, status, trace, how to repeat it.",
    discussion: """
      In a sweep's directory without results.h5 the run is read from its shard, checked first; a \
      run that is not finished yet is said so (exit 1). Runs are counted from 0, as in results.h5 \
      and in 'export'.

      --as jax prints a Python program that trains the run anew, from the same data, start and \
      noise, and compares every recorded value that it can: a check from outside, and a way to \
      take a run elsewhere. It needs jax, numpy and h5py.

      EXAMPLES
        thalweg show out/sweep 17
        thalweg show results.h5 17 --columns train_loss,l1_norm
        thalweg show out/sweep 17 --json
        thalweg show out/sweep 17 --as jax > run17.py && python run17.py out/sweep
      """)

  @Argument(
    help: "A sweep's directory, or a results file.", completion: .file(),
    transform: PathArgument.checked)
  var path: String
  @Argument(help: "The run, counted from 0.") var number: Int

  @Option(help: ArgumentHelp("Show only these variables of the trace.", valueName: "a,b"))
  var columns: String?

  @Flag(help: "Print JSON.") var json = false

  /// What a run is printed as.
  enum Form: String, CaseIterable, ExpressibleByArgument {
    case jax
  }

  @Option(name: .customLong("as"), help: "Print a program that trains the run anew and compares.")
  var form: Form?

  func validate() throws {
    if form != nil, json || columns != nil {
      throw ValidationError("--as prints a program: neither --json nor --columns goes with it")
    }
  }

  func run() throws {
    try reportingFailures {
      if form == .jax { return Output.result(try program().text) }
      let (details, specification) = try look()
      let names = columns?.split(separator: ",").map(String.init)
      if let names, let unknown = details.unknownNames(in: names).first {
        let known = details.series.map(\.quantity.name).joined(separator: ", ")
        throw ValidationError(
          known.isEmpty
            ? "--columns \(unknown): this run recorded nothing"
            : "--columns \(unknown): this run recorded \(known)")
      }
      let repetition = specification.map(repetition)
      if json {
        Output.json(Summary(details, names: names, repetition: repetition?.command))
      } else {
        show(details, names, specification, repetition)
      }
    }
  }

  // MARK: The run as a program

  private func program() throws -> PythonProgram {
    let specification = try NumberedRun(number, in: path).specification
    do throws(PythonError) {
      return try PythonProgram(ofRun: number, of: specification)
    } catch {
      throw Failure(error.reason, code: .badInput)
    }
  }

  // MARK: Where the run is

  private func look() throws -> (RunDetails, Specification?) {
    let directory = SweepDirectory(path)
    if try Files.exists(directory.manifest), try !Files.exists(directory.results) {
      return try lookAtShard(of: SweepSession(opening: directory))
    }
    let file = try ResultsArgument.open(path)
    try check(runCount: file.runCount)
    let specification = try file.specification
    // A file merged of several sweeps has runs that one specification does not number.
    let isOfOneSweep = specification.map { Grid($0).runCount == file.runCount } ?? false
    return (try RunDetails(run: number, of: file), isOfOneSweep ? specification : nil)
  }

  private func lookAtShard(of session: SweepSession) throws -> (RunDetails, Specification?) {
    let manifest = session.manifest
    try check(runCount: manifest.runCount)
    let shard = manifest.firstRuns.partitioningIndex { $0 > number } - 1
    let reader = session.reader(ofShard: shard)
    guard try reader.exists else {
      throw Failure(
        """
        run \(number) is not finished yet: \(reader.path) is not there
        'thalweg run' computes what is missing; see how far it is with:
          thalweg status \(path.shellPath)
        """, code: .incomplete)
    }
    var details: RunDetails?
    let columns = ParameterColumn.columns(
      of: session.grid, problemNames: manifest.problemNames)
    let parameters = columns.own(ofRun: number).map { column, value in
      RunDetails.Parameter(
        name: column.name, longName: column.meaning.longName, value: value)
    }
    try reader.read(shape: session.shape, rows: 256) { block throws(ShardError) in
      guard block.runs.contains(number) else { return }
      details = RunDetails(run: number, of: block, parameters: parameters)
    }
    guard let details else { preconditionFailure("the shard holds the run") }
    return (details, manifest.specification)
  }

  private func check(runCount: Int) throws {
    try NumberedRun.check(number, in: path, runCount: runCount)
  }

  // MARK: What is shown

  private struct Repetition {
    var name: String
    var command: String
  }

  private func repetition(of specification: Specification) -> Repetition {
    // A sweep keeps the users' problems, with results.h5 beside them.
    let isDirectory = (try? Files.exists(SweepDirectory(path).manifest)) == true
    let directory = SweepDirectory(isDirectory ? path : Files.directory(of: path))
    let overrides = RunOverrides(
      run: number, of: specification,
      problemPath: { Files.absolutePath(directory.problem($0)) })
    let arguments = overrides.commandLine
    return Repetition(
      name: specification.name,
      command: "thalweg run SWEEP --out NEW" + (arguments.isEmpty ? "" : " \(arguments)"))
  }

  private func show(
    _ details: RunDetails, _ names: [String]?, _ specification: Specification?,
    _ repetition: Repetition?
  ) {
    Output.result("run \(number)" + (repetition.map { " of \($0.name)" } ?? ""))
    Output.result(details.stateText)
    Output.result("")
    var list = FieldList()
    // Digests would push what all other values are out of sight.
    let width = details.parameters.map(\.value.columnCount).filter { $0 <= 24 }.max() ?? 0
    for parameter in details.parameters {
      let padding = String(repeating: " ", count: max(width - parameter.value.columnCount, 0))
      list.add(parameter.name, "\(parameter.value)\(padding)    \(parameter.longName)")
    }
    list.lines(width: Output.width).forEach(Output.result)
    if !details.steps.isEmpty {
      Output.result("")
      details.traceLines(only: names, width: Output.width).forEach(Output.result)
    }
    guard let repetition else { return }
    let sentence =
      "This run alone, where SWEEP is the sweep file of \(repetition.name) and NEW a new directory:"
    let lines = [""] + wrapped(sentence, width: Output.width) + ["  \(repetition.command)"]
    lines.forEach(Output.result)
  }

  private struct Summary: Encodable {
    var run: Int
    var status: String
    var divergedAtStep: Int?
    var parameters: [String: String]
    var step: [Int]
    /// JSON has no NaN: null where nothing was recorded.
    var trace: [String: [Double?]]
    var `repeat`: String?

    init(_ details: RunDetails, names: [String]?, repetition: String?) {
      run = details.run
      status = details.state.meaning
      divergedAtStep = details.divergedAtStep
      parameters = Dictionary(
        uniqueKeysWithValues: details.parameters.map { ($0.name, $0.value) })
      step = details.steps
      let shown = details.series.filter { series in
        names.map { series.isNamed(in: $0) } ?? true
      }
      trace = Dictionary(
        uniqueKeysWithValues: shown.map { series in
          (series.quantity.name, series.values.map { $0.isFinite ? $0 : nil })
        })
      `repeat` = repetition
    }
  }
}
