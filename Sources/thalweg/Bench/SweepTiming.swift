import Experiments
import FileSystem
import Shards
import Sweeps

/// The steps of a sweep, timed on some of its lane-batches.
struct SweepTiming {
  /// What `--json` prints.
  struct Summary: Encodable {
    struct LaneBatch: Encodable {
      var firstRun: Int
      var runs: Int
      var steps: Int
      /// What the lane-batch is, in the words of the table.
      var shape: String
      /// Absent for the slow equations, which are not timed.
      var microsecondsPerRunStep: Double?
      var predictedMicrosecondsPerRunStep: Double
      var seconds: Double
    }

    var name: String
    var runs: Int
    var cpuHours: Double
    var predictedCpuHours: Double
    var laneBatches: [LaneBatch]
  }

  let summary: Summary

  init(_ sweep: SweepArguments.DecodedSweep, seconds: Double) throws(ProblemFileError) {
    let grid = Grid(sweep.specification)
    let shards = TrainingCost.shards(of: grid)
    let paths = sweep.problemPaths
    let pilot = try Pilot(grid, shards, problemPath: { paths[$0] ?? $0 }, seconds: seconds)
    summary = Summary(
      name: sweep.specification.name, runs: grid.runCount, cpuHours: pilot.nanoseconds / 3.6e12,
      predictedCpuHours: shards.predictedNanoseconds / 3.6e12,
      laneBatches: pilot.samples.map { sample in
        let run = Run(grid[sample.runs.lowerBound])
        let runSteps = Double(sample.runs.count) * Double(max(run.steps, 1))
        return .init(
          firstRun: sample.runs.lowerBound, runs: sample.runs.count, steps: run.steps,
          shape: run.shape, microsecondsPerRunStep: sample.nanosecondsOfRunStep.map { $0 / 1000 },
          predictedMicrosecondsPerRunStep: sample.predictedNanoseconds / runSteps / 1000,
          seconds: sample.nanoseconds * 1e-9)
      })
  }

  /// The table for people: a line for each shape.
  var lines: [String] {
    var table = TextTable()
    table.add(["lane-batch", "runs", "µs a run-step", "predicted"])
    var seen: Set<String> = []
    for batch in summary.laneBatches where seen.insert("\(batch.shape) \(batch.runs)").inserted {
      table.add([
        batch.shape, "\(batch.runs)", batch.microsecondsPerRunStep.map(microseconds) ?? "–",
        microseconds(batch.predictedMicrosecondsPerRunStep),
      ])
    }
    return [summary.name, ""] + table.lines(hasHead: true) + [
      "",
      "\(counted(summary.runs, "run")): \(Numbers.duration(summary.cpuHours * 3600)) on one core of this machine "
        + "(predicted \(Numbers.duration(summary.predictedCpuHours * 3600)))",
    ]
  }
}

/// A time in microseconds with three digits.
private func microseconds(_ value: Double) -> String {
  Numbers.decimal(value, digits: value < 0.9995 ? 3 : value < 9.995 ? 2 : value < 99.95 ? 1 : 0)
}
