internal import Parameters
internal import Sweeps
internal import Training

// The model, the loss and what is minimized.

extension RunInPython {
  var modelLines: [String] {
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

  var lossLines: [String] {
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
}
