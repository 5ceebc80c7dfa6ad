import FileSystem
import Shards
import Sweeps
import TestSupport
import Testing
import Theory
import Training

@testable import Experiments

/// The slow equations in the place of training.
@Suite struct SlowRunTests {
  private let directory = TemporaryDirectory()

  private func grid(_ yaml: String) throws -> Grid {
    Grid(
      try Specification(
        yaml: yaml, source: "test.yaml", filesIn: directory))
  }

  /// All lane-batches of a sweep in one go.
  private func records(_ grid: Grid) throws -> [RecordBlock] {
    var experiment = LaneBatchExperiment(
      grid: grid, problemPath: { _ in directory.file("problem.h5") })
    return try (0..<grid.laneBatchCount).compactMap { index in
      let outcome = try experiment.records(
        ofRuns: grid.runs(ofLaneBatch: index), shouldContinue: { _ in true })
      return if case .finished(let block) = outcome { block } else { nil }
    }
  }

  /// A diagonal net of 3 entries and 2 samples; θ₀ interpolates the targets.
  private func writeProblem() throws {
    try ExperimentsTests.writeProblem(
      [
        ("design", [2, 3], [1.0, -1, 1, 1, 1, -1]), ("targets", [2], [0.36 - 0.25 + 0.16, 0.45]),
        ("theta0", [6], [0.6, 0.5, 0.4, 0, 0, 0]), ("v0", [6], [0.1, 0.2, 0.3, 0.1, 0.2, 0.3]),
      ], to: directory.file("problem.h5"))
  }

  private static let fromFile = """
    name: file
    model: {kind: diagonal-net, dimension: 3}
    data: {kind: file, path: problem.h5}
    noise: {kind: label, alpha: 0.1}
    optimizer: {kind: adam, step_size: 0.1, one_minus_beta2: {rate: 5, power: 2}}
    steps: {slow_time: 0.2}
    data_seed: 0
    init_seed: 0
    noise_seed: {count: 3}
    dynamics: slow-ode
    record: {slow_times: [0, 0.1, 0.2], signal: all}
    """

