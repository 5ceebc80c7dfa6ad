import Formulas
import Parameters
import Testing

@testable import Training

@Suite struct ObservablesTests {
  /// The tolerance is the reference's own promise.
  @Test func valuesAgreeWithAnIndependentProgram() throws {
    func expectClose(_ a: Double, _ b: Double) { #expect(abs(a - b) <= 1e-10 * abs(b)) }
    let cases = try golden(GoldenObservables.self, "observables.json").cases
    #expect(cases.count == 4)
    var spectra = 0
    for one in cases {
      let problem = RegressionProblem(
        design: one.design.flatMap { $0 }, targets: one.targets, truth: one.wStar)
      for trace in one.observables.traceDiagHessianPower {
        let values = observables(
          of: one.theta0, secondMoment: [], problem: problem,
          model: one.model.model,
          settings: ObservableSettings(exponent: 1 - trace.power, supportThreshold: 0.01))
        expectClose(values.trainLoss, one.observables.trainLoss)
        expectClose(values.populationLoss, one.observables.populationLoss)
        expectClose(values.traceHessian, one.observables.traceHessian)
        expectClose(values.l1Norm, one.observables.l1Norm)
        expectClose(values.lHalfSum, one.observables.lHalfSum)
        expectClose(values.tracePowerDiagHessian, trace.value)
        if trace.power == 0.5 { expectClose(values.traceSqrtDiagHessian, trace.value) }
        #expect(values.secondMomentL1.isNaN)
        if let nuclearNorm = one.observables.nuclearNorm,
          let effectiveRank = one.observables.effectiveRank
        {
          expectClose(values.nuclearNorm, nuclearNorm)
          expectClose(values.effectiveRank, effectiveRank)
          #expect(values.supportPrecision.isNaN && values.supportRecall.isNaN)
          spectra += 1
        } else {
          #expect(values.nuclearNorm.isNaN && values.effectiveRank.isNaN)
          #expect(!values.supportRecall.isNaN)
        }
      }
    }
    #expect(spectra == 2 * 4)
  }

  @Test func theEffectiveRankOfEqualValuesIsTheirNumber() {
    let model = Model.matrixFactorization(dimension: 3, width: 2, depth: 2)
    let problem = RegressionProblem(
      design: Array(repeating: 1, count: 9), targets: [0], truth: nil)
    func values(_ theta: [Double]) -> Observables {
      observables(
        of: theta, secondMoment: [], problem: problem, model: model,
        settings: ObservableSettings(exponent: 0.5, supportThreshold: 0))
    }
    // W_1 = [2 e_1; 2 e_2], W_2 = [e_1 e_2 0]ᵀ: σ = 2, 2, 0. Roundings of log₂ and 2ˣ.
    let two = values([2, 0, 0, 0, 2, 0] + [1, 0, 0, 1, 0, 0])
    #expect(two.nuclearNorm == 4)
    #expect(abs(two.effectiveRank - 2) < 1e-15)
    #expect(abs(values([2, 0, 0, 0, 0, 0] + [1, 0, 0, 1, 0, 0]).effectiveRank - 1) < 1e-15)
    let nothing = values(Array(repeating: 0, count: 12))
    #expect(nothing.nuclearNorm == 0 && nothing.effectiveRank.isNaN)
  }

  /// An exponent off the special list takes the power function; its neighbours bound it.
  @Test func otherExponentsLieBetweenTheSpecialOnes() {
    let problem = RegressionProblem(design: [1, 1], targets: [0], truth: nil)
    func trace(_ exponent: Double) -> Double {
      observables(
        of: [0.3, 0.2, 0.1, 0.4], secondMoment: [], problem: problem,
        model: .diagonalNet(dimension: 2),
        settings: ObservableSettings(exponent: exponent, supportThreshold: 0)
      ).tracePowerDiagHessian
    }
    // Every diagonal entry is below 1, so the trace rises with the exponent.
    #expect(trace(0.25) < trace(0.3) && trace(0.3) < trace(0.5))
    #expect(trace(1) == 4)
  }

  @Test func supportScoresCountCoordinates() {
    let problem = RegressionProblem(
      design: [1, 1, 1, 1], targets: [0], truth: [0.5, 0, -0.3, 0])
    func scores(_ u: [Double], _ threshold: Double) -> Observables {
      observables(
        of: u + [0, 0, 0, 0], secondMoment: [0.5, 0, 0, 0, 0, 0, 0, 0.25], problem: problem,
        model: .diagonalNet(dimension: 4),
        settings: ObservableSettings(exponent: 0, supportThreshold: threshold))
    }
    let values = scores([1, 0.5, 0, 0.5], 0.1)
    #expect(values.supportPrecision == 1.0 / 3)
    #expect(values.supportRecall == 0.5)
    #expect(values.secondMomentL1 == 0.75)
    #expect(values.signal == [1, 0.25, 0, 0.25])
    #expect(values.populationLoss == 0.5 * (0.25 + 0.0625 + 0.09 + 0.0625))
    #expect(scores([1, 0.5, 0, 0.5], 2).supportPrecision.isNaN)
    #expect(scores([1, 0.5, 0, 0.5], 2).supportRecall == 0)
  }

  /// w = (¼, 1): what is at the threshold is not above it.
  @Test func aCoordinateAtTheThresholdIsNotFound() {
    let problem = RegressionProblem(design: [1, 1], targets: [0], truth: [0.5, 0])
    func scores(_ threshold: Double) -> [Double] {
      let values = observables(
        of: [0.5, 1, 0, 0], secondMoment: [], problem: problem, model: .diagonalNet(dimension: 2),
        settings: ObservableSettings(exponent: 0, supportThreshold: threshold))
      return [values.supportPrecision, values.supportRecall]
    }
    #expect(scores(0.25) == [0, 0])
    #expect(scores(0.25.nextDown) == [0.5, 1])
  }

  @Test func withoutTruthItsQuantitiesAreNaN() {
    let problem = RegressionProblem(design: [1, 2], targets: [0.5], truth: nil)
    let values = observables(
      of: [1, 1, 0, 0], secondMoment: [], problem: problem, model: .diagonalNet(dimension: 2),
      settings: ObservableSettings(exponent: 0.5, supportThreshold: 0.01))
    #expect(values.populationLoss.isNaN)
    #expect(values.supportPrecision.isNaN && values.supportRecall.isNaN)
    #expect(values.trainLoss == 0.5 * 2.5 * 2.5)
    #expect(values.traceHessian == 4 + 4 * 4)
    #expect(values.tracePowerDiagHessian == values.traceSqrtDiagHessian)
  }

  @Test func theMarginIsTheLeastOfAll() {
    func margin(_ theta: [Double], targets: [Double]) -> Double {
      let problem = RegressionProblem(design: [1, 2, -3, 1], targets: targets, truth: nil)
      return Margin().values(
        of: Observation(
          theta: theta, memory: [:], problem: problem, model: .linear(dimension: 2),
          loss: .logistic, settings: ObservableSettings(exponent: .nan, supportThreshold: 0.01)))[0]
    }
    #expect(margin([1, 0.25], targets: [1, -1]) == 1.5)
    #expect(margin([1, 0.25], targets: [1, 1]) == -2.75)
    #expect(margin([.nan, 0], targets: [1, 1]).isNaN)
    #expect(margin([1, 0], targets: [1, 0.5]).isNaN)
  }

  /// ln(1 + e^{−yf}) and the diagonal of (1/n) Σ σ(f) σ(−f) z zᵀ, by hand.
  @Test func anotherLossHasItsOwnValueAndCurvature() {
    let problem = RegressionProblem(design: [1, 2], targets: [-1], truth: nil)
    let state = Observation(
      theta: [0.5, 0.25], memory: [:], problem: problem, model: .linear(dimension: 2),
      loss: .logistic, settings: ObservableSettings(exponent: 0, supportThreshold: 0.01))
    let e = 2.718281828459045
    #expect(abs(TrainLoss().values(of: state)[0] - 1.3132616875182228) < 1e-15)
    let curvature = e / ((1 + e) * (1 + e))
    #expect(abs(state.diagonalHessian[0] - curvature) < 1e-15)
    #expect(abs(state.diagonalHessian[1] - 4 * curvature) < 1e-15)
  }

  /// Against an independent program: gradient, Hessians and margins under three losses.
  @Test func derivativesOfTheLossAgreeWithTheReference() throws {
    var seen = 0
    for one in try golden(GoldenLosses.self, "losses.json").cases {
      let model: Training.Model
      switch one.model.kind {
      case "diagonal-net": model = .diagonalNet(dimension: try #require(one.model.dimension))
      case "linear" where one.outputs > 1:
        let weights = ModelText.Block(name: "W", extents: ["outputs", "inputs"])
        model = Model(
          FormulaKind<WrittenFormula>(
            try GraphModel(
              ModelText(blocks: [weights], prediction: "W @ x"),
              input: .vector(try #require(one.model.inputs)), outputs: one.outputs,
              samples: one.targets.count)))
      case "linear": model = .linear(dimension: try #require(one.model.inputs))
      case "matrix-factorization":
        model = .matrixFactorization(
          dimension: try #require(one.model.dimension), width: try #require(one.model.width),
          depth: try #require(one.model.depth))
      case "two-layer":
        let numbers: [String: Value] = [
          "model.width": .integer(try #require(one.model.width)),
          "data.inputs": .integer(try #require(one.model.inputs)),
          "data.samples": .integer(one.targets.count),
          "data.outputs": .integer(one.outputs),
        ]
        model = Model(try FormulaKind<TwoLayer>(Values(of: "model") { numbers[$0] }))
      default: continue
      }
      seen += 1
      let numbers = RegressionProblem(
        design: one.design.flatMap { $0 }, targets: one.targets, truth: nil)
      let losses: [String: Loss] = [
        "squared": .squared, "logistic": .logistic, "cross-entropy": .crossEntropy,
      ]
      let state = Observation(
        theta: one.theta0, memory: [:],
        problem: one.outputs == 1 ? numbers : try numbers.withClassesAsTargets(one.outputs),
        model: model, loss: try #require(losses[one.loss.kind]),
        settings: ObservableSettings(exponent: 0, supportThreshold: 0.01))
      let values = one.observables
      func agrees(_ a: Double, _ b: Double, _ tolerance: Double = 1e-12) -> Bool {
        abs(a - b) <= tolerance * max(abs(b), 1)
      }
      #expect(state.predictions.count == values.predictions.count)
      #expect(zip(state.predictions, values.predictions).allSatisfy { agrees($0, $1) })
      #expect(agrees(TrainLoss().values(of: state)[0], values.loss))
      let gradient = LossDerivatives(state).gradient
      #expect(zip(gradient, values.gradient).allSatisfy { agrees($0, $1) })
      #expect(agrees(GradientNorm().values(of: state)[0], norm(values.gradient)))
      #expect(agrees(ParameterNorm().values(of: state)[0], values.thetaNorm))
      let sharpness = Sharpness().values(of: state)
      #expect(agrees(sharpness[0], values.lossHessian.lambdaMax, 1e-8), "\(one.name)")
      #expect(agrees(sharpness[1], values.gaussNewton.lambdaMax, 1e-8), "\(one.name)")
      let traces = HessianTraces().values(of: state)
      #expect(values.gaussNewton.trace.map { agrees(traces[0], $0) } ?? true, "\(one.name)")
      #expect(values.gaussNewton.traceSqrtDiagonal.map { agrees(traces[1], $0) } ?? true)
      let margins = Margin().values(of: state)
      #expect(values.margin.map { agrees(margins[0], $0) } ?? margins[0].isNaN)
      #expect(values.normalizedMargin.map { agrees(margins[1], $0) } ?? margins[1].isNaN)
    }
    #expect(seen == 8)
  }

  @Test func aPredictionOfZeroIsHalfRight() {
    let problem = RegressionProblem(
      design: [1, -1, 0, 2], targets: [1, 1, -1, 1], truth: nil)
    let state = Observation(
      theta: [0.5], memory: [:], problem: problem, model: .linear(dimension: 1), loss: .logistic,
      settings: ObservableSettings(exponent: 0, supportThreshold: 0.01))
    #expect(Accuracy().values(of: state) == [0.625])
  }
}
