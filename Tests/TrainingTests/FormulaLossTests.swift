import Formulas
import Testing

@testable import Training

/// Losses and schedules that are formulas.
@Suite struct FormulaLossTests {
  private static let points: [(f: Double, y: Double)] = [
    (0.3, 1), (-1.2, -1), (2.5, 0.4), (-0.7, 3), (0, 0), (1e-9, -1), (30, -1),
  ]

  /// Texts of the built-in losses have their values and derivatives.
  @Test(arguments: [
    ("0.5 * (f - y) ** 2", Loss.squared), ("softplus(-y * f)", .logistic),
    ("exp(-y * f)", .exponential),
    (
      "r = f - y\nwhere(abs(r) <= 1, 0.5 * r ** 2, abs(r) - 0.5)", .huber()
    ),
  ])
  func textsOfKnownLossesAgree(text: String, known: Loss) throws {
    let loss = try FormulaLoss(text)
    guard case .scalar(let known) = known.form else { return }
    let takesSigns = type(of: known).targets == .signs
    for (f, y) in Self.points where !takesSigns || abs(y) == 1 {
      func agrees(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-14 * max(1, abs(b)) }
      #expect(agrees(loss.value(f, y), known.value(f, y)), "\(text) \(f) \(y)")
      #expect(agrees(loss.residual(f, y), known.residual(f, y)), "\(text) \(f) \(y)")
      // The second derivative of |r| is 0 at its kink too.
      #expect(agrees(loss.curvature(f, y), known.curvature(f, y)), "\(text) \(f) \(y)")
    }
  }

  /// Derivatives are central differences.
  @Test(arguments: [
    "log(cosh)", "(f - y) ** 4 / 4", "log(1 + (f - y) ** 2)", "sqrt(1 + (f - y) ** 2)",
    "maximum(0, 1 - y * f) ** 2", "erf(f) * y + tanh(f * y)", "y", "3",
  ])
  func derivativesAreThoseOfTheValue(text: String) throws {
    let cosh = "a = abs(f - y)\na + log(0.5 * (1 + exp(-2 * a)))"
    let loss = try FormulaLoss(text == "log(cosh)" ? cosh : text)
    let h = 1e-5
    for (f, y) in Self.points where abs(f - y) > 1e-3 && abs(1 - y * f) > 1e-3 {
      let slope = (loss.value(f + h, y) - loss.value(f - h, y)) / (2 * h)
      let bend = (loss.residual(f + h, y) - loss.residual(f - h, y)) / (2 * h)
      #expect(abs(loss.residual(f, y) - slope) < 1e-6 * max(1, abs(slope)), "\(text) \(f) \(y)")
      #expect(abs(loss.curvature(f, y) - bend) < 1e-6 * max(1, abs(bend)), "\(text) \(f) \(y)")
    }
  }

  /// Lanes of every width have the bits of double precision.
  @Test func lanesHaveTheBitsOfDoublePrecision() throws {
    let loss = try FormulaLoss("log(1 + exp(-y * f)) + 0.1 * tanh(f) ** 3")
    func check<Lanes: LaneVector>(_: Lanes.Type) where Lanes.Scalar == Double {
      for (f, y) in Self.points {
        let lanes = loss.residual(Lanes(repeating: f), Lanes(repeating: y))
        for k in 0..<Lanes.scalarCount {
          #expect(lanes[k].bitPattern == loss.residual(f, y).bitPattern)
        }
      }
    }
    check(SIMD4<Double>.self)
    check(SIMD8<Double>.self)
    check(SIMD16<Double>.self)
  }

  /// A run by itself and runs in lanes train alike, also on minibatches.
  @Test(arguments: [nil, Sampling.shuffled(4)])
  func aRunDependsOnItselfAlone(sampling: Sampling?) throws {
    var all = configuration(
      dimension: 9, optimizer: .adam, noise: .label(), lanes: variedLanes(5), steps: 12,
      snapshotSteps: [12])
    all.loss = Loss(try FormulaLoss("log(1 + (f - y) ** 2)"))
    all.batches = sampling
    let side = makeLaneGroups(all, layout: .runsInLanes)[0]
    side.advance(12)
    for (k, run) in makeLaneGroups(all, layout: .parametersInLanes).enumerated() {
      run.advance(12)
      #expect(run.state(0) == side.state(k))
    }
  }

  /// White space and names of lines do not tell losses apart, operations do.
  @Test func theIdentityIsWhatItMeans() throws {
    let loss = try FormulaLoss("0.5 * (f - y) ** 2")
    #expect(try FormulaLoss("r = f - y\n0.5 * r**2") == loss)
    #expect(try FormulaLoss("(f - y) ** 2 * 0.5") != loss)
  }

  @Test(arguments: ["f @ y", "sum(array([1, 2]) * f)", "g", "f +", "array([f, 1])", ""])
  func whatIsNoNumberIsAMistake(text: String) {
    #expect(throws: FormulaError.self) { try FormulaLoss(text) }
  }

  // MARK: Schedules

  /// The texts of the built-in schedules have their factors.
  @Test func textsOfKnownSchedulesAgree() throws {
    let pairs: [(Schedule, Schedule)] = [
      (try .formula("minimum(k / w, sqrt(w / k))", constants: [("w", 8)]), .inverseRoot(warmup: 8)),
      (
        try .formula("where(k <= 5, 1, where(k <= 9, 0.1, 0.1 * 0.1))"),
        .step(at: [5, 9], factor: 0.1)
      ),
      (try .formula("1"), .constant),
      (
        try .formula(
          "where(k <= 4, k / 4, 0.1 + 0.9 * (steps - k + 1) / (steps - 4))"),
        .linear(warmup: 4, final: 0.1)
      ),
    ]
    for (formula, known) in pairs {
      let factors = formula.factors(atSteps: Array(1...20), of: 20)
      for (a, b) in zip(factors, known.factors(atSteps: Array(1...20), of: 20)) {
        #expect(abs(a - b) < 1e-15)
      }
    }
  }

  @Test(arguments: ["L", "array([k, 1])", "k +", "ramp"])
  func whatASchedulerDoesNotKnowIsAMistake(text: String) {
    #expect(throws: FormulaError.self) { try Schedule.formula(text) }
  }
}
