internal import Parameters
internal import Sweeps
internal import Training

// The samples and their targets.

extension RunInPython {
  var dataLines: [String] {
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
        "    own_test_targets = y_test = np.asarray(data[\"test_targets\"], float)",
        "    Y_test = y_test if y_test.ndim == 2 else np.eye(\(outputs))[y_test.astype(int)]",
        "    y_test = np.argmax(Y_test, axis=1)",
      ]
      : [
        "own_targets = y = Y = np.asarray(data[\"targets\"], float)",
        "if X_test is not None:",
        "    own_test_targets = y_test = Y_test = np.asarray(data[\"test_targets\"], float)",
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
        "own_test_targets = y_test",
        "X_test = X_test.reshape(\(tests), *SAMPLE)",
      ]
    } else {
      lines.append("X_test = y_test = Y_test = own_test_targets = None")
    }
    parts.append(lines.joined(separator: "\n"))
    return parts
  }

  private static let eachTarget = """
    def targets(X):
        \"""The targets of samples in rows.\"""
        return jax.vmap(lambda x: jnp.asarray(target(x)).reshape(()))(X.reshape(len(X), *SAMPLE))
    """
}
