import TestSupport
import Testing

/// Runs that are printed as Python: what the text says, without JAX.
@Suite struct ProgramTextTests {
  private let directory = TemporaryDirectory()

  /// Of every kind a run, whose text is Python that binds all names it uses.
  @Test func everyKindIsPrinted() throws {
    let result = try Python.run(
      script: "printed_programs.py", try builtProgram("thalweg"), directory.path, "texts")
    #expect(result.exitCode == 0, "\(result.standardOutput)\(result.standardError)")
  }

  @Test func aTheoristReadsIt() throws {
    let sweep = directory.write(
      """
      name: read
      model: {kind: two-layer, width: 4}
      data: {design: gaussian, inputs: 3, samples: 9, target: "x[0] * x[1]"}
      noise: {kind: label, delta: 0.25}
      batches: {size: 4}
      optimizer: {kind: adam, step_size: 0.01, beta2: 0.99, schedule: {kind: linear}}
      steps: 20
      seed: 3
      record: {count: 4, formulas: {largest: max(abs(W))}}
      """, to: "s.yaml")
    let out = directory.file("out")
    #expect(try Program.run("run", sweep, "--out", out).exitCode == 0)
    let shown = try Program.run("show", out, "0", "--as", "jax")
    #expect(shown.exitCode == 0, "\(shown.standardError)")
    for line in [
      "    return a @ tanh(W @ x)\n", "    return (f - y) ** 2 / 2\n",
      "    m = beta1 * m + (1 - beta1) * g\n",
      "    theta = theta - eta * m / (sqrt(v) + epsilon)\n",
      "    return final + (1 - final) * (steps - k + 1) / (steps - warmup)\n",
      "    Y_k = Y[rows] + delta * signs(noise_seed, LABEL_NOISE, k, count)\n",
      "    return integers(n, noise_seed, MINIBATCH, k, np.arange(4))\n",
      "    return x[0] * x[1]\n", "    return max(abs(W))\n",
    ] { #expect(shown.standardOutput.contains(line), "\(line)") }
    let wrong = try Program.run("show", out, "0", "--as", "jax", "--json")
    #expect(wrong.exitCode == 64)
    #expect(try Program.run("show", out, "1", "--as", "jax").exitCode == 64)
  }

  @Test func theTheorysEquationsAreRefused() throws {
    let sweep = directory.write(
      """
      name: slow
      model: {kind: diagonal-net, dimension: 6, sparsity: 1}
      data: {samples: 3}
      noise: {kind: label, delta: 0.5}
      optimizer: {kind: sgd, step_size: 0.05}
      steps: 200
      dynamics: slow-ode
      seed: 3
      """, to: "s.yaml")
    let out = directory.file("out")
    #expect(try Program.run("run", sweep, "--out", out).exitCode == 0)
    let shown = try Program.run("show", out, "0", "--as", "jax")
    #expect(shown.exitCode == 65)
    #expect(shown.standardError.contains("it solves the theory's equations (dynamics: slow-ode)"))
  }
}
