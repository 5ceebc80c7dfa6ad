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
}
