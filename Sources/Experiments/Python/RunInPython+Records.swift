internal import Parameters
internal import Sweeps
internal import Training

// What is recorded of a state.

extension RunInPython {
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
  fileprivate static let scope: [PythonText.Name] = [
    .init("theta", "theta"), .init("k", "k"), .init("eta", "eta"),
    .init("f", "predictions(theta, X)"), .init("y", "own_targets"),
    .init("X", "X.reshape(n, -1)"), .init("J", "jacobian(theta, X)"),
    .init("f_test", "predictions(theta, X_test)"), .init("y_test", "own_test_targets"),
    .init("X_test", "X_test.reshape(len(X_test), -1)"),
  ]

  var recordLines: [String] {
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
      let arrays =
        Self.scope.filter { used.contains($0.name) } + truth(used)
        + teacher.filter(used.contains).map {
          .init($0, "TEACHER[\"\($0.dropFirst(Self.teacherPrefix.count))\"]")
        }
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
    let rough = Registry.observables.flatMap { observable in
      zip(observable.quantities, observable.relativeErrors).map { ($0.name, $1) }
    }.filter { name, error in error > 0 && columns.contains { $0.name == name } }
    parts.append(
      """
      # How far a value may be off beside rounding; NaN where an iteration did not find it.
      ROUGH = {\(rough.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", "))}
      NOT_COMPUTED = [\(others.joined(separator: ", "))]
      """)
    return parts
  }

  private static let teacherPrefix = "teacher_"

  /// The names of the teacher's blocks, if there is a teacher.
  private var teacher: [String] {
    run.teacherBlocks.map { Self.teacherPrefix + $0.name }
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
    let arrays = (blocks + trained + teacher + Self.scope.map(\.name) + ["w_star"])
      .filter(used.contains)
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
}
