internal import Parameters
internal import Sweeps
internal import Training

/// The parts of the program.
struct RunInPython {
  let number: Int
  let name: String
  let plan: RecordPlan
  let run: Run
  let model: PythonModel
  let loss: PythonText
  let schedule: PythonText
  let update: PythonUpdate
  let noise: PythonNoise
  let batch: String?

  init(_ number: Int, _ specification: Specification) throws(NoPython) {
    self.number = number
    (name, plan) = (specification.name, specification.record)
    run = Run(Grid(specification)[number])
    guard run.dynamics == .training else {
      throw NoPython("it solves the theory's equations (dynamics: \(run.dynamics.rawValue))")
    }
    guard plan.end == nil else { throw NoPython("its sweep ends runs before their last step") }
    model = try run.model.python(samples: run.sampleCount)
    loss = try run.loss.python()
    schedule = try run.schedule.python()
    update = try run.optimizer.python(in: run.model.layout)
    noise = try run.noise.python()
    batch = (run.batches ?? run.noise.sampling).python
    let ofModel = model.blocks.map(\.name) + model.prediction.names.map(\.name)
    // What a sweep file calls numbers of its optimizer.
    let ofOptimizer = update.states.map(\.name) + numbers(of: Block.optimizer).map(\.name)
    let hidden =
      ofModel.first(where: PythonLibrary.taken.contains)
      ?? ofOptimizer.first { PythonLibrary.taken.contains($0) || $0 == "state" }
    if let hidden {
      throw NoPython("the name \(hidden) means something else in the program: call it otherwise")
    }
  }

  /// The numbers among the keys of a block, by the names that texts have for them.
  func numbers(of block: String) -> [PythonText.Name] {
    run.values.sorted { $0.key < $1.key }.compactMap { path, value in
      guard path.hasPrefix("\(block).") else { return nil }
      var key = path.dropFirst(block.count + 1)
      if key.hasPrefix("constants.") { key = key.dropFirst("constants.".count) }
      if key.contains(".") { return nil }
      switch value {
      case .integer(let number): return PythonText.Name(String(key), "\(number)")
      case .real(let number): return PythonText.Name(String(key), "\(number)")
      case .seed, .text: return nil
      }
    }
  }

  var hasFile: Bool { if case .file = run.data.origin { true } else { false } }
  var isSingle: Bool { run.precision == .float32 }
  var isConstant: Bool { run.schedule.isConstant }
  var outputs: Int { run.model.outputCount }

  var program: String {
    get throws(NoPython) {
      let sections = [
        section("Model", modelLines), section("Loss", lossLines),
        section("Optimizer", optimizerLines), section("A step", stepLines),
        section("What is recorded", recordLines),
      ]
      let rest = [
        section(
          "Results",
          [
            PythonData.results,
            PythonData.arguments(hasFile: hasFile, tolerance: isSingle ? "1e-3" : "1e-9"),
          ]), section("Data", try dataLines), section("Start", startLines),
        section("Training", trainingLines),
      ]
      let own = (sections + rest).joined(separator: "\n")
      let functions = PythonLibrary.definitions(for: own).map(\.code)
      let library = section("Functions", [functions.joined(separator: "\n\n\n")])
      let head = PythonHead(
        number: number, name: name, hasFile: hasFile, imports: PythonLibrary.imports(for: own),
        usesCache: functions.contains { $0.contains("functools.") }
      ).lines
      let parts = [head.joined(separator: "\n"), section("The run", runLines)]
      return (parts + sections + [library] + rest).joined(separator: "\n")
    }
  }

  private func section(_ title: String, _ parts: [String]) -> String {
    "\n# --- \(title)\n\n" + parts.joined(separator: "\n\n\n") + "\n"
  }

  private var runLines: [String] {
    let summary =
      "\(run.model.name) \(run.model.sizes), loss \(run.loss.name), optimizer \(run.optimizer.name)"
    var lines = [
      "# \(summary)", "RUN = \(number)", "steps = \(run.steps)",
      "n = \(run.sampleCount)  # samples", "P = \(run.model.parameterCount)  # parameters",
      "data_seed, init_seed, noise_seed = \(run.dataSeed), \(run.initSeed), \(run.noiseSeed)",
      "# What random numbers are drawn for.",
      "DESIGN, TRUTH, INITIALIZATION, LABEL_NOISE, GRADIENT_NOISE, MINIBATCH = 1, 2, 3, 4, 5, 6",
      "missing = float(\"nan\")",
    ]
    if isSingle { lines.append("# The run has parameters in single precision.") }
    lines.append("real = np.float\(isSingle ? 32 : 64)")
    return [lines.joined(separator: "\n")]
  }
}
