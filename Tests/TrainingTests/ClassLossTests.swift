import Formulas
import Parameters
import TestSupport
import Testing

@testable import Training

/// Cross-entropy, and targets that are classes.
@Suite struct ClassLossTests {
  private static let samples: [(f: [Double], y: [Double])] = [
    ([0.3, -1.2, 0.7], [0, 1, 0]), ([2.5, 2.5, -4], [1, 0, 0]), ([-0.1, 0, 0.2], [0.2, 0.3, 0.5]),
    ([1, -1, 3, 0.5], [0, 0.25, 0, 0.75]), ([0.4, -0.6], [0, 1]),
  ]

  /// Residuals and curvatures are central differences of the value and of the residuals.
  @Test func derivativesAreThoseOfTheValue() {
    let (loss, h) = (CrossEntropy(), 1e-5)
    for (f, y) in Self.samples {
      let residuals = loss.residuals(f[...], y[...])
      let curvatures = loss.curvatures(f[...], y[...])
      for c in f.indices {
        var (up, down) = (f, f)
        up[c] += h
        down[c] -= h
        let slope = (loss.value(up[...], y[...]) - loss.value(down[...], y[...])) / (2 * h)
        #expect(abs(residuals[c] - slope) < 1e-8)
        let (above, below) = (loss.residuals(up[...], y[...]), loss.residuals(down[...], y[...]))
        for d in f.indices {
          let bend = (above[d] - below[d]) / (2 * h)
          #expect(abs(curvatures[c * f.count + d] - bend) < 1e-8)
        }
      }
    }
  }

