/// A commented sweep file to start from.
enum Starter: String, CaseIterable {
  case diagonalNet = "diagonal-net"
  case matrixFactorization = "matrix-factorization"
  case file

  /// What every file says first.
  static let head = """
    # A sweep file. 'thalweg plan' says what it would do and cost; 'thalweg run' does it.
    #
    # Wherever a value stands, a list or a range may stand, and is then swept:
    #   [0.1, 0.2]   {from: 20, to: 60, step: 8}   {log: [1.0e-3, 1.0e-1], count: 5}

    """

  /// The sweep file.
  var text: String { Self.head + blocks + optimizer + rest }

  private var blocks: String {
    switch self {
    case .diagonalNet:
      """
      name: my-sweep                   # a short name, for tables and figures
      # what the sweep answers
      question: From how many samples does each optimizer find a sparse truth?

      model:
        kind: diagonal-net             # w = u ⊙ u − v ⊙ v
        dimension: 50                  # d, entries of w
        sparsity: 3                    # non-zero entries of the truth w*
        initial_scale: 0.1             # standard deviation of u and v at the start

      data:
        design: sign                   # entries ±1; or gaussian
        samples: [12, 16, 20]          # n

      noise:
        kind: label                    # fresh noise on the labels at every step; or none
        delta: 0.5                     # its size δ; or alpha = δ²/B instead

      """
    case .matrixFactorization:
      """
      name: my-factorization           # a short name, for tables and figures
      # what the sweep answers
      question: Which optimizer finds a matrix of low rank from few measurements?

      model:
        kind: matrix-factorization     # W = W_L ⋯ W_1, p × p
        dimension: 10                  # p
        rank: 2                        # rank of the truth
        width: 10                      # rows of the inner factors; p if left out
        depth: 2                       # factors L
        initial_scale: 0.1             # size of the factors at the start

      data:
        design: gaussian               # entries of the measurements; or sign
        samples: [30, 50]              # n

      noise:
        kind: label                    # fresh noise on the labels at every step; or gradient, none
        delta: 0.1                     # its size δ; or alpha = δ²/B instead

      """
    case .file:
      """
      name: my-problem                 # a short name, for tables and figures
      # what the sweep answers
      question: Where does each optimizer go on my data?

      model:
        kind: diagonal-net             # w = u ⊙ u − v ⊙ v
        dimension: 50                  # d, columns of the design
        initial_scale: 0.1             # standard deviation of u and v at the start

      data:
        kind: file
        path: problem.h5               # beside this file: 'design' (n × d), 'targets' (n), and if
                                       # known 'w_star' (d), 'theta0', 'v0', 'noise_std'

      noise:
        kind: label                    # fresh noise on the labels at every step; or gradient, none
        delta: 0.5                     # its size δ; or alpha = δ²/B instead

      """
    }
  }

  private var optimizer: String {
    """

    optimizer:                         # a list is a union: each entry has its own axes
      - kind: sgd
        step_size: {log: [1.0e-2, 1.0e-1], count: 3}   # η
      - kind: adam
        step_size: {log: [1.0e-3, 1.0e-2], count: 3}
        beta1: 0.9                     # β₁
        one_minus_beta2: 0.001         # 1 − β₂; or {rate: r, power: p} for r · η^p; or beta2
        epsilon: 1.0e-6                # ε
      - kind: adam-e
        exponent: [0.25, 0.75]         # λ; adam has ½, sgd 0
        step_size: {log: [1.0e-3, 1.0e-2], count: 3}
        one_minus_beta2: 0.001

    """
  }

  private var rest: String {
    """

    steps: 20000                       # optimizer steps of each run
    seed: {count: 4}                   # seeds 0…3; or a list, or {first: 100, count: 4}

    record:
      count: 40                        # snapshots of each run
      spacing: log                     # or linear
      signal: last                     # keep w at the last snapshot; or never, all
      support_threshold: 0.01          # larger entries of w count as found

    precision: float64                 # or float32: twice the runs in a vector

    """
  }
}
