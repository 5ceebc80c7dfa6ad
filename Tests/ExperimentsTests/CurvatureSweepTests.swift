import FileSystem
import Parameters
import Sweeps
import TestSupport
import Testing

@testable import Experiments
@testable import Shards

/// The curvature across the manifold in sweeps: recorded where it is asked for, and foreseen by a plan.
@Suite struct CurvatureSweepTests {
  private let directory = TemporaryDirectory()

  private static let names = [
    "preconditioned_sharpness_on_manifold", "least_curvature_on_manifold",
    "sharpness_gap_on_manifold", "initial_layer", "initial_layer_share", "decay_offset",
    "step_times_sharpness",
  ]

  /// A diagonal net of 6 entries, 3 samples; θ₀ is on the manifold.
  private func writeProblem(hasSecondMoment: Bool = false) throws {
    let design = uniform(18, in: -1...1, seed: 21)
    let theta = uniform(12, in: 0.5...1, seed: 22)
    let signal = (0..<6).map { theta[$0] * theta[$0] - theta[6 + $0] * theta[6 + $0] }
    let targets = (0..<3).map { row in
      (0..<6).reduce(0.0) { $0 + design[6 * row + $1] * signal[$1] }
    }
    try? Files.remove(directory.file("problem.h5"))
    let arrays: [(name: String, shape: [Int], values: [Double])] = [
      ("design", [3, 6], design), ("targets", [3], targets), ("theta0", [12], theta),
      ("v0", [12], uniform(12, in: 0.1...0.9, seed: 23)),
    ]
    try ExperimentsTests.writeProblem(
      arrays.filter { hasSecondMoment || $0.name != "v0" }, to: directory.file("problem.h5"))
  }

  private func specification(
    _ optimizer: String, dynamics: String = "[training, slow-ode]", steps: String = "40",
    noise: String = "{kind: label, alpha: 0.04}", also: [String] = names
  ) throws -> Specification {
    try Specification(
      yaml: """
        name: curvature
        model: {kind: diagonal-net, dimension: 6}
        data: {kind: file, path: problem.h5}
        noise: \(noise)
        optimizer: \(optimizer)
        steps: \(steps)
        data_seed: 0
        init_seed: 0
        noise_seed: 1
        dynamics: \(dynamics)
        record: {count: 2, projection: never\(also.isEmpty ? "" : ", also: [\(also.joined(separator: ", "))]")}
        """, filesIn: directory)
  }