  /// Lanes have the bits of double precision, each its own predictions.
  @Test func lanesHaveTheBitsOfDoublePrecision() {
    let loss = CrossEntropy()
    let (f, y) = ([0.3, -1.2, 0.7, 2.5, 2.5, -4], [0.0, 1, 0, 0.25, 0.25, 0.5])
    let source = ClassResidualSource(
      loss, .full, ClassTargets(y, count: 3), LaneValues<SIMD4<Double>>(runs: variedLanes(4)))
    let predictions = LaneStorage<SIMD4<Double>>(
      f.map { SIMD4($0, 2 * $0, $0 - 1, -$0) })
    let residuals = LaneStorage<SIMD4<Double>>(repeating: .zero, count: 6)
    source.write(residuals, of: predictions, atStep: 1)
    for k in 0..<4 {
      for i in 0..<2 {
        let range = 3 * i..<3 * i + 3
        let expected = loss.residuals(range.map { predictions[$0][k] }[...], y[range])
        for c in 0..<3 { #expect(residuals[3 * i + c][k] == expected[c] * 0.5) }
      }
    }
  }

  @Test func theTailsStayFinite() {
    let (loss, f) = (CrossEntropy(), [1000.0, 0, -1000])
    #expect(loss.value(f[...], [1, 0, 0]) == 0)
    #expect(loss.value(f[...], [0, 0, 1]) == 2000)
    #expect(loss.residuals(f[...], [0, 0, 1]) == [1, 0, -1])
  }

  @Test func whatIsNoNumberShows() {
    let (loss, f) = (CrossEntropy(), [0.5, .nan, 1])
    #expect(loss.value(f[...], [1, 0, 0]).isNaN)
    #expect(loss.residuals(f[...], [1, 0, 0]).allSatisfy { $0.isNaN })
  }

  // MARK: Training

  private func net(_ samples: Int, outputs: Int = 3) throws -> Model {
    let blocks = [
      ModelText.Block(name: "W", extents: ["5", "inputs"], starts: [.normal("0.5")]),
      ModelText.Block(name: "a", extents: ["outputs", "5"], starts: [.normal("0.5")]),
      ModelText.Block(name: "b", extents: ["outputs"]),
    ]
    return Model(
      FormulaKind<WrittenFormula>(
        try GraphModel(
          ModelText(blocks: blocks, prediction: "a @ tanh(W @ x) + b"), input: .vector(4),
          outputs: outputs, samples: samples)))
  }

  private func problem(_ samples: Int, testSamples: Int = 0) throws -> RegressionProblem {
    let target = "where(x[0] > 0.3, 2, where(x[1] > 0, 1, 0))"
    return try RegressionProblem.generated(
      design: .gaussian, samples: samples, truth: .target(target, input: .vector(4)), dataSeed: 3,
      testSamples: testSamples, outputs: 3
    ).withClassesAsTargets(3)
  }

  private func trained(
    _ model: Model, _ problem: RegressionProblem, runs: Int, steps: Int = 20,
    precision: Precision = .float64
  ) -> [[Double]] {
    let configuration = TrainingConfiguration(
      problem: problem, model: model, loss: .crossEntropy, optimizer: .adam, precision: precision,
      noise: .none, initialParameters: model.initialParameters(seed: 1),
      lanes: (0..<runs).map {
        LaneParameters(
          stepSize: 1e-1 / Double($0 + 1), oneMinusBeta2: 0.05, noiseScale: 0,
          noiseSeed: UInt64($0))
      }, steps: steps, snapshotSteps: [steps])
    var thetas: [[Double]] = []
    _ = train(
      configuration, recording: { thetas.append($0.theta) }, shouldContinue: { _ in true })
    return thetas
  }

  /// A run alone has the bits of a run among others, at every width.
  @Test(arguments: [Precision.float64, .float32]) func runsDoNotMeet(precision: Precision) throws {
    let (model, problem) = (try net(37), try problem(37))
    let many = trained(model, problem, runs: 16, precision: precision)
    #expect(Set(many.map { $0[0] }).count == 16)
    for runs in [1, 2, 3, 5, 9] {
      #expect(trained(model, problem, runs: runs, precision: precision) == Array(many[..<runs]))
    }
  }

  /// One step of gradient descent goes against the gradient that observables know.
  @Test func aStepGoesAgainstTheGradient() throws {
    let (model, problem) = (try net(37), try problem(37))
    let theta = model.initialParameters(seed: 1)
    let configuration = TrainingConfiguration(
      problem: problem, model: model, loss: .crossEntropy, optimizer: .sgd, precision: .float64,
      noise: .none, initialParameters: theta,
      lanes: [LaneParameters(stepSize: 0.5, oneMinusBeta2: 0.05, noiseScale: 0, noiseSeed: 0)],
      steps: 1, snapshotSteps: [1])
    var next: [Double] = []
    _ = train(configuration, recording: { next = $0.theta }, shouldContinue: { _ in true })
    let gradient = LossDerivatives(state(theta, model, problem)).gradient
    let expected = zip(theta, gradient).map { $0 - 0.5 * $1 }
    #expect(deviation(next, expected) < 1e-14)
    #expect(norm(gradient) > 0.01)
  }

  @Test func classesAreLearned() throws {
    let (model, problem) = (try net(60), try problem(60, testSamples: 200))
    let start = state(model.initialParameters(seed: 1), model, problem)
    let end = state(trained(model, problem, runs: 1, steps: 400)[0], model, problem)
    #expect(TrainLoss().values(of: start)[0] > 0.8)
    #expect(TrainLoss().values(of: end)[0] < 0.1)
    #expect(Accuracy().values(of: end)[0] > 0.97)
    let test = TestLoss().values(of: end)
    #expect(test[0].isFinite && test[1] > 0.75 && test[1] < 1)
  }

  // MARK: Observables

  private func state(
    _ theta: [Double], _ model: Model, _ problem: RegressionProblem
  ) -> Observation {
    Observation(
      theta: theta, memory: [:], problem: problem, model: model, loss: .crossEntropy,
      settings: ObservableSettings(exponent: 0, supportThreshold: 0.01))
  }

  /// Predictions W x of three classes, with W the parameters: one sample x = 1.
  private func scores(_ predictions: [Double], class y: Double) throws -> Observation {
    let weights = ModelText.Block(name: "W", extents: ["outputs", "inputs"])
    let model = Model(
      FormulaKind<WrittenFormula>(
        try GraphModel(
          ModelText(blocks: [weights], prediction: "W @ x"), input: .vector(1), outputs: 3,
          samples: 1)))
    return state(
      predictions, model,
      try RegressionProblem(design: [1], targets: [y], truth: nil).withClassesAsTargets(3))
  }

  @Test func equalPredictionsShareTheirSample() throws {
    #expect(Accuracy().values(of: try scores([1, 3, 2], class: 1)) == [1])
    #expect(Accuracy().values(of: try scores([1, 3, 2], class: 2)) == [0])
    #expect(Accuracy().values(of: try scores([3, 3, 2], class: 1)) == [0.5])
    #expect(Accuracy().values(of: try scores([3, 3, 2], class: 2)) == [0])
    #expect(Accuracy().values(of: try scores([3, .nan, 2], class: 0))[0].isNaN)
    #expect(Margin().values(of: try scores([1, 3, 2], class: 1))[0] == 1)
    #expect(Margin().values(of: try scores([1, 3, 2], class: 0))[0] == -2)
    #expect(Margin().values(of: try scores([3, 3, 2], class: 1))[0] == 0)
    #expect(Margin().values(of: try scores([3, 3, .nan], class: 1))[0].isNaN)
  }

  // MARK: Targets

  @Test func aTargetThatIsNoClassIsNamed() {
    for wrong in [0.5, -1, 3, .infinity] {
      let problem = RegressionProblem(design: [1, 2, 3], targets: [0, 2, wrong], truth: nil)
      let mistake = #expect(throws: ClassMistake.self) { try problem.withClassesAsTargets(3) }
      #expect(mistake?.sample == 2 && mistake?.isOfTestSet == false)
      #expect(mistake?.message.contains("sample 2, counted from 0, has the target") == true)
    }
  }

  @Test func aTeacherOfSeveralOutputsGivesThePlaceOfTheLargest() throws {
    func drawn(_ prediction: String, outputs: Int) -> RegressionProblem {
      let block = Structure.block([
        Structure.Entry("shape", .list([.text("3"), .text("inputs")])),
        Structure.Entry("initial", .block([Structure.Entry("normal", .text("1"))])),
      ])
      let teacher = Structure.block([
        Structure.Entry("parameters", .block([Structure.Entry("W", block)])),
        Structure.Entry("prediction", .text(prediction)),
      ])
      return .generated(
        design: .gaussian, samples: 60, truth: .teacher("\(teacher)", input: .vector(4)),
        dataSeed: 5,
        outputs: outputs)
    }
    let problem = try drawn("W @ x", outputs: 3).withClassesAsTargets(3)
    let rows = (0..<3).map { drawn("W[\($0)] @ x", outputs: 1).targets }
    for i in 0..<60 {
      let y = Int(problem.targets[i])
      #expect(rows[y][i] == rows.map { $0[i] }.max())
    }
    #expect(Set(problem.targets) == [0, 1, 2])
    #expect(problem.classes?.probabilities.reduce(0, +) == 60)
    #expect(ClassTargets.firstMaximum(of: [1, 4, 4, 2]) == 1)
  }

  @Test func flippedClassesBecomeOthers() throws {
    let problem = try problem(200)
    let flipped = problem.withFlippedTargets(0.25, dataSeed: 9)
    let turned = zip(problem.targets, flipped.targets).filter { $0 != $1 }
    #expect(turned.count == 50)
    #expect(Set(turned.map { ($1 - $0 + 3).truncatingRemainder(dividingBy: 3) }) == [1, 2])
    #expect(flipped.classes?.mostProbable == flipped.targets)
    #expect(flipped.classes?.probabilities.reduce(0, +) == 200)
  }
}
