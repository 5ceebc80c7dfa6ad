import Shards
import Testing

@testable import Reports

@Suite struct FigureSetTests {
  private func figures(_ sweep: Sweep, steps: [Int] = [0, 1, 10]) -> [String: Figure] {
    sweep.figures(steps: steps)
  }

  @Test func aComparisonHasAllFigures() {
    let figures = figures(.comparison)
    #expect(
      figures.keys.sorted() == [
        "population-loss", "recovery", "sharpness-plane", "step-size", "trajectories",
      ])
    #expect(figures["trajectories"]?.panels.count == 2)
    #expect(
      figures["population-loss"]?.panels[0].curves.map(\.label) == [
        "sgd, η = 0.1 (1 of 3 diverged)", "adam-e, η = 0.1",
      ])
    #expect(figures["step-size"]?.panels[0].curves.map(\.points.count) == [3, 3])
  }

  @Test func recoveryHasWilsonIntervalsAtEachNumberOfSamples() throws {
    let curves = try #require(figures(.comparison)["recovery"]).panels[0].curves
    let interval = WilsonInterval(successes: 3, trials: 3)
    #expect(curves.map { $0.points.map(\.x) } == [[20, 50], [20, 50]])
    #expect(curves[0].points.map(\.middle) == [0, 0])
    #expect(curves[1].points.map(\.middle) == [1, 1])
    #expect(curves[1].points[0].lower == interval.lower)
  }

  @Test func nothingToDrawIsNoFigure() {
    let runs = [0.1, 1].map { Sweep.Run(stepSize: $0, state: .diverged) }
    #expect(figures(Sweep(runs: runs)).isEmpty)
    #expect(figures(Sweep(runs: [])).isEmpty)
  }

  @Test func divergenceIsCountedAsNotRecovered() throws {
    let runs =
      [20, 40].map { Sweep.Run(samples: $0, state: .diverged) }
      + [Sweep.Run(samples: 20, seed: 1)]
    let recovery = try #require(figures(Sweep(runs: runs))["recovery"])
    #expect(recovery.panels[0].curves[0].points.map(\.runCount) == [2, 1])
  }

  @Test func oneSnapshotIsDrawnOnALinearAxis() throws {
    let figure = try #require(
      figures(Sweep(runs: [Sweep.Run()]), steps: [100])["population-loss"])
    let axis = figure.panels[0].x
    #expect(!axis.isLogarithmic)
    #expect(axis.lower < 100 && axis.upper > 100)
    #expect(GnuplotFigure(figure).script.contains("yerrorbars"))
  }

  @Test func evenlySpacedSnapshotsHaveALinearAxis() throws {
    let figure = try #require(
      figures(Sweep(runs: [Sweep.Run()]), steps: [0, 50, 100])["population-loss"])
    #expect(!figure.panels[0].x.isLogarithmic)
  }

  @Test func zeroHasNoPlaceOnALogarithmicAxis() throws {
    let values = [0, 1e-3, 10.0, .nan]
    let axis = try #require(
      Axis.fitting(values, label: "", scaling: .logarithmic(fromRatio: 10)))
    #expect(axis.isLogarithmic)
    #expect(axis.lower > 0 && axis.lower < 1e-3 && axis.upper > 10)
    #expect(axis.ticks.filter { !$0.label.isEmpty }.map(\.value) == [1e-3, 1e-2, 0.1, 1, 10])
    #expect(Axis.fitting([0, 0], label: "", scaling: .logarithmic(fromRatio: 10))?.upper == 0.5)
    #expect(Axis.fitting([.nan], label: "", scaling: .linear) == nil)
  }
}
