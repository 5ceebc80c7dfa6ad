import ArgumentParser
import Digests
import Experiments
import FileSystem
import Parameters
import Reports
import Shards
import Sweeps

/// `thalweg plan`: what a sweep would do and cost, without doing it.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Says what a sweep would do and cost.",
    discussion: """
      Nothing is run and nothing is written. Numbers are plain integers; the cost is a prediction \
      for one core.

      EXAMPLES
        thalweg plan sweeps/quickstart.yaml
        thalweg plan sweep.yaml --pilot
        thalweg plan sweep.yaml --set seed='{count: 100}' --json
        thalweg plan sweep.yaml --formula
      """)

  @OptionGroup var sweep: SweepArguments
  @Flag(help: "Run parts of the sweep for a few seconds to measure the CPU time.") var pilot = false
  @Flag(help: "Accepted for use beside 'run'; a plan may be as large as it likes.")
  var allowLarge = false
  @Flag(help: "Print JSON.") var json = false
  @Flag(help: "Print the formula that each model stands for, ready to paste, and nothing else.")
  var formula = false

  func run() throws {
    try reportingFailures {
      if formula {
        let texts = FormulaTexts(try sweep.decode().specification).texts
        guard !texts.isEmpty else {
          throw ValidationError("--formula: no model of the sweep is a formula")
        }
        return Output.result(texts.joined(separator: "\n\n"))
      }
      let plan = try SweepPlan(try sweep.decode(), isMeasured: pilot)
      if json {
        Output.json(plan.summary)
      } else {
        plan.lines(width: Output.width).forEach(Output.result)
      }
    }
  }
}

/// The figures of a plan.
struct SweepPlan {
  /// What `--json` prints.
  struct Summary: Encodable {
    struct Axis: Encodable {
      var path: String
      var values: [String]
      var count: Int
    }

    /// What a pilot found.
    struct Measurement: Encodable {
      var cpuHours: Double
      var laneBatches: Int
      var leastRatio: Double
      var largestRatio: Double
    }

    var name: String
    var axes: [Axis]
    var subgrids: Int
    var points: Int
    var runs: Int
    var laneBatches: Int
    var laneOccupancy: Double
    var shards: Int
    var predictedCpuHours: Double
    var pilot: Measurement?
    var resultBytes: Int
    var freeBytes: Int?
    var sweepSha256: String
    var notes: [String]
  }

  let summary: Summary
  private let question: String?
  /// Whether runs may end before their last step.
  private let isAtMost: Bool
  private let axes: PlannedAxes

  init(_ sweep: SweepArguments.DecodedSweep, isMeasured: Bool) throws(ProblemFileError) {
    let specification = sweep.specification
    let grid = Grid(specification)
    let shards = TrainingCost.shards(of: grid)
    let shape = RecordShape(specification)
    question = specification.question
    isAtMost = specification.record.end != nil
    axes = PlannedAxes(specification, fileNames: sweep.problemNames)
    let lanes = Double(grid.laneBatchCount) * Double(Grid.laneCount)
    let (bytes, overflow) = grid.runCount.multipliedReportingOverflow(by: shape.bytesPerRun + 200)
    summary = Summary(
      name: specification.name, axes: Self.axes(of: specification),
      subgrids: specification.subgrids.count, points: grid.pointCount, runs: grid.runCount,
      laneBatches: grid.laneBatchCount, laneOccupancy: Double(grid.runCount) / lanes,
      shards: shards.count, predictedCpuHours: shards.predictedNanoseconds / 3.6e12,
      pilot: isMeasured ? try Self.measure(grid, shards, sweep.problemPaths) : nil,
      resultBytes: overflow ? .max : bytes, freeBytes: Files.freeBytes(at: "."),
      sweepSha256: Manifest.digest(of: specification).description,
      notes: Self.notes(grid, specification) + (try Self.foresight(grid, sweep.problemPaths)))
  }

  /// Where slow equations will not reach, as far as that can be known.
  private static func foresight(
    _ grid: Grid, _ problemPaths: [String: String]
  ) throws(ProblemFileError) -> [String] {
    try SlowForesight(
      grid, number: { Numbers.significant($0) }, problemPath: { problemPaths[$0] ?? $0 }
    ).texts
  }

  private static func measure(
    _ grid: Grid, _ shards: ShardTable, _ problemPaths: [String: String]
  ) throws(ProblemFileError) -> Summary.Measurement {
    let pilot = try Pilot(grid, shards, problemPath: { problemPaths[$0] ?? $0 })
    return Summary.Measurement(
      cpuHours: pilot.nanoseconds / 3.6e12, laneBatches: pilot.sampleCount,
      leastRatio: pilot.ratios.lowerBound, largestRatio: pilot.ratios.upperBound)
  }

  private static func axes(of specification: Specification) -> [Summary.Axis] {
    var axes: [Summary.Axis] = []
    for (index, subgrid) in specification.subgrids.enumerated() {
      let place = specification.subgrids.count > 1 ? "[\(index)] " : ""
      for axis in subgrid.axes {
        // What moves together is one axis: (8, 100), (16, 200).
        let paths = axis.components.map(\.path).joined(separator: " with ")
        let values = (0..<min(axis.count, 8)).map { index in
          let parts = axis.components.map { $0.values[index].description }
          return parts.count == 1 ? parts[0] : "(\(parts.joined(separator: ", ")))"
        }
        axes.append(Summary.Axis(path: place + paths, values: values, count: axis.count))
      }
    }
    return axes
  }

  /// What the user should know before spending hours.
  private static func notes(_ grid: Grid, _ specification: Specification) -> [String] {
    var notes: [String] = []
    if grid.runCount > RunCommand.largestUnasked {
      notes.append(
        "more than \(counted(RunCommand.largestUnasked, "run")): 'run' asks for --allow-large")
    }
    if let smallest = FloatResolution.smallestUnresolved(in: specification) {
      notes.append(
        "float32 cannot resolve 1 − β₂ = \(smallest): below 2⁻²⁴ most updates of v are lost")
    }
    return notes
  }

  /// The plan for people, in lines of `width` columns.
  func lines(width: Int) -> [String] {
    let question = question.map { ": \($0)" } ?? ""
    let title = wrapped(summary.name + question, width: width).map(Style.bold.applied)
    let axes = axes.lines(width: width)
    let notes = summary.notes.flatMap { wrapped("note: \($0)", width: width) }
    return title + [""] + (axes.isEmpty ? [] : axes + [""]) + figures.lines(width: width)
      + notes.map(Style.yellow.applied)
  }

  private var figures: FieldList {
    var list = FieldList()
    list.add("points", String(summary.points))
    list.add("runs", String(summary.runs))
    let occupancy = Numbers.decimal(summary.laneOccupancy * 100, digits: 0)
    list.add("lane-batches", "\(summary.laneBatches), lanes \(occupancy) % filled")
    list.add("shards", String(summary.shards))
    list.add(
      "CPU time",
      "\(isAtMost ? "at most " : "")\(Numbers.duration(summary.predictedCpuHours * 3600)) "
        + "on one core, predicted")
    if let pilot = summary.pilot {
      list.add(
        "",
        "\(isAtMost ? "at most " : "")\(Numbers.duration(pilot.cpuHours * 3600)) "
          + "on one core of this machine, "
          + "measured on \(pilot.laneBatches) lane-batches")
    }
    let free = summary.freeBytes.map { ", \(Numbers.bytes(Double($0))) free here" } ?? ""
    list.add("results", "\(Numbers.bytes(Double(summary.resultBytes)))\(free)")
    return list
  }
}
