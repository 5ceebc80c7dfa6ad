import Testing

/// Axes that cannot move together.
@Suite struct ZipMistakeTests {
  @Test(arguments: mistakes) func isReportedWordForWord(_ mistake: Mistake) {
    #expect(mistake.report == mistake.message)
  }

  private static let mistakes: [Mistake] = [
    Mistake(
      "a word",
      lines: [
        .seed: """
        seed: 1
        zip: seed
        """
      ],
      message: """
        s.yaml:8:6: 'zip' takes a list of lists of paths, not 'seed'
            8 | zip: seed
              |      ^ zip: [[model.dimension, data.samples]]
        """),
    Mistake(
      "paths without a list around them",
      lines: [
        .seed: """
        seed: 1
        zip: [model.dimension, data.samples]
        """
      ],
      message: """
        s.yaml:8:7: a zip is a list of paths, not 'model.dimension'
            8 | zip: [model.dimension, data.samples]
              |       ^ zip: [[model.dimension, data.samples]]
        s.yaml:8:24: a zip is a list of paths, not 'data.samples'
            8 | zip: [model.dimension, data.samples]
              |                        ^ zip: [[model.dimension, data.samples]]
        """),
    Mistake(
      "one path",
      lines: [
        .seed: """
        seed: 1
        zip: [[model.dimension]]
        """
      ],
      message: """
        s.yaml:8:7: a zip takes two paths or more
            8 | zip: [[model.dimension]]
              |       ^ zip: [[model.dimension, data.samples]]
        """),
    Mistake(
      "a list as path",
      lines: [
        .seed: """
        seed: 1
        zip: [[[model.dimension], seed]]
        """
      ],
      message: """
        s.yaml:8:8: a path is a word, not a list
            8 | zip: [[[model.dimension], seed]]
              |        ^ zip: [[model.dimension, data.samples]]
        """),
    Mistake(
      "a path nearly right",
      lines: [
        .seed: """
        seed: 1
        zip: [[model.dimenson, data.samples]]
        """
      ],
      message: """
        s.yaml:8:8: unknown path 'model.dimenson'
            8 | zip: [[model.dimenson, data.samples]]
              |        ^ did you mean 'model.dimension'?
        """),
    Mistake(
      "keys without their blocks",
      lines: [
        .seed: """
        seed: 1
        zip: [[dimension, n]]
        """
      ],
      message: """
        s.yaml:8:8: unknown path 'dimension'
            8 | zip: [[dimension, n]]
              |        ^ did you mean 'model.dimension'?
        s.yaml:8:19: unknown path 'n'
            8 | zip: [[dimension, n]]
              |                   ^ did you mean 'data.samples'?
        """),
    Mistake(
      "paths like no other",
      lines: [
        .seed: """
        seed: 1
        zip: [[wallclock.hours, seed]]
        """
      ],
      message: """
        s.yaml:8:8: unknown path 'wallclock.hours'
            8 | zip: [[wallclock.hours, seed]]
              |        ^ a path is a block and a key, such as optimizer.step_size
        """),
    Mistake(
      "a path in two zips",
      lines: [
        .model: "model: {kind: diagonal-net, dimension: [10, 20], sparsity: [1, 2]}",
        .data: "data: {samples: [5, 6]}",
        .seed: """
        seed: 1
        zip: [[model.dimension, data.samples], [model.sparsity, data.samples]]
        """,
      ],
      message: """
        s.yaml:8:57: 'data.samples' is zipped twice
            8 | zip: [[model.dimension, data.samples], [model.sparsity, data.samples]]
              |                                                         ^ put all axes that move \
        together into one list
        """),
    Mistake(
      "a pair twice",
      lines: [
        .model: "model: {kind: diagonal-net, dimension: [10, 10, 20], sparsity: 5}",
        .data: "data: {samples: [4, 4, 6]}",
        .seed: "seed: 1\nzip: [[model.dimension, data.samples]]",
      ],
      message: """
        s.yaml:2:45: the zipped axes have (10, 4) twice
            2 | model: {kind: diagonal-net, dimension: [10, 10, 20], sparsity: 5}
              |                                             ^ every run is computed once
        """),
    Mistake(
      "a value twice beside a zip",
      lines: [
        .model: "model: {kind: diagonal-net, dimension: [10, 10], sparsity: [5, 5]}",
        .data: "data: {samples: [4, 6]}",
        .seed: "seed: 1\nzip: [[model.dimension, data.samples]]",
      ],
      message: """
        s.yaml:2:64: 'sparsity' lists 5 twice
            2 | model: {kind: diagonal-net, dimension: [10, 10], sparsity: [5, 5]}
              |                                                                ^ every run is computed once
        """),
    Mistake(
      "a value twice in the one sub-grid where its axis moves alone",
      lines: [
        .optimizer: """
        optimizer:
          - {kind: sgd, step_size: [0.1, 0.1]}
          - {kind: adam, step_size: [0.1, 0.1], beta2: [0.9, 0.99]}
        """,
        .seed: "seed: 1\nzip: [[optimizer.step_size, optimizer.beta2]]",
      ],
      message: """
        s.yaml:6:34: 'step_size' lists 0.1 twice
            6 |   - {kind: sgd, step_size: [0.1, 0.1]}
              |                                  ^ every run is computed once
        """),
    Mistake(
      "a path twice in a zip",
      lines: [
        .seed: """
        seed: [1, 2]
        zip: [[seed, seed]]
        """
      ],
      message: """
        s.yaml:8:14: 'seed' is zipped twice
            8 | zip: [[seed, seed]]
              |              ^ put all axes that move together into one list
        """),
    Mistake(
      "axes of different lengths",
      lines: [
        .model: "model: {kind: diagonal-net, dimension: [10, 20], sparsity: 5}",
        .data: "data: {samples: {from: 20, to: 60, step: 8}}",
        .seed: """
        seed: 1
        zip: [[model.dimension, data.samples]]
        """,
      ],
      message: """
        s.yaml:8:25: 'data.samples' has 6 values, but 'model.dimension' has 2
            8 | zip: [[model.dimension, data.samples]]
              |                         ^ axes that move together have as many values each
        """),
    Mistake(
      "an axis and a constant",
      lines: [
        .model: "model: {kind: diagonal-net, dimension: [10, 20], sparsity: 5}",
        .seed: """
        seed: 1
        zip: [[model.dimension, data.samples, seed]]
        """,
      ],
      message: """
        s.yaml:8:25: 'data.samples' has 1 value, but 'model.dimension' has 2
            8 | zip: [[model.dimension, data.samples, seed]]
              |                         ^ axes that move together have as many values each
        s.yaml:8:39: 'seed' has 1 value, but 'model.dimension' has 2
            8 | zip: [[model.dimension, data.samples, seed]]
              |                                       ^ axes that move together have as many \
        values each
        """),
    Mistake(
      "different lengths in one of two sub-grids",
      lines: [
        .optimizer: """
        optimizer:
          - {kind: sgd, step_size: [0.1, 0.2]}
          - {kind: adam, step_size: [0.1, 0.2, 0.3], beta2: 0.9}
        """,
        .seed: """
        seed: [1, 2]
        zip: [[optimizer.step_size, seed]]
        """,
      ],
      message: """
        s.yaml:10:29: 'seed' has 2 values, but 'optimizer.step_size' has 3
           10 | zip: [[optimizer.step_size, seed]]
              |                             ^ axes that move together have as many values each
        """),
    Mistake(
      "a path that no sub-grid has",
      lines: [
        .seed: """
        seed: [1, 2]
        zip: [[optimizer.exponent, seed]]
        """
      ],
      message: """
        s.yaml:8:7: no sub-grid has all of these paths
            8 | zip: [[optimizer.exponent, seed]]
              |       ^ 'optimizer.exponent' is in none
        """),
    Mistake(
      "paths of different sub-grids",
      lines: [
        .optimizer: """
        optimizer:
          - {kind: adam, step_size: 0.1, beta2: [0.5, 0.9]}
          - {kind: adam, step_size: 0.1, one_minus_beta2: [0.1, 0.5]}
        """,
        .seed: """
        seed: 1
        zip: [[optimizer.beta2, optimizer.one_minus_beta2]]
        """,
      ],
      message: """
        s.yaml:10:7: no sub-grid has all of these paths
           10 | zip: [[optimizer.beta2, optimizer.one_minus_beta2]]
              |       ^ they are in different ones
        """),
    Mistake(
      "values that do not fit where they meet",
      lines: [
        .model: "model: {kind: diagonal-net, dimension: [10, 100, 4], sparsity: [5, 50, 6]}",
        .seed: """
        seed: 1
        zip: [[model.dimension, model.sparsity]]
        """,
      ],
      message: """
        s.yaml:2:64: a sparsity of 6 does not fit dimension 4
            2 | model: {kind: diagonal-net, dimension: [10, 100, 4], sparsity: [5, 50, 6]}
              |                                                                ^ sparsity is at \
        most the dimension
        """),
  ]
}