  /// α, c = (1 − β₂)/η², the start and the times are those of the sweep.
  @Test func theSolutionIsThatOfTheTheory() throws {
    try writeProblem()
    let grid = try grid(Self.fromFile)
    let block = try #require(records(grid).first)
    let problem = try ProblemFile(reading: directory.file("problem.h5"))
    let theta0 = try #require(problem.start)
    let v0 = try #require(problem.secondMoment)
    let equation = LabelNoiseODE(
      problem: RegressionProblem(
        design: problem.design, targets: problem.targets, truth: problem.truth),
      model: .diagonalNet(dimension: 3), optimizer: .adam, exponent: 0.5, epsilon: 1e-6,
      alpha: 0.1, relaxationRate: 5)
    let layout = Model.diagonalNet(dimension: 3).layout
    let start = try #require(
      equation.start(
        from: theta0.values(in: layout) { _ in [] },
        secondMoment: v0.values(in: layout) { _ in [] }
      ).state)
    let solution = equation.solve(from: start, at: [0, 0.1, 0.2], tolerance: 1e-10) { _ in true }
    #expect(solution.states.count == 3)
    for (snapshot, state) in solution.states.enumerated() {
      for j in 0..<3 {
        let w = state.theta[j] * state.theta[j] - state.theta[3 + j] * state.theta[3 + j]
        #expect(abs(block.arrays[0][3 * snapshot + j] - w) < 1e-5)
      }
    }
    let moved = zip(solution.states[0].theta, solution.states[2].theta).map { abs($0 - $1) }.max()
    #expect(moved ?? 0 > 0.01)
    #expect(block.slowStartStep.allSatisfy { $0 < 0 })
  }

  @Test func runsThatDifferInTheNoiseSeedAreOneSolution() throws {
    try writeProblem()
    let block = try #require(records(grid(Self.fromFile)).first)
    #expect(block.status.allSatisfy { $0 == RunState.ok.rawValue })
    let size = block.arrays[0].count / 3
    let signals = (0..<3).map { block.arrays[0][$0 * size..<($0 + 1) * size].map(\.bitPattern) }
    #expect(signals[0] == signals[1] && signals[0] == signals[2])
    let random = try #require(
      records(
        grid(
          Self.fromFile.replacing("slow-ode", with: "slow-sde").replacing(
            "{kind: label, alpha: 0.1}", with: "{kind: gradient, std: 0.1}"))
      ).first)
    let paths = (0..<3).map { random.arrays[0][$0 * size..<($0 + 1) * size].map(\.bitPattern) }
    #expect(Set(paths).count == 3)
  }

  /// Label noise has no diffusion.
  @Test func stochasticEquationUnderLabelNoiseIsTheOrdinaryOne() throws {
    try writeProblem()
    let ordinary = try #require(records(grid(Self.fromFile)).first)
    let stochastic = try #require(
      records(grid(Self.fromFile.replacing("slow-ode", with: "slow-sde"))).first)
    #expect(ordinary.arrays[0].map(\.bitPattern) == stochastic.arrays[0].map(\.bitPattern))
    #expect(stochastic.status.allSatisfy { $0 == RunState.ok.rawValue })
  }

  /// K₀ by its definition: the end of the first window of ⌈10/η⌉ steps whose mean loss, of 64
  /// steps, is not more than 1 % below that of the window before.
  @Test func theEquationsStartWhereTheLossStopsFalling() throws {
    let grid = try grid(
      SmallSweep.theory.replacing("[training, slow-ode, slow-sde]", with: "slow-ode"))
    for block in try records(grid) {
      for (row, run) in block.runs.enumerated() {
        let parameters = Run(grid[run])
        var store = ProblemStore(path: { $0 })
        let problem = try store.problem(of: parameters)
        let window = Int((10 / parameters.stepSize).rounded(.up))
        let recorded = Int(block.slowStartStep[row])
        #expect(recorded > 0 && recorded % window == 0)
        let steps = (1...64 * (recorded / window)).map { index in
          (index - 1) / 64 * window + ((index - 1) % 64 + 1) * window / 64
        }
        var losses: [Double] = []
        _ = train(
          TrainingConfiguration([parameters], problem: problem, snapshotSteps: steps)
            .lasting(recorded),
          recording: { snapshot in
            losses.append(
              TrainLoss().values(
                of: Observation(
                  of: snapshot, problem: problem.data, model: parameters.model,
                  settings: ObservableSettings(exponent: 0.5, supportThreshold: 1)))[0])
          }, shouldContinue: { _ in true })
        let means = stride(from: 0, to: losses.count, by: 64).map { first in
          losses[first..<first + 64].reduce(0, +) / 64
        }
        let arrivals = means.indices.dropFirst().filter { means[$0] >= 0.99 * means[$0 - 1] }
        #expect(arrivals == [recorded / window - 1], "run \(run)")
      }
    }
  }

  /// What v lacks of an average where the equations start is β₂^K₀.
  @Test func theBiasThatIsCorrectedIsThatOfTheStart() throws {
    let grid = try grid(
      """
      name: start
      model: {kind: diagonal-net, dimension: 6, sparsity: 2, initial_scale: 0.5}
      data: {samples: 4}
      noise: {kind: label, alpha: 0.1}
      optimizer: {kind: adam, step_size: 0.01, one_minus_beta2: {rate: 1, power: 2}, bias_correction: true}
      steps: {slow_time: 0.2}
      seed: 1
      dynamics: slow-ode
      record: {slow_times: [0, 0.1, 0.2], signal: all}
      """)
    let block = try #require(records(grid).first)
    let parameters = Run(grid[0])
    var store = ProblemStore(path: { $0 })
    let problem = try store.problem(of: parameters)
    let search = TrainedStart.search(of: parameters, on: problem, shouldContinue: { true })
    guard case .arrived(let arrival) = search else {
      Issue.record("the run has not arrived")
      return
    }
    let missing = (0..<arrival.step).reduce(1.0) { share, _ in
      share * (1 - parameters.oneMinusBeta2)
    }
    #expect(missing > 0.01)
    let equation = LabelNoiseODE(
      problem: problem.data, model: parameters.model, optimizer: .adam, exponent: 0.5,
      epsilon: parameters.epsilon, alpha: 0.1, relaxationRate: 1, missingAverage: missing)
    let start = try #require(
      equation.start(from: arrival.theta, secondMoment: arrival.secondMoment).state)
    let solution = equation.solve(from: start, at: [0, 0.1, 0.2], tolerance: 5e-8) { _ in true }
    for (snapshot, state) in solution.states.enumerated() {
      for (j, w) in parameters.model.signal(of: state.theta).enumerated() {
        // The power is rounded otherwise.
        #expect(abs(block.arrays[0][6 * snapshot + j] - w) < 1e-10)
      }
    }
  }

  /// A sweep may ask for more steps than a solution is otherwise given.
  @Test func asManyStepsAreTakenAsTheSweepGives() throws {
    try writeProblem()
    let grid = try grid(
      Self.fromFile.replacing("{kind: label, alpha: 0.1}", with: "{kind: gradient, std: 0.1}")
        .replacing("dynamics: slow-ode", with: "dynamics: slow-sde\nslow_steps: 60000")
        .replacing("{count: 3}", with: "1"))
    #expect(try records(grid).first?.status == [RunState.ok.rawValue])
  }

  /// Asked to pause at every chance, through bytes each time.
  @Test func aSuspendedBatchGoesOnBitForBit() throws {
    let grid = try grid(SmallSweep.theory)
    let expected = try records(grid)
    var suspensions = 0
    for index in 0..<grid.laneBatchCount {
      let runs = grid.runs(ofLaneBatch: index)
      var suspended: SuspendedLaneBatch?
      var found: RecordBlock?
      while found == nil {
        var experiment = LaneBatchExperiment(grid: grid, problemPath: { $0 })
        switch try experiment.records(
          ofRuns: runs, resuming: suspended, shouldContinue: { _ in false })
        {
        case .finished(let block): found = block
        case .suspended(let state):
          suspensions += 1
          suspended = SuspendedLaneBatch(records: state.records, stateBytes: state.stateBytes)
        }
      }
      #expect(try #require(found).hasSameBits(as: expected[index]))
    }
    #expect(suspensions > 0)
  }
}

extension TrainingConfiguration {
  fileprivate func lasting(_ steps: Int) -> TrainingConfiguration {
    var longer = self
    longer.steps = steps
    return longer
  }
}

extension RecordBlock {
  fileprivate func hasSameBits(as other: RecordBlock) -> Bool {
    runs == other.runs && status == other.status && step == other.step
      && slowStartStep == other.slowStartStep
      && variables.mapValues { $0.map(\.bitPattern) }
        == other.variables.mapValues { $0.map(\.bitPattern) }
  }
}