  /// The first values of some quantities, a list for each run.
  private func first(_ optimizer: String, dynamics: String = "[training, slow-ode]") throws
    -> [[String: Double]]
  {
    let grid = Grid(try specification(optimizer, dynamics: dynamics))
    return try (0..<grid.laneBatchCount).flatMap { batch in
      let block = try records(
        of: grid, runs: grid.runs(ofLaneBatch: batch), problem: directory.file("problem.h5"))
      return try (0..<block.runs.count).map { row in
        try Dictionary(
          uniqueKeysWithValues: Self.names.map { name in
            let values = try #require(
              block.variables.first { $0.key.name == name }?.value)
            return (name, values[row * 2])
          })
      }
    }
  }

  /// Training and equation begin at one θ₀ with one v₀: so the curvature is the same, and the numbers made of it
  /// are those of e, w and the horizon.
  @Test(arguments: [
    ("{kind: sgd, step_size: 0.02, momentum: 0.5}", 0.04, 0.0),
    (
      "{kind: adam, step_size: 0.01, one_minus_beta2: 0.01, weight_decay: {rate: 3, power: 1}}",
      0.01, 3
    ),
    (
      """
      {kind: adamw, step_size: 0.01, one_minus_beta2: 0.01, weight_decay: {rate: 3, power: 1}, \
      bias_correction: false}
      """, 0.01, 3
    ),
  ])
  func trainingAndEquationBeginAlike(optimizer: String, step: Double, decay: Double) throws {
    try writeProblem(hasSecondMoment: true)
    let runs = try first(optimizer)
    #expect(runs.count == 2)
    for run in runs {
      for name in Self.names where name != "sharpness_gap_on_manifold" {
        let (value, other) = (try #require(run[name]), try #require(runs[0][name]))
        #expect(abs(value - other) <= 1e-12 * abs(other), "\(name)")
      }
      func value(_ name: String) throws -> Double { try #require(run[name]) }
      // That of SAM alone.
      #expect(try value("sharpness_gap_on_manifold").isNaN)
      let least = try value("least_curvature_on_manifold")
      #expect(try least > 0 && value("preconditioned_sharpness_on_manifold") > least)
      #expect(try abs(value("initial_layer") / (step / (2 * least)) - 1) < 1e-12)
      let share = try value("initial_layer") / (40 * step * step)
      #expect(try abs(value("initial_layer_share") / share - 1) < 1e-12)
      #expect(
        try abs(
          value("step_times_sharpness") / (step * value("preconditioned_sharpness_on_manifold"))
            - 1) < 1e-12)
      if decay == 0 {
        #expect(try value("decay_offset") == 0)
      } else if optimizer.contains("adamw") {
        #expect(try abs(value("decay_offset") / (step * decay / least) - 1) < 1e-12)
      } else {
        // S multiplies the decay: λ_min is that of H.
        let sgd = try first("{kind: sgd, step_size: 0.01}", dynamics: "slow-ode")[0]
        let plain = try #require(sgd["least_curvature_on_manifold"])
        #expect(try abs(value("decay_offset") / (step * decay / plain) - 1) < 1e-12)
      }
    }
  }

  /// Under a schedule equations begin at a `theta0`, and not at one that is left aside.
  @Test func aStartThatIsLeftAsideIsNone() throws {
    try writeProblem()
    let scheduled = "{kind: sgd, step_size: 0.02, schedule: cosine}"
    func mistake(_ start: String, _ optimizer: String = scheduled, _ dynamics: String = "slow-ode")
      throws -> String
    {
      let yaml = """
        name: start
        model: {kind: diagonal-net, dimension: 6}
        data: {kind: file, path: problem.h5, start: \(start)}
        noise: {kind: label, alpha: 0.04}
        optimizer: \(optimizer)
        steps: 40
        init_seed: 0
        data_seed: 0
        noise_seed: 1
        dynamics: \(dynamics)
        record: {count: 2}
        """
      do {
        _ = try Specification(yaml: yaml, filesIn: directory)
        return ""
      } catch {
        return error.description
      }
    }
    let words = """
      s.yaml:10:11: under a schedule the slow equations begin at a 'theta0', which 'start: none' leaves aside
      """
    for (start, dynamics) in [
      ("none", "slow-ode"), ("[0, none]", "[training, slow-ode]"), ("none", "slow-sde"),
    ] {
      let found = try mistake(start, scheduled, dynamics)
      #expect(found.contains(words), "\(start) \(dynamics): \(found)")
      #expect(found.contains("start: 0}, or dynamics: training"), "\(found)")
    }
    #expect(try mistake("0") == "")
    #expect(try mistake("none", "{kind: sgd, step_size: 0.02}") == "")
    #expect(try mistake("none", scheduled, "training") == "")
  }

  /// S of shampoo in training is that of its L and R as they are.
  @Test func shampooHasItInTrainingToo() throws {
    // A linear model, whose H is XᵀX/n everywhere and whose w is a row: L is a number.
    func block(_ optimizer: String, pieces: Int? = nil) throws -> RecordBlock {
      let text = """
        name: sides
        model: {kind: formula, parameters: {w: {shape: [inputs], initial: {normal: 0.5}}}, prediction: w @ x}
        data: {design: gaussian, inputs: 6, samples: 4, target: "x[0]"}
        noise: {kind: none}
        optimizer: \(optimizer)
        steps: 8
        seed: 1
        record: {steps: [0, 1, 2, 3, 4, 5, 6, 7, 8], also: [gradient_norm, least_curvature_on_manifold, preconditioned_sharpness_on_manifold]}
        """
      return try records(
        of: Grid(try Specification(yaml: text, source: "s.yaml")), pieces: pieces)
    }
    func values(_ block: RecordBlock, _ name: String) throws -> [Double] {
      try #require(block.variables.first { $0.key.name == name }?.value)
    }
    let shampoo = "{kind: shampoo, step_size: 0.05, beta2: 0.75, epsilon: 0.01, sides: left}"
    let (sided, plain) = (try block(shampoo), try block("{kind: sgd, step_size: 0.05}"))
    let gradients = try values(sided, "gradient_norm")
    for name in ["least_curvature_on_manifold", "preconditioned_sharpness_on_manifold"] {
      let (found, ofHessian) = (try values(sided, name), try values(plain, name)[0])
      #expect(ofHessian > 0)
      var left = 0.0
      for k in 0...8 {
        if k > 0 { left = 0.75 * left + 0.25 * gradients[k - 1] * gradients[k - 1] }
        let expected = ofHessian / (left + 0.01).squareRoot()
        #expect(abs(found[k] / expected - 1) < 1e-9, "\(name) \(k): \(found[k]) \(expected)")
      }
    }
    // A batch that is suspended among its snapshots keeps L and R.
    #expect(try block(shampoo, pieces: 1).hasSameBits(as: sided))
  }

  @Test func shampooHasItInItsEquation() throws {
    func grid(_ dynamics: String) throws -> Grid {
      Grid(
        try Specification(
          yaml: """
            name: sides
            model: {kind: matrix-factorization, dimension: 3, width: 3, depth: 2, rank: 1}
            data: {design: gaussian, samples: 5}
            noise: {kind: label, alpha: 0.01}
            optimizer: {kind: shampoo, step_size: 0.05, one_minus_beta2: 0.01, epsilon: 0.01}
            steps: 20
            seed: 1
            dynamics: \(dynamics)
            record: {count: 2, also: [least_curvature_on_manifold]}
            """, source: "s.yaml"))
    }
    let name = "least_curvature_on_manifold"
    let trained = try records(of: grid("training")).last(name)[0]
    #expect(trained > 0 && trained.isFinite)
    let solved = try records(of: grid("slow-ode")).last(name)[0]
    #expect(solved > 0 && solved.isFinite)
  }

  /// What nobody asks for has no column, and the sweep stays in the earlier format.
  @Test func nothingIsRecordedUnasked() throws {
    try writeProblem()
    let grid = Grid(try specification("{kind: sgd, step_size: 0.01}", also: []))
    let shape = RecordShape(grid.specification)
    #expect(!shape.quantities.contains { Self.names.contains($0.name) })
    let asked = RecordShape(try specification("{kind: sgd, step_size: 0.01}"))
    #expect(asked.quantities.count == shape.quantities.count + Self.names.count)
  }

  /// The cost counts it at every snapshot.
  @Test func itsCostIsCounted() throws {
    try writeProblem()
    func cost(_ also: [String]) throws -> Double {
      TrainingCost.shards(
        of: Grid(try specification("{kind: sgd, step_size: 0.01}", also: also))
      ).predictedNanoseconds
    }
    #expect(try cost(Self.names) > cost([]) + 4 * 15_000)
  }

  /// Suspended among its snapshots, a run has the bits of one that never stopped.
  @Test func suspensionsChangeNothing() throws {
    try writeProblem()
    let optimizer = "{kind: adam, step_size: 0.01, one_minus_beta2: 0.01, bias_correction: true}"
    let grid = Grid(try specification(optimizer))
    for batch in 0..<grid.laneBatchCount {
      let runs = grid.runs(ofLaneBatch: batch)
      let path = directory.file("problem.h5")
      let whole = try records(of: grid, runs: runs, problem: path)
      let cut = try records(of: grid, runs: runs, problem: path, pieces: 1)
      for name in Self.names where name != "sharpness_gap_on_manifold" {
        #expect(try cut.last(name) == whole.last(name), "\(name)")
      }
    }
  }

  // MARK: A plan

  private func foresight(_ optimizer: String, steps: String, dynamics: String = "slow-ode") throws
    -> SlowForesight
  {
    try SlowForesight(
      Grid(try specification(optimizer, dynamics: dynamics, steps: steps, also: [])),
      number: { "\($0)" }, problemPath: { _ in directory.file("problem.h5") })
  }

  @Test func aPlanSaysWhereTheEquationsDoNotReach() throws {
    try writeProblem()
    let sgd = "{kind: sgd, step_size: [0.001, 0.05], weight_decay: {rate: 20, power: 1}}"
    let texts = try foresight(sgd, steps: "20").texts
    #expect(texts.count == 2, "\(texts)")
    #expect(texts.allSatisfy { $0.hasSuffix("This is judged at the start.") })
    #expect(
      texts.first?.hasPrefix(
        "In 2 of the 2 runs of slow equations that were looked at the initial layer") ?? false,
      "\(texts)")
    #expect(texts.last?.contains("weight decay holds θ off the manifold") ?? false)
    // The same for long, without decay: nothing is to be said.
    let calm = try foresight("{kind: sgd, step_size: 0.001}", steps: "10000000")
    #expect(calm.texts.isEmpty && calm.lookedAt == 1)
    // Nor of what is trained alone.
    let trained = try foresight(sgd, steps: "20", dynamics: "training")
    #expect(trained.texts.isEmpty && trained.lookedAt == 0)
    // Steps that are too long.
    let long = try foresight("{kind: sgd, step_size: 3}", steps: "1000000").texts
    #expect(long.count == 1 && long[0].contains("the effective step times λ_max(SH)"), "\(long)")
  }

  /// Without a `theta0` training comes first, and the plan says that it goes by the initial point.
  @Test func withoutAStartThePlanSaysWhatItGoesBy() throws {
    let grid = Grid(
      try Specification(
        yaml: """
          name: drawn
          model: {kind: diagonal-net, dimension: 8, sparsity: 2}
          data: {samples: 4}
          noise: {kind: label, alpha: 0.01}
          optimizer: {kind: adam, step_size: 0.01, one_minus_beta2: 0.01, bias_correction: true}
          steps: 10
          seed: {count: 100}
          dynamics: [training, slow-ode]
          record: {count: 2}
          """, source: "s.yaml"))
    let foresight = try SlowForesight(grid, number: { "\($0)" }, problemPath: { $0 })
    #expect(foresight.lookedAt > 3)
    #expect(!foresight.texts.isEmpty)
    #expect(
      foresight.texts.allSatisfy { $0.hasSuffix("training may lead elsewhere.") },
      "\(foresight.texts)")
  }
}
