internal import Parameters
internal import Sweeps
internal import Training

// The optimizer, and a step with all that goes into it.

extension RunInPython {
  // MARK: Optimizer

  var optimizerLines: [String] {
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
    if let factors = model.stepFactors {
      parts[0] += "\n# What the step size of each parameter is multiplied by."
      parts[0] += "\nSTEP_FACTORS = \(factors)"
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

  var stepLines: [String] {
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
    if model.stepFactors != nil { draw.append("eta = eta * STEP_FACTORS") }
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
      names.append(.init("std", "over_parameters(\"noise_std\")"))
    }
    parts.append(
      PythonSource.function(
        "advance(theta, state, k)", "Step k = 1, 2, …: what is drawn for it, and the step.",
        names: names, lines: draw))
    return parts
  }
}
