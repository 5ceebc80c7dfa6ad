import Testing

/// Keys that the kind of another block needs or forbids.
@Suite struct BlockMistakeTests {
  @Test(arguments: mistakes) func isReportedWordForWord(_ mistake: Mistake) {
    #expect(mistake.report == mistake.message)
  }

  private static let mistakes: [Mistake] = [
    Mistake(
      "a factorization without a rank",
      lines: [
        .model: "model: {kind: matrix-factorization, dimension: 10}"
      ],
      message: """
        s.yaml:2:8: 'model' lacks 'rank'
            2 | model: {kind: matrix-factorization, dimension: 10}
              |        ^ a whole number in 1…100000000
        """),
    Mistake(
      "a sparsity for a factorization",
      lines: [
        .model: "model: {kind: matrix-factorization, dimension: 10, sparsity: 2}"
      ],
      message: """
        s.yaml:2:8: 'model' lacks 'rank'
            2 | model: {kind: matrix-factorization, dimension: 10, sparsity: 2}
              |        ^ a whole number in 1…100000000
        s.yaml:2:52: 'sparsity' has no meaning for model kind 'matrix-factorization'
            2 | model: {kind: matrix-factorization, dimension: 10, sparsity: 2}
              |                                                    ^ remove it, or make 'model' a \
        list with one entry a kind
        """),
    Mistake(
      "a width for a diagonal net",
      lines: [
        .model: "model: {kind: diagonal-net, dimension: 100, sparsity: 5, width: 3}"
      ],
      message: """
        s.yaml:2:58: 'width' has no meaning for model kind 'diagonal-net'
            2 | model: {kind: diagonal-net, dimension: 100, sparsity: 5, width: 3}
              |                                                          ^ remove it, or make \
        'model' a list with one entry a kind
        """),
    Mistake(
      "a rank above the dimension",
      lines: [
        .model: "model: {kind: matrix-factorization, dimension: [10, 4], rank: [2, 5]}"
      ],
      message: """
        s.yaml:2:63: a rank of 5 does not fit dimension 4
            2 | model: {kind: matrix-factorization, dimension: [10, 4], rank: [2, 5]}
              |                                                               ^ rank is at most \
        the dimension
        """),
    Mistake(
      "a batch above the samples",
      lines: [
        .noise: "noise: {kind: label, alpha: 1, batch: [1, 21, full]}"
      ],
      message: """
        s.yaml:4:39: a batch of 21 does not fit 20 samples
            4 | noise: {kind: label, alpha: 1, batch: [1, 21, full]}
              |                                       ^ batch is at most samples, or full
        """),
    Mistake(
      "a word that is no batch",
      lines: [
        .noise: "noise: {kind: label, alpha: 1, batch: all}"
      ],
      message: """
        s.yaml:4:39: 'batch' must be a whole number in 1…100000000 or 'full', not 'all'
            4 | noise: {kind: label, alpha: 1, batch: all}
              |                                       ^
        """),
    Mistake(
      "a range of batches up to a word",
      lines: [
        .noise: "noise: {kind: label, alpha: 1, batch: {from: 1, to: full, step: 1}}"
      ],
      message: """
        s.yaml:4:53: 'batch' must be a whole number in 1…100000000, not 'full'
            4 | noise: {kind: label, alpha: 1, batch: {from: 1, to: full, step: 1}}
              |                                                     ^
        """),
    Mistake(
      "a batch without label noise",
      lines: [
        .noise: "noise: {kind: gradient, std: 1, batch: 1}"
      ],
      message: """
        s.yaml:4:33: 'batch' has no meaning for noise kind 'gradient'
            4 | noise: {kind: gradient, std: 1, batch: 1}
              |                                 ^ remove it, or make 'noise' a list with one entry \
        a kind
        """),
    Mistake(
      "gradient noise without a scale",
      lines: [
        .noise: "noise: {kind: gradient}"
      ],
      message: """
        s.yaml:4:8: 'noise' lacks 'std'
            4 | noise: {kind: gradient}
              |        ^ a number ≥ 0
        """),
    Mistake(
      "adam-mini without blocks",
      lines: [
        .optimizer: "optimizer: {kind: adam-mini, step_size: 0.1, beta2: 0.9}"
      ],
      message: """
        s.yaml:5:12: 'optimizer' lacks 'block_size'
            5 | optimizer: {kind: adam-mini, step_size: 0.1, beta2: 0.9}
              |            ^ a whole number in 1…100000000
        """),
    Mistake(
      "blocks larger than the net",
      lines: [
        .optimizer:
          "optimizer: {kind: adam-mini, step_size: 0.1, beta2: 0.9, block_size: [10, 101]}"
      ],
      message: """
        s.yaml:5:70: a block_size of 101 does not fit dimension 100
            5 | optimizer: {kind: adam-mini, step_size: 0.1, beta2: 0.9, block_size: [10, 101]}
              |                                                                      ^ block_size \
        is at most the dimension
        """),
    Mistake(
      "blocks for a factorization",
      lines: [
        .model: "model: {kind: matrix-factorization, dimension: 10, rank: 2}",
        .optimizer: "optimizer: {kind: adam-mini, step_size: 0.1, beta2: 0.9, block_size: 2}",
      ],
      message: """
        s.yaml:5:58: 'block_size' has no meaning for model kind 'matrix-factorization'
            5 | optimizer: {kind: adam-mini, step_size: 0.1, beta2: 0.9, block_size: 2}
              |                                                          ^ remove it; the blocks \
        are the rows of each matrix
        """),
    Mistake(
      "blocks for adam",
      lines: [
        .optimizer: "optimizer: {kind: adam, step_size: 0.1, beta2: 0.9, block_size: 2}"
      ],
      message: """
        s.yaml:5:53: 'block_size' has no meaning for optimizer kind 'adam'
            5 | optimizer: {kind: adam, step_size: 0.1, beta2: 0.9, block_size: 2}
              |                                                     ^ remove it, or make \
        'optimizer' a list with one entry a kind
        """),
    Mistake(
      "β₁ for rmsprop",
      lines: [
        .optimizer: "optimizer: {kind: rmsprop, step_size: 0.1, beta2: 0.9, beta1: 0.9}"
      ],
      message: """
        s.yaml:5:56: 'beta1' has no meaning for optimizer kind 'rmsprop'
            5 | optimizer: {kind: rmsprop, step_size: 0.1, beta2: 0.9, beta1: 0.9}
              |                                                        ^ remove it, or make \
        'optimizer' a list with one entry a kind
        """),
    Mistake(
      "bias correction for sgd",
      lines: [
        .optimizer: "optimizer: {kind: sgd, step_size: 0.1, bias_correction: true}"
      ],
      message: """
        s.yaml:5:40: 'bias_correction' has no meaning for optimizer kind 'sgd'
            5 | optimizer: {kind: sgd, step_size: 0.1, bias_correction: true}
              |                                        ^ remove it, or make 'optimizer' a list \
        with one entry a kind
        """),
    Mistake(
      "bias correction in other words",
      lines: [
        .optimizer: "optimizer: {kind: adam, step_size: 0.1, beta2: 0.9, bias_correction: on}"
      ],
      message: """
        s.yaml:5:70: 'on' is not a value of 'optimizer.bias_correction'
            5 | optimizer: {kind: adam, step_size: 0.1, beta2: 0.9, bias_correction: on}
              |                                                                      ^ one of: \
        false, true
        """),
    Mistake(
      "no seed",
      lines: [
        .seed: "precision: float64"
      ],
      message: """
        s.yaml:1:1: the sweep lacks 'seed'
            1 | name: t
              | ^ a whole number in 0…18446744073709551615
        """),
    Mistake(
      "two seeds of three",
      lines: [
        .seed: """
        data_seed: 1
        noise_seed: [1, 2]
        """
      ],
      message: """
        s.yaml:1:1: the sweep lacks 'seed'
            1 | name: t
              | ^ a whole number in 0…18446744073709551615, or give 'init_seed'
        """),
    Mistake(
      "a seed that stands for nothing",
      lines: [
        .seed: """
        seed: 1
        data_seed: 1
        init_seed: 2
        noise_seed: [1, 2]
        """
      ],
      message: """
        s.yaml:7:1: 'seed' has no meaning beside data_seed, init_seed and noise_seed
            7 | seed: 1
              | ^ remove it
        """),
  ]
}
