import Parameters
import Shards
import Testing

@testable import Reports

@Suite struct SeriesFigureTests {
  @Test func curvesRunOverSlowTimeWhereItIsKnown() throws {
    let timed = try #require(Sweep.comparison.figures(isTimed: true)["population-loss"]?.panels[0])
    #expect(timed.x.label == "slow time t")
    // The best of both methods has η = 0.1: t = 10 · 0.01 at the last step.
    #expect(timed.curves[0].points.last?.x == 10 * 0.1 * 0.1)
    let untimed = try #require(Sweep.comparison.figures()["population-loss"]?.panels[0])
    #expect(untimed.x.label == "step k")
    #expect(untimed.curves[0].points.last?.x == 10)
  }

  @Test func thePlaneHasAPathInTimeAndTheEndOfEachRun() throws {
    var sweep = Sweep.comparison
    sweep.knowsBothTraces = true
    let figure = try #require(sweep.figures()["sharpness-plane"])
    let curves = figure.panels[0].curves
    let path = try #require(curves.first { !$0.isScattered && $0.style == 1 })
    // Traces fall, and the path with them, also to the left.
    #expect(path.points.map(\.x) == path.points.map(\.x).sorted(by: >))
    #expect(path.points.allSatisfy { $0.middle == 2 * $0.x })
    #expect(curves.first { $0.isScattered && $0.style == 1 }?.points.count == 3)
    #expect(figure.legend.count == 2)
  }

  @Test func theoryLiesOverTrainingWithTheSameParameters() throws {
    let figure = try #require(Sweep.theory.figures(isTimed: true)["theory"])
    // β₁ means nothing to the equation and does not part it from adam's training.
    #expect(
      figure.panels.map(\.title) == [
        "sgd, η = 0.01", "sgd, η = 0.1", "adam, η = 0.01", "adam, η = 0.1",
      ])
    #expect(figure.panels.allSatisfy { $0.curves.map(\.label) == ["training", "slow ode"] })
    #expect(figure.panels[0].curves.map { $0.points.last?.runCount } == [3, 1])
  }

  @Test func theoryIsNoRivalOfTraining() throws {
    let figures = Sweep.theory.figures(isTimed: true)
    let labels = try #require(figures["population-loss"]).panels[0].curves.map(\.label)
    #expect(labels == ["sgd, η = 0.01", "adam, η = 0.01"])
    #expect(Answer(SweepAnalysis(Sweep.theory.table)).sentence.contains("sgd and adam, 0.510"))
  }

  @Test func withoutTrainingThereIsNoTheoryFigure() {
    let runs = Sweep.theory.runs.filter { $0.dynamics == "slow-ode" }
    let figures = Sweep(runs: runs).figures(isTimed: true)
    #expect(figures["theory"] == nil)
    #expect(figures["trajectories"]?.panels[0].curves.count == 2)
  }

  @Test func onlyRunsOfCurvesAreTraced() {
    let analysis = SweepAnalysis(Sweep.comparison.table)
    // n = 20, η = 0.1: sgd with its diverged run, and adam-e.
    let expected = Sweep.comparison.runs.indices.filter { place in
      let run = Sweep.comparison.runs[place]
      return run.samples == 20 && run.stepSize == 0.1
    }
    #expect(analysis.tracedRuns == expected)
    let few = Traces(runs: [7], snapshotCount: 1, steps: [3], values: [.traceHessian: [2]])
    let group = RunGroup(
      key: [], rows: [5, 7], of: Sweep.comparison.table, selectedBy: .populationLoss)
    #expect(few.points(.traceHessian, of: group, isSlow: false).map(\.middle) == [2])
  }

  @Test func aFactorizationShowsRelativeErrorNormAndRank() throws {
    let samples = ["20", "40"]
    func parameter(_ name: String, _ values: [String]) -> RunParameter {
      RunParameter(name: name, values: values)
    }
    let table = RunTable(
      title: "matrix",
      parameters: [
        parameter("model", ["matrix-factorization", "matrix-factorization"]),
        parameter("design", ["gaussian", "gaussian"]), parameter("dimension", ["10", "10"]),
        parameter("samples", samples), parameter("optimizer", ["sgd", "sgd"]),
      ], states: [.ok, .ok],
      finals: [
        .populationLoss: [5, 0.05], .nuclearNorm: [4, 5], .effectiveRank: [2, 1.5],
      ])
    let analysis = SweepAnalysis(table)
    let traces = Traces(runs: [], snapshotCount: 0, steps: [], values: [:])
    let set = FigureSet(analysis, traces: traces)
    let figure = try #require(set.figures.first { $0.name == "factorization" })
    #expect(figure.panels.count == 3)
    // √(2L/p): 1 and 0.1.
    #expect(figure.panels[0].curves[0].points.map(\.middle) == [1, (2 * 0.05 / 10).squareRoot()])
    #expect(figure.panels[1].curves[0].points.map(\.middle) == [4, 5])
    #expect(figure.panels[2].curves[0].points.map(\.middle) == [2, 1.5])
  }
}
