/// Sweep files for tests: small enough to run in a second, varied enough to mean something.
public enum SmallSweep {
  /// 320 runs in several shards: two dimensions, three optimizers, roots and a general λ, one step
  /// size that diverges, 4 seeds.
  public static let mixed = """
    name: mixed
    question: Does every way of running it give the same bytes?
    model: {kind: diagonal-net, dimension: [40, 33], sparsity: 3}
    data: {design: sign, samples: {from: 10, to: 20, step: 10}}
    noise: {kind: label, delta: 0.4}
    optimizer:
      - {kind: sgd, step_size: [1e-3, 1e-2, 5]}
      - {kind: adam, step_size: {log: [1e-3, 1e-2], count: 5}, beta2: 0.99}
      - {kind: adam-e, exponent: [0.25, 0.3, 0.75], step_size: [1e-3, 3e-3], beta1: [0, 0.9],
         one_minus_beta2: {rate: 10, power: 2}}
    steps: 10000
    seed: {count: 4}
    record: {count: 12, signal: last}
    """
  /// Runs of ``mixed``.
  public static let mixedRunCount = 2 * 2 * 4 * (3 + 5 + 12)

  /// 12 runs, one or two lane-batches.
  public static let tiny = """
    name: tiny
    model: {kind: diagonal-net, dimension: 12, sparsity: 2}
    data: {samples: 6}
    noise: {kind: label, alpha: 0.01}
    optimizer: {kind: adam, step_size: [1e-3, 3e-3, 1e-2], beta2: 0.99}
    steps: 200
    seed: {count: 4}
    record: {count: 8, signal: all}
    """

  /// 480 runs of both models and every optimizer: minibatches, Gaussian label noise, float32, axes
  /// that move together, a corner left out, noise seeds in the lanes.
  public static let wide = """
    name: wide
    model:
      - {kind: matrix-factorization, dimension: [5, 6], rank: [1, 2], width: [4, 5], depth: [2, 3]}
      - {kind: diagonal-net, dimension: 24, sparsity: 3}
    data: {design: [gaussian, sign], samples: 12}
    noise: {kind: label, alpha: 0.02, batch: [full, 3], distribution: [rademacher, gaussian]}
    optimizer:
      - {kind: sgd, step_size: 3e-3}
      - {kind: adam, step_size: [1e-3, 3e-3], beta2: [0.99, 0.98], bias_correction: true}
      - {kind: rmsprop, step_size: 1e-3, beta2: 0.99}
      - {kind: adalayer, step_size: 1e-3, beta2: 0.99}
    steps: 400
    seed: 5
    noise_seed: {count: 2}
    precision: [float64, float32]
    zip: [[model.dimension, model.rank], [optimizer.step_size, optimizer.beta2]]
    exclude: [{model.depth: 3, model.width: 4}, {noise.batch: 3, noise.distribution: gaussian}]
    record: {count: 4, signal: last}
    """
  /// Runs of ``wide``: (2 · 3 shapes + 1 net) · 2 designs · 3 noises · 5 settings · 2 seeds ·
  /// 2 precisions.
  public static let wideRunCount = 7 * 2 * 3 * 5 * 2 * 2

  /// Gradient noise and blocks, with the horizon in slow time.
  public static let slow = """
    name: slow
    model: {kind: diagonal-net, dimension: 10, sparsity: 2}
    data: {samples: 6}
    noise: {kind: gradient, std: [0.01, 0.1]}
    optimizer:
      - {kind: adam-mini, block_size: [3, 4], step_size: [0.05, 0.1], beta2: 0.99}
      - {kind: adam-e, exponent: 0.3, step_size: 0.1, one_minus_beta2: {rate: 1, power: 2}}
    steps: {slow_time: [1, 2]}
    data_seed: {count: 2}
    init_seed: 1
    noise_seed: [3, 4]
    record: {slow_times: [0, 0.5, 1]}
    """

  /// 48 runs of both models, trained and solved, that find their way to the manifold themselves.
  public static let theory = """
    name: theory
    model:
      - {kind: diagonal-net, dimension: 6, sparsity: 2, initial_scale: 0.5}
      - {kind: matrix-factorization, dimension: 3, rank: 1, initial_scale: 0.5}
    data: {samples: 4}
    noise: {kind: label, alpha: 0.1}
    optimizer:
      - {kind: sgd, step_size: [0.01, 0.02]}
      - {kind: adam, step_size: [0.01, 0.02], one_minus_beta2: {rate: 10, power: 2}}
    steps: {slow_time: 0.2}
    seed: 1
    noise_seed: {count: 2}
    dynamics: [training, slow-ode, slow-sde]
    record: {slow_times: [0, 0.1, 0.2]}
    """
  /// 72 runs of models with blocks of other names and sizes, half of them diverging, with their θ, norms
  /// and a quantity of their own.
  public static let recorded = """
    name: recorded
    model:
      - {kind: diagonal-net, dimension: [6, 4], sparsity: 2}
      - {kind: matrix-factorization, dimension: 3, rank: 1, width: [3, 2], depth: [2, 3]}
    data: {design: gaussian, samples: 8}
    noise: {kind: label, delta: 0.1}
    optimizer: {kind: sgd, step_size: [3e-3, 50]}
    steps: 2000
    seed: {count: 3}
    precision: [float64, float32]
    record:
      {count: 6, parameters: all, signal: last, also: [parameter_norm, block_norm, spectral_norm],
       formulas: {error: "mean((f - y) ** 2) / 2"}}
    """
  /// Runs of ``recorded``: (2 nets + 2 · 2 factorizations) · 2 settings · 3 seeds · 2 precisions.
  public static let recordedRunCount = (2 + 2 * 2) * 2 * 3 * 2

  /// Runs of ``theory``.
  public static let theoryRunCount = 2 * (2 + 2) * 2 * 3

  /// 8 runs in two shards of several seconds each.
  public static let long = """
    name: long
    model: {kind: diagonal-net, dimension: 40, sparsity: 3}
    data: {design: sign, samples: {from: 10, to: 20, step: 10}}
    noise: {kind: label, delta: 0.4}
    optimizer: {kind: adam, step_size: {log: [1e-3, 1e-2], count: 4}, beta2: 0.99}
    steps: 6000000
    seed: 1
    record: {count: 12, signal: last}
    """

  /// The same without end; for tests that end it themselves.
  public static let endless = long.replacing("steps: 6000000", with: "steps: 60000000000")

  /// 36 runs in eight shards of some tenths of a second each and a ninth, shard 8, of seconds.
  public static let uneven =
    eight.replacing("steps: 600000", with: "steps: [300000, 3000000]") + """

      exclude:
        - {steps: 3000000, model.dimension: 40}
        - {steps: 3000000, data.samples: 10}
        - {steps: 3000000, seed: 1}
      """

  /// 32 runs in eight shards of some tenths of a second each.
  public static let eight = long.replacing("dimension: 40", with: "dimension: [40, 33]")
    .replacing("steps: 6000000", with: "steps: 600000").replacing("seed: 1", with: "seed: [1, 2]")
}
