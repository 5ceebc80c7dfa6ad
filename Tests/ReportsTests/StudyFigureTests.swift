import Shards
import Testing

@testable import Reports

/// Figures that studies need: references, advantages, exponents.
@Suite struct StudyFigureTests {
  @Test func solutionsAreReferencesInTheFigureOfRecovery() throws {
    var runs: [Sweep.Run] = []
    for samples in [10, 20, 30] {
      for seed in 0..<4 {
        runs.append(Sweep.Run(samples: samples, seed: seed, loss: samples > 20 ? 0 : 1))
        runs.append(
          Sweep.Run(dynamics: "slow-ode", samples: samples, seed: seed, loss: samples > 10 ? 0 : 1))
      }
    }
    let panel = try #require(Sweep(runs: runs).figures()["recovery"]?.panels.first)
    #expect(panel.curves.map(\.label) == ["sgd", "slow-ode"])
    #expect(Set(panel.curves.map(\.style)).count == 2)
    #expect(panel.curves.map { $0.points.map(\.middle) } == [[0, 0, 1], [0, 1, 1]])
  }

  @Test func advantageIsTheShareAboveThatOfTheBestSGD() throws {
    var runs = [0.01, 0.1].flatMap { stepSize in
      (0..<4).map { seed in
        Sweep.Run(
          optimizer: "sgd", stepSize: stepSize, seed: seed,
          loss: stepSize > 0.05 && seed < 2 ? 0 : 1)
      }
    }
    for (x, stepSize) in [0.001, 0.01, 0.1].enumerated() {
      for (y, rate) in [0.01, 0.1, 1].enumerated() {
        for seed in 0..<4 {
          runs.append(
            Sweep.Run(
              optimizer: "adam", stepSize: stepSize, rate: rate, seed: seed,
              state: x == 2 && y == 2 ? .diverged : .ok, loss: seed < x + y ? 0 : 1))
        }
      }
    }
    let figures = Sweep(runs: runs).figures()
    let figure = try #require(figures["advantage-step-size-one-minus-beta2"])
    #expect(figure.isDiverging && figure.colours?.lower == -1 && figure.colours?.upper == 1)
    #expect(figure.caption.contains("2/4 of sgd, η = 0.1"))
    let panel = try #require(figure.panels.first)
    #expect(panel.title == "adam" && figure.panels.count == 1)
    #expect(
      panel.cells.map(\.value) == [-0.5, -0.25, 0, -0.25, 0, 0.25, 0, 0.25, .infinity])
    #expect(GnuplotScript(figure).text.contains("#7f3b08"))
    #expect(Sweep.phase.figures().keys.allSatisfy { !$0.hasPrefix("advantage") })
  }

  @Test func exponentsAreComparedFromSGDOn() throws {
    var runs = [Sweep.Run(optimizer: "sgd", loss: 3)]
    for (exponent, loss) in [("0.25", 2.0), ("0.5", 1.0), ("0.75", 4.0)] {
      runs.append(Sweep.Run(optimizer: "adam-e", exponent: exponent, loss: loss))
    }
    let panel = try #require(Sweep(runs: runs).figures()["exponent"]?.panels.first)
    #expect(panel.curves.count == 1)
    #expect(panel.curves[0].points.map(\.x) == [0, 0.25, 0.5, 0.75])
    #expect(panel.curves[0].points.map(\.middle) == [30, 20, 10, 40])
    #expect(Sweep.comparison.figures()["exponent"] == nil)
  }
}
