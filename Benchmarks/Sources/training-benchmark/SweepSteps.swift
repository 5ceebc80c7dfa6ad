import Experiments
import Sweeps

/// The runs of a sweep file, computed one lane-batch after the other: the work whose instructions are
/// counted where a case needs more words than ``FixedSteps`` has.
struct SweepSteps {
  private let grid: Grid

  /// From the text of a sweep file.
  init(_ text: String) throws {
    grid = Grid(try Specification(yaml: text, source: "the case"))
  }

  /// Trains and records.
  func run() throws {
    var experiment = LaneBatchExperiment(grid: grid, problemPath: { $0 })
    for batch in 0..<grid.laneBatchCount {
      _ = try experiment.records(
        ofRuns: grid.runs(ofLaneBatch: batch), shouldContinue: { _ in true })
    }
  }
}
