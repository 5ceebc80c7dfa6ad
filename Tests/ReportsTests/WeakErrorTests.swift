import Shards
import Testing

@testable import Reports

@Suite struct WeakErrorTests {
  /// Errors 3 η of the mean, ±η/10 about it in two seeds, of a solution at 0.2.
  private static var sweep: Sweep {
    var runs: [Sweep.Run] = []
    for optimizer in ["sgd", "adam"] {
      for stepSize in [0.01, 0.02, 0.04, 0.08] {
        for (seed, sign) in [-1.0, 1.0].enumerated() {
          runs.append(
            .init(
              optimizer: optimizer, stepSize: stepSize, seed: seed,
              loss: 0.2 + (3 + 0.1 * sign) * stepSize))
        }
        runs.append(
          .init(dynamics: "slow-ode", optimizer: optimizer, stepSize: stepSize, loss: 0.2))
      }
    }
    return Sweep(runs: runs, knowsBothTraces: true)
  }

  @Test func theErrorOfTheMeanIsDrawnWithItsInterval() throws {
    let figure = try #require(Self.sweep.figures(isTimed: true)["weak-error"])
    #expect(figure.panels.map(\.y.label) == ["error of E tr(H)", "error of E tr(Diag(H)^{1/2})"])
    let curve = figure.panels[0].curves[0]
    #expect(curve.points.map(\.x) == [0.01, 0.02, 0.04, 0.08])
    for point in curve.points {
      // tr(H) is ten times the loss here.
      #expect(abs(point.middle - 30 * point.x) < 1e-12)
      // Two values ±η apart: standard error η.
      #expect(abs(point.upper - point.middle - 1.959963984540054 * point.x) < 1e-9)
    }
  }

  @Test func aLinearErrorHasExponentOne() throws {
    let figure = try #require(Self.sweep.figures(isTimed: true)["weak-error"])
    // Weights 30² each over log η = log 0.01 + k log 2: spread 900 · 5 log²2, half width 0.0422.
    #expect(
      figure.notes == [
        "tr(H), sgd: error ∝ η^p, p = 1.00 ± 0.042", "tr(H), adam: error ∝ η^p, p = 1.00 ± 0.042",
        "tr(Diag(H)^½), sgd: error ∝ η^p, p = 1.00 ± 0.042",
        "tr(Diag(H)^½), adam: error ∝ η^p, p = 1.00 ± 0.042",
      ])
  }

  /// The power of a law of weight decay means nothing to the runs without, whose solution is another.
  @Test func aLawThatOnlySomeRunsHaveIsThatOfTheirSolutions() throws {
    var runs = Self.sweep.runs.filter { $0.optimizer == "sgd" }
    let count = runs.count
    for index in 0..<count {
      var run = runs[index]
      run.loss -= 0.15
      runs.append(run)
    }
    let powers = (0..<runs.count).map { $0 < count ? "" : "1" }
    let sweep = Sweep(
      runs: runs, furtherParameters: [("weight_decay_power", powers)])
    let figure = try #require(sweep.figures(isTimed: true)["weak-error"])
    let curves = figure.panels[0].curves
    try #require(curves.count == 2)
    for point in curves[0].points + curves[1].points {
      #expect(abs(point.middle - 30 * point.x) < 1e-12)
    }
  }

  @Test func solutionsThatBeginLaterHaveNone() {
    var table = Self.sweep.table
    table.slowStarts = Self.sweep.runs.map { $0.dynamics == "training" ? -1 : 100 }
    let set = FigureSet(SweepAnalysis(table), traces: Self.sweep.traces(isTimed: true))
    #expect(!set.figures.contains { $0.name == "weak-error" })
  }

  /// The points of a solution that begins at K₀ lie at the times of its training.
  @Test func laterBeginningsShiftTheTheory() throws {
    var table = Self.sweep.table
    table.slowStarts = Self.sweep.runs.map { $0.dynamics == "training" ? -1 : 100 }
    let set = FigureSet(SweepAnalysis(table), traces: Self.sweep.traces(isTimed: true))
    let figure = try #require(set.figures.first { $0.name == "theory" })
    let (training, theory) = (figure.panels[0].curves[0], figure.panels[0].curves[1])
    let shifts = zip(training.points, theory.points).map { $1.x - $0.x }
    #expect(shifts.allSatisfy { abs($0 - 100 * 0.01 * 0.01) < 1e-15 })
  }

  @Test func aSingleSeedHasNone() {
    let runs = Self.sweep.runs.filter { $0.seed == 0 }
    #expect(Sweep(runs: runs).figures(isTimed: true)["weak-error"] == nil)
  }
}

@Suite struct PowerLawFitTests {
  @Test func anExactLawIsFound() throws {
    let points = [1.0, 2, 3, 5, 8].map {
      PowerLawFit.Point(x: $0, y: 7 / ($0 * $0), standardError: 0.01 * $0)
    }
    let fit = try #require(PowerLawFit(points))
    #expect(abs(fit.exponent + 2) < 1e-14)
  }

  /// Against NumPy, polyfit(log x, log y, 1, w=y/s, cov="unscaled").
  ///
  /// With the smaller errors the
  /// points scatter more than they should, χ²/3 = 21.6, and the interval is widened.
  @Test(arguments: [(0.5, 0.220_841_093_028_196_57), (0.05, 0.102_636_522_497_092_1)])
  func itAgreesWithWeightedLeastSquares(error: Double, halfWidth: Double) throws {
    let points = zip([1.0, 2, 3, 5, 8], [1.1, 1.9, 3.2, 4.8, 8.4]).map {
      PowerLawFit.Point(x: $0, y: $1, standardError: error)
    }
    let fit = try #require(PowerLawFit(points))
    #expect(abs(fit.exponent - 1.031_434_145_061_33) < 1e-12)
    #expect(abs(fit.halfWidth - halfWidth) < 1e-12)
  }

  @Test func whatHasNoLogarithmIsNotFitted() {
    let points = [1.0, 2, 3].map { PowerLawFit.Point(x: $0, y: $0, standardError: 0.1) }
    #expect(PowerLawFit(points) != nil)
    #expect(PowerLawFit(Array(points.dropLast())) == nil)
    #expect(PowerLawFit(points.map { .init(x: $0.x, y: -$0.y, standardError: 0.1) }) == nil)
    #expect(PowerLawFit(points.map { .init(x: $0.x, y: $0.y, standardError: 0) }) == nil)
  }
}
