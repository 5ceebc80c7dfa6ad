internal import Parameters
public import Sweeps
internal import Training

/// Why a run is not printed as a program: a sentence.
public struct PythonError: Error, Hashable, Sendable {
  /// The sentence, without its full stop.
  public let reason: String
}

/// A run as a Python program over JAX that trains it anew, from the same data, start and noise, and compares what was
/// recorded.
///
/// Random numbers are made anew from their addresses (docs/numerics.md), so that the program is all there is, but for
/// data that came from a file. Every kind says its own Python; functions that these name are those of
/// ``PythonLibrary``.
public struct PythonProgram {
  /// The program.
  public let text: String

  /// The program of one run.
  ///
  /// - Parameters:
  ///   - number: The run, counted from 0.
  ///   - specification: Its sweep.
  /// - Throws: The reason why there is none.
  public init(ofRun number: Int, of specification: Specification) throws(PythonError) {
    do throws(NoPython) {
      text = try RunInPython(number, specification).program
    } catch {
      throw PythonError(reason: "run \(number) is not printed as Python: \(error.reason)")
    }
  }
}

/// The parts of the program.
private struct RunInPython {
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
    let own = model.blocks.map(\.name) + model.prediction.names.map(\.name)
    if let hidden = own.first(where: PythonLibrary.taken.contains) {
      throw NoPython("the model's name \(hidden) means something else in the program")
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

  // MARK: Model and loss

  private var modelLines: [String] {
    let trained = model.blocks.filter(\.isTrained)
    let shapes = trained.map { "\"\($0.name)\": \(PythonText.shape($0.shape))" }
    let prediction = PythonSource.lines(model.prediction.lines, last: "return ")
    let names = PythonSource.names(in: prediction.joined(separator: "\n"))
    let used = model.blocks.filter { names.contains($0.name) }
    var lines: [String] = []
    if used.contains(where: \.isTrained) { lines.append("own = blocks(theta)") }
    if !used.isEmpty {
      let values = used.map { "\($0.isTrained ? "own" : "FIXED")[\"\($0.name)\"]" }
      lines.append(
        "\(used.map(\.name).joined(separator: ", ")) = \(values.joined(separator: ", "))")
    }
    let bound = model.prediction.names.filter { names.contains($0.name) }
    lines += bound.map { "\($0.name) = \($0.value)" }
    return [
      """
      SHAPES = {\(shapes.joined(separator: ", "))}
      SAMPLE = \(PythonText.shape(model.sampleShape))
      """,
      """
      def blocks(theta):
          \"""The blocks of θ by name.\"""
          ends = np.cumsum([int(np.prod(shape)) for shape in SHAPES.values()])[:-1]
          parts = zip(SHAPES.items(), jnp.split(theta, ends))
          return {name: part.reshape(shape) for (name, shape), part in parts}
      """,
      PythonSource.function(
        "predict(theta, x)",
        "The prediction of one sample x of shape \(PythonText.shape(model.sampleShape)).",
        names: [], lines: lines + prediction),
      """
      def predictions(theta, X):
          \"""Those of some samples.\"""
          return jax.vmap(lambda x: predict(theta, x))(X).reshape(\(outputs == 1 ? "len(X)" : "len(X), \(outputs)"))
      """,
    ]
  }

  private var lossLines: [String] {
    let names = numbers(of: Block.loss) + loss.names
    return [
      PythonSource.function(
        "loss(f, y)", "ℓ of one sample.", names: names,
        lines: PythonSource.lines(loss.lines, last: "return ")),
      """
      def objective(theta, X, Y):
          \"""The loss of some samples.\"""
          return jnp.mean(jax.vmap(loss)(predictions(theta, X), Y))
      """,
    ]
  }

  // MARK: Optimizer

  private var optimizerLines: [String] {
    let own = numbers(of: Block.optimizer)
    var parts: [String] = []
    if isConstant {
      parts.append("step_size = \(run.stepSize)")
    } else {
      parts.append("step_size = \(run.stepSize)")
      parts.append(
        PythonSource.function(
          "schedule(k)", "η_k / η at steps k = 1, 2, ….",
          names: numbers(of: Block.schedule) + schedule.names,
          lines: PythonSource.lines(schedule.lines, last: "return ")))
    }
    if !update.constants.isEmpty {
      parts[0] += "\n" + update.constants.map { "\($0.name) = \($0.value)" }.joined(separator: "\n")
    }
    let names = update.states.map(\.name)
    var lines: [String] = []
    if !names.isEmpty {
      lines.append(
        names.joined(separator: ", ") + " = "
          + names.map { "state[\"\($0)\"]" }.joined(separator: ", "))
    }
    lines += PythonSource.lines(update.text.lines, last: "theta = ")
    let next = names.map { "\"\($0)\": \($0)" }.joined(separator: ", ")
    lines.append("return theta, {\(next)}")
    parts.append(
      PythonSource.function(
        "update(theta, g, state, eta, k)",
        "\(run.optimizer.name): θ and what is kept, after a step with the gradient g.",
        names: own + update.text.names, lines: lines))
    let start = update.states.map { "\"\($0.name)\": \($0.value)" }.joined(separator: ", ")
    parts.append(
      PythonSource.function(
        "state_at_start()", "What the optimizer keeps, before the first step.", names: own,
        lines: ["return {\(start)}"]))
    return parts
  }

  // MARK: A step

  private var stepLines: [String] {
    let optimizer = numbers(of: Block.optimizer)
    let radius = run.ascentRadius
    func number(_ key: String) -> String? { optimizer.first { $0.name == key }?.value }
    let addNoise = noise.gradient == nil ? "" : " + xi"
    var lines = ["g = jax.grad(objective)(theta, X, Y)\(addNoise)"]
    if radius != 0 {
      let direction = run.normalizesAscent ? "g / where(norm(g) == 0, 1, norm(g))" : "g"
      lines += [
        "# SAM: the gradient at a point uphill, of the same samples and noise.",
        "g = jax.grad(objective)(theta + \(radius) * \(direction), X, Y)\(addNoise)",
      ]
    }
    if let clip = number(LaneParameters.Name.clip) {
      lines.append("g = minimum(1, \(clip) / (norm(g) + 1e-6)) * g")
    }
    if run.weightDecay != 0 {
      lines.append(
        run.optimizer.decouplesWeightDecay
          ? "theta = theta - eta * \(run.weightDecay) * theta"
          : "g = g + \(run.weightDecay) * theta")
    }
    lines.append("theta, state = update(theta, g, state, eta, k)")
    lines.append(noise.parameters == nil ? "return theta, state" : "return theta + xi, state")
    var parts: [String] = []
    if let batch {
      parts.append(
        PythonSource.function(
          "samples_of(k)", "The samples of step k.", names: [],
          lines: PythonSource.lines(batch, last: "return ")))
    }
    parts.append(
      "@jax.jit\n"
        + PythonSource.function(
          "step(theta, state, k, eta, X, Y, xi)",
          "θ and what is kept, after step k of size η with samples X, targets Y and noise ξ.",
          names: [], lines: lines))
    var draw = [isConstant ? "eta = step_size" : "eta = float(step_size * factors[k - 1])"]
    if batch != nil { draw.append("rows = samples_of(k)") }
    let (samples, targets) = batch == nil ? ("X", "Y") : ("X[rows]", "Y[rows]")
    var xi = "0.0"
    if let text = noise.targets {
      if batch == nil { draw.append("count = n") } else { draw.append("count = len(rows)") }
      draw.append("Y_k = \(targets) + \(text)")
    } else {
      draw.append("Y_k = \(targets)")
    }
    if let text = noise.gradient ?? noise.parameters {
      draw.append("xi = \(text)")
      xi = "np.asarray(xi, real)"
    }
    draw.append(
      "return step(theta, state, k, np.asarray(eta, real), np.asarray(\(samples), real), "
        + "np.asarray(Y_k, real), \(xi))")
    var names = numbers(of: Block.noise)
    if noise.gradient != nil, run.gradientNoiseScale.isNaN {
      names.append(.init("std", "data[\"noise_std\"]"))
    }
    parts.append(
      PythonSource.function(
        "advance(theta, state, k)", "Step k = 1, 2, …: what is drawn for it, and the step.",
        names: names, lines: draw))
    return parts
  }

  // MARK: What is recorded

  /// Columns with their Python, nil where there is none.
  private var columns: [(name: String, python: String?)] {
    var columns: [(name: String, python: String?)] = []
    let chosen = RecordedQuantities.chosen(by: plan)
    for observable in Registry.observables {
      for (quantity, text) in zip(
        observable.quantities, observable.python(of: run.model, run.loss))
      where chosen.contains(where: { $0.name == quantity.name }) {
        columns.append((quantity.name, text))
      }
    }
    for quantity in chosen where !columns.contains(where: { $0.name == quantity.name }) {
      columns.append((quantity.name, nil))
    }
    for norm in RecordedQuantities.norms(of: plan) {
      for block in run.model.layout.blocks {
        guard let column = norm.column(ofBlock: block.name, rank: block.shape.count) else {
          continue
        }
        columns.append((column.name, norm.python(ofBlock: "own[\"\(block.name)\"]")))
      }
    }
    for formula in plan.formulas ?? [] {
      columns.append((formula.name, "own_\(formula.name)(scope)"))
    }
    if plan.signal != .never, run.model.hasSignal { columns.append(("signal", "w")) }
    if plan.parameters != nil {
      for block in run.model.layout.blocks {
        columns.append(("theta_\(block.name)", "own[\"\(block.name)\"]"))
      }
    }
    return columns
  }

  /// Names that quantities of the sweep file's own may have, beside blocks.
  private static let scope: [PythonText.Name] = [
    .init("theta", "theta"), .init("k", "k"), .init("eta", "eta"),
    .init("f", "predictions(theta, X)"), .init("y", "own_targets"),
    .init("X", "X.reshape(n, -1)"), .init("J", "jacobian(theta, X)"),
    .init("f_test", "predictions(theta, X_test)"), .init("y_test", "y_test"),
    .init("X_test", "X_test.reshape(len(X_test), -1)"),
  ]

  private var recordLines: [String] {
    let columns = columns
    let texts = columns.compactMap(\.python).joined(separator: "\n")
    let names = PythonSource.names(in: texts)
    var parts: [String] = []
    var lines: [String] = ["theta = theta.astype(float)"]
    if names.contains("own") || names.contains("scope") { lines.append("own = blocks(theta)") }
    if names.contains("w") {
      lines.append(
        "w = jnp.ravel(jax.grad(lambda x: predict(theta, x).reshape(()))(jnp.zeros(SAMPLE)))")
    }
    if names.contains("h") { lines.append("h = diagonal_hessian(theta, X, Y)") }
    if names.contains("exponent") {
      lines.append(
        "exponent = \(run.effectiveExponent.isNaN ? "missing" : "\(run.effectiveExponent)")")
    }
    if names.contains("support_threshold") {
      lines.append("support_threshold = \(plan.supportThreshold)")
    }
    if names.contains("scope") {
      let formulas = plan.formulas ?? []
      let used = formulas.reduce(into: Set<String>()) {
        $0.formUnion(PythonSource.names(in: $1.text))
      }
      let arrays = Self.scope.filter { used.contains($0.name) } + truth(used)
      let entries = arrays.map { "\"\($0.name)\": \($0.value)" }
      lines.append(
        "initial = {\"initial_\" + name: block for name, block in blocks(jnp.asarray(THETA0)).items()}"
      )
      lines.append(
        "scope = {**own, **FIXED, **initial\(entries.map { ", \($0)" }.joined())}")
      for formula in formulas { parts.append(function(of: formula)) }
    }
    lines.append("return {")
    for (name, python) in columns {
      if let python { lines.append("    \"\(name)\": \(python),") }
    }
    lines.append("}")
    // Not compiled: u² − v² is 0 for u = v, which a fused multiply-add would not give.
    parts.append(
      PythonSource.function(
        "recorded(theta, v, k, eta, slow_time, X, Y)",
        "What is recorded of θ and the second moment v after step k.", names: [], lines: lines))
    let others = columns.filter { $0.python == nil }.map { "\"\($0.name)\"" }
    let rough = Registry.observables.filter { $0.relativeError > 0 }.flatMap { observable in
      observable.quantities.map { ($0.name, observable.relativeError) }
    }.filter { name, _ in columns.contains { $0.name == name } }
    parts.append(
      """
      # What an iteration found, NaN where it did not: how far it may be off.
      ROUGH = {\(rough.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", "))}
      NOT_COMPUTED = [\(others.joined(separator: ", "))]
      """)
    return parts
  }

  private func truth(_ used: Set<String>) -> [PythonText.Name] {
    guard used.contains("w_star") else { return [] }
    let shape = model.sampleShape.count == 2 ? ".reshape(SAMPLE)" : ""
    return [.init("w_star", "w_star\(shape)")]
  }

  private func function(of formula: RecordPlan.Formula) -> String {
    let body = PythonSource.lines(formula.text, last: "return ")
    let used = PythonSource.names(in: body.joined(separator: "\n"))
    let blocks = model.blocks.map(\.name)
    let trained = model.blocks.filter(\.isTrained).map { "initial_\($0.name)" }
    let arrays = (blocks + trained + Self.scope.map(\.name) + ["w_star"]).filter(used.contains)
    var names = model.prediction.names
    let sizes = [
      ("inputs", model.sampleShape.reduce(1, *)), ("outputs", outputs),
      ("samples", run.sampleCount),
    ]
    for (name, value) in sizes where !names.contains(where: { $0.name == name }) {
      names.append(.init(name, "\(value)"))
    }
    let given =
      arrays.isEmpty
      ? []
      : [
        "\(arrays.joined(separator: ", ")) = "
          + arrays.map { "scope[\"\($0)\"]" }.joined(separator: ", ")
      ]
    return PythonSource.function(
      "own_\(formula.name)(scope)", "The sweep file's \(formula.name).", names: names,
      lines: given + body)
  }

  // MARK: Data

  private var dataLines: [String] {
    get throws(NoPython) {
      switch run.data.origin {
      case .file(let digest): return [PythonData.lines(ofFile: digest, self.targetLines)]
      case .drawn(let design):
        return try drawnLines(design)
      }
    }
  }

  /// y and Y of targets as a file has them.
  private var targetLines: [String] {
    run.loss.takesClasses
      ? [
        "own_targets = y = np.asarray(data[\"targets\"], float)",
        "Y = y if y.ndim == 2 else np.eye(\(outputs))[y.astype(int)]",
        "y = np.argmax(Y, axis=1)",
        "if X_test is not None:",
        "    y_test = np.asarray(data[\"test_targets\"]).astype(int)",
        "    Y_test = np.eye(\(outputs))[y_test]",
      ]
      : [
        "own_targets = y = Y = np.asarray(data[\"targets\"], float)",
        "if X_test is not None:",
        "    y_test = Y_test = np.asarray(data[\"test_targets\"], float)",
      ]
  }

  private func drawnLines(_ design: DesignKind) throws(NoPython) -> [String] {
    guard let truth = run.truth else { throw NoPython("its data are drawn of no truth") }
    let q = model.sampleShape.reduce(1, *)
    var parts = [
      PythonSource.function(
        "design(rows, columns, step)", "Samples: \(design.rawValue).", names: [],
        lines: ["return \(design.python)"])
    ]
    var lines: [String] = []
    switch try truth.python(outputs: outputs) {
    case .signal(let text):
      parts.append(
        """
        def targets(X):
            \"""The targets of samples in rows.\"""
            return X @ w_star
        """)
      lines.append("w_star = \(text)")
    case .formula(let text):
      parts.append(
        PythonSource.function(
          "target(x)", "The target of a sample.", names: text.names,
          lines: PythonSource.lines(text.lines, last: "return ")))
      parts.append(Self.eachTarget)
      lines.append("w_star = None")
    case .teacher(let teacher):
      let body = PythonSource.lines(teacher.prediction.lines, last: "f = ")
      let used = PythonSource.names(in: body.joined(separator: "\n"))
      let blocks = teacher.blocks.map(\.name).filter(used.contains)
      let given =
        blocks.isEmpty
        ? []
        : [
          "\(blocks.joined(separator: ", ")) = "
            + blocks.map { "TEACHER[\"\($0)\"]" }.joined(separator: ", ")
        ]
      parts.append(
        PythonSource.function(
          "target(x)", "The target of a sample, by the teacher.", names: teacher.prediction.names,
          lines: given + body
            + [outputs == 1 ? "return jnp.asarray(f).reshape(())" : "return jnp.argmax(f)"]))
      parts.append(starts(of: teacher, "teacher", teacher.prediction.names))
      parts.append(Self.eachTarget)
      lines += ["TEACHER = teacher()", "w_star = None"]
    }
    lines += ["X = design(n, \(q), step=0)", "y = np.array(targets(X), float)"]
    if run.data.targetNoise != 0 {
      lines.append("y = y + \(run.data.targetNoise) * normals(data_seed, TRUTH, 2**40, n)")
    }
    let signs = "np.where(y < 0, -1.0, 1.0)"
    if run.loss.takesSigns { lines.append("y = \(signs)") }
    let turned = Int((run.data.flipped * Double(run.sampleCount)).rounded())
    if turned > 0 {
      lines.append("turned = flipped_samples(\(turned))")
      lines.append(
        run.loss.takesClasses
          ? "y[turned] = (y[turned] + 1 + integers(\(outputs - 1), data_seed, TRUTH, 2**40 + 2, turned)) % \(outputs)"
          : "y[turned] = -y[turned]")
    }
    let classes = run.loss.takesClasses
    lines += [
      classes ? "Y = np.eye(\(outputs))[y.astype(int)]" : "Y = y", "own_targets = y",
      "X = X.reshape(n, *SAMPLE)",
    ]
    let tests = run.data.testSampleCount
    if tests > 0 {
      lines += [
        "X_test = design(\(tests), \(q), step=1)", "y_test = np.array(targets(X_test), float)",
      ]
      if run.loss.takesSigns {
        lines.append("y_test = \(signs.replacing("y", with: "y_test"))")
      }
      lines += [
        classes ? "Y_test = np.eye(\(outputs))[y_test.astype(int)]" : "Y_test = y_test",
        "X_test = X_test.reshape(\(tests), *SAMPLE)",
      ]
    } else {
      lines.append("X_test = y_test = Y_test = None")
    }
    parts.append(lines.joined(separator: "\n"))
    return parts
  }

  private static let eachTarget = """
    def targets(X):
        \"""The targets of samples in rows.\"""
        return jax.vmap(lambda x: jnp.asarray(target(x)).reshape(()))(X.reshape(len(X), *SAMPLE))
    """

  // MARK: Start and training

  /// A function of what blocks begin with.
  private func starts(
    of model: PythonModel, _ name: String, _ names: [PythonText.Name]
  ) -> String {
    let lines = model.starts.map { "start[\"\($0.name)\"] = \($0.value)" }
    return PythonSource.function(
      "\(name)()", "The blocks at the start.", names: names,
      lines: ["start = {}"] + lines + ["return start"])
  }

  private var startLines: [String] {
    let names = numbers(of: Block.model) + model.prediction.names
    var unique: [PythonText.Name] = []
    for name in names where !unique.contains(where: { $0.name == name.name }) {
      unique.append(name)
    }
    let fixed = model.blocks.filter { !$0.isTrained }.map { "\"\($0.name)\"" }
    var lines = [
      "begin = start_values()",
      "FIXED = {name: jnp.asarray(begin[name], real) for name in [\(fixed.joined(separator: ", "))]}",
      "THETA0 = np.concatenate([np.ravel(begin[name]) for name in SHAPES])",
    ]
    if hasFile { lines.append("THETA0 = np.asarray(data.get(\"theta0\", THETA0), float)") }
    lines.append("STATE0 = state_at_start()")
    if hasFile, update.states.contains(where: { $0.name == "v" }) {
      let isShared = update.constants.contains { $0.name == "PIECES" }
      lines.append("if \"v0\" in data:")
      lines.append(
        "    STATE0[\"v\"] = \(isShared ? "piece_means(jnp.asarray(data[\"v0\"]), PIECES)" : "data[\"v0\"]")"
      )
    }
    return [starts(of: model, "start_values", unique), lines.joined(separator: "\n")]
  }

  private var trainingLines: [String] {
    let keepsV = update.states.contains { $0.name == "v" }
    var lines: [String] = []
    let e = run.effectiveStep
    if !isConstant {
      lines += [
        "factors = np.broadcast_to(schedule(jnp.arange(1, steps + 1)), (steps,))",
        "squares = np.concatenate([[0], np.cumsum(factors**2)])",
      ]
    }
    let eta = isConstant ? "step_size" : "step_size * factors[np.maximum(k, 1) - 1]"
    let time = isConstant ? "k" : "squares[k]"
    lines.append(
      """
      theta = jnp.asarray(THETA0, real)
      state = jax.tree.map(lambda array: jnp.asarray(array, real), STATE0)
      results = read_results(arguments.results)
      snapshots = [int(k) for k in results["step"] if k >= 0]
      diverged = int(results["diverged_at_step"])
      computed, wrong = [], []
      was_finite = True
      for k in range(1 + (diverged if diverged >= 0 else snapshots[-1])):
          if k > 0:
              was_finite = was_finite and (diverged < 0 or bool(jnp.all(jnp.isfinite(theta))))
              theta, state = advance(theta, state, k)
          if k in snapshots:
              v = \(keepsV ? "state[\"v\"]" : "missing")
              computed.append(recorded(theta, v, float(k), \(eta), \(e * e) * \(time), X, Y))
      if diverged >= 0:
          if was_finite and not np.all(np.isfinite(theta)):
              print(f"diverges at step {diverged}, as recorded")
          else:
              wrong.append(f"divergence at step {diverged}")
      for name in computed[0] if computed else []:
          if name not in results:
              continue
          values, there = np.array([snapshot[name] for snapshot in computed]), results[name]
          if there.ndim < values.ndim:  # of the last snapshot alone
              if diverged >= 0:
                  continue
              values = values[-1]
          there = there[tuple(slice(0, length) for length in values.shape)]
          if name in ROUGH:
              values = np.where(np.isnan(there), there, values)
          distance = deviation(values, there)
          print(f"{name:32} {distance:.1e}")
          if not distance <= arguments.tolerance + 10 * ROUGH.get(name, 0):
              wrong.append(name)
      if NOT_COMPUTED:
          print("not computed here: " + ", ".join(NOT_COMPUTED))
      if wrong:
          sys.exit("differ from what was recorded: " + ", ".join(wrong))
      """)
    return [PythonData.deviation, lines.joined(separator: "\n")]
  }
}
