internal import Parameters
internal import Sweeps
internal import Training

// The start, the loop and the comparison.

extension RunInPython {
  /// A function of what blocks begin with.
  func starts(
    of model: PythonModel, _ name: String, _ names: [PythonText.Name]
  ) -> String {
    let lines = model.starts.map { "start[\"\($0.name)\"] = \($0.value)" }
    return PythonSource.function(
      "\(name)()", "The blocks at the start.", names: names,
      lines: ["start = {}"] + lines + ["return start"])
  }

  var startLines: [String] {
    let names = numbers(of: Block.model) + model.prediction.names
    var unique: [PythonText.Name] = []
    for name in names where !unique.contains(where: { $0.name == name.name }) {
      unique.append(name)
    }
    let fixed = model.blocks.filter { !$0.isTrained }.map { "\"\($0.name)\"" }
    var lines = ["begin = start_values()"]
    if hasFile {
      lines.append(Self.chosen(run.data.start))
      lines += [
        "for name in begin:",
        "    begin[name] = chosen(f\"theta0/{name}\", np.asarray(begin[name], float))",
      ]
    }
    lines += [
      "FIXED = {name: jnp.asarray(begin[name], real) for name in [\(fixed.joined(separator: ", "))]}",
      "THETA0 = np.concatenate([np.ravel(begin[name]) for name in SHAPES])",
    ]
    if hasFile { lines.append("THETA0 = chosen(\"theta0\", THETA0)") }
    lines.append("STATE0 = state_at_start()")
    if hasFile, update.states.contains(where: { $0.name == "v" }) {
      let isShared = update.constants.contains { $0.name == "PIECES" }
      let v = "over_parameters(\"v0\")"
      lines.append("if any(name.split(\"/\")[0] == \"v0\" for name in data):")
      lines.append("    STATE0[\"v\"] = \(isShared ? "piece_means(jnp.asarray(\(v)), PIECES)" : v)")
    }
    return [starts(of: model, "start_values", unique), lines.joined(separator: "\n")]
  }

  /// The start that a sweep chooses of a file's, and other numbers over the parameters.
  private static func chosen(_ start: Int?) -> String {
    """
    START = \(start.map { "\($0)" } ?? "None")


    def chosen(name, standard):
        \"""The numbers of the file, one of several where it has an axis more; else the standard.\"""
        if START is None or name not in data:
            return standard
        array = np.asarray(data[name], float)
        return np.reshape(array[START] if array.ndim > standard.ndim else array, standard.shape)


    def over_parameters(name):
        \"""The numbers of the file over all parameters; 0 for blocks that it has not.\"""
        if name in data:
            return np.asarray(data[name], float)
        parts = [np.asarray(data.get(f"{name}/{block}", np.zeros(SHAPES[block]))) for block in SHAPES]
        return np.concatenate([np.ravel(part) for part in parts])


    """
  }

  /// What an average of θ adds to the loop.
  private var averageLines: (start: String, step: String, snapshot: String) {
    guard let average = plan.averages else { return ("", "", "") }
    let counted = average.tail.map { max(1, Int(($0 * Double(run.steps)).rounded())) }
    let first = counted.map { run.steps - $0 + 1 } ?? 0
    let weight = average.decay.map { "(1 - \($0))" } ?? "1 / (k - \(first - 1))"
    let condition = average.decay == nil ? "if k >= \(first):\n            " : ""
    return (
      start: "\naverage = theta",
      step: "\n        \(condition)average = average + \(weight) * (theta - average)",
      snapshot: """

              has_average = k >= \(first)
              averaged = recorded(average, missing, *at, X, Y)
              for name, value in averaged.items():
                  value = value if has_average else np.full(np.shape(value), missing)
                  computed[-1][name + "_averaged"] = value
      """
    )
  }

  var trainingLines: [String] {
    let keepsV = update.states.contains { $0.name == "v" }
    var lines: [String] = []
    let e = run.effectiveStep
    if !isConstant {
      lines += [
        "factors = np.broadcast_to(schedule(jnp.arange(1, steps + 1)), (steps,))",
        "squares = np.concatenate([[0], np.cumsum(factors**2)])",
      ]
    }
    let averages = averageLines
    let eta = isConstant ? "step_size" : "step_size * factors[np.maximum(k, 1) - 1]"
    let time = isConstant ? "k" : "squares[k]"
    lines.append(
      """
      theta = jnp.asarray(THETA0, real)
      state = jax.tree.map(lambda array: jnp.asarray(array, real), STATE0)\(averages.start)
      results = read_results(arguments.results)
      snapshots = [int(k) for k in results["step"] if k >= 0]
      diverged = int(results["diverged_at_step"])
      computed, wrong = [], []
      was_finite = True
      for k in range(1 + (diverged if diverged >= 0 else snapshots[-1])):
          if k > 0:
              was_finite = was_finite and (diverged < 0 or bool(jnp.all(jnp.isfinite(theta))))
              theta, state = advance(theta, state, k)\(averages.step)
          if k in snapshots:
              v = \(keepsV ? "state[\"v\"]" : "missing")
              at = float(k), \(eta), \(e * e) * \(time)
              computed.append(recorded(theta, v, *at, X, Y))\(averages.snapshot)
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
