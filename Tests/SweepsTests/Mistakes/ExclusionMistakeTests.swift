import Testing

/// Runs that cannot be left out.
@Suite struct ExclusionMistakeTests {
  @Test(arguments: mistakes) func isReportedWordForWord(_ mistake: Mistake) {
    #expect(mistake.report == mistake.message)
  }

  private static let mistakes: [Mistake] = [
    Mistake(
      "a block",
      lines: [
        .seed: """
        seed: 1
        exclude: {optimizer.kind: sgd}
        """
      ],
      message: """
        s.yaml:8:10: 'exclude' takes a list of blocks, not a block
            8 | exclude: {optimizer.kind: sgd}
              |          ^ exclude: [{optimizer.kind: sgd, model.dimension: 1000}]
        """),
    Mistake(
      "a list of words",
      lines: [
        .seed: """
        seed: 1
        exclude: [optimizer.kind]
        """
      ],
      message: """
        s.yaml:8:11: an exclusion is a block of paths and values, not 'optimizer.kind'
            8 | exclude: [optimizer.kind]
              |           ^ exclude: [{optimizer.kind: sgd, model.dimension: 1000}]
        """),
    Mistake(
      "an exclusion without conditions",
      lines: [
        .seed: """
        seed: [1, 2]
        exclude: [{}]
        """
      ],
      message: """
        s.yaml:8:11: an exclusion is a block of paths and values, not an empty one
            8 | exclude: [{}]
              |           ^ exclude: [{optimizer.kind: sgd, model.dimension: 1000}]
        """),
    Mistake(
      "a path nearly right",
      lines: [
        .seed: """
        seed: 1
        exclude: [{optimiser.kind: sgd}]
        """
      ],
      message: """
        s.yaml:8:12: unknown path 'optimiser.kind'
            8 | exclude: [{optimiser.kind: sgd}]
              |            ^ did you mean 'optimizer.kind'?
        """),
    Mistake(
      "a key without its block",
      lines: [
        .seed: """
        seed: 1
        exclude: [{eta: 0.1}]
        """
      ],
      message: """
        s.yaml:8:12: unknown path 'eta'
            8 | exclude: [{eta: 0.1}]
              |            ^ did you mean 'optimizer.step_size'?
        """),
    Mistake(
      "a block instead of a path",
      lines: [
        .seed: """
        seed: 1
        exclude: [{optimizer: {kind: sgd}}]
        """
      ],
      message: """
        s.yaml:8:12: unknown path 'optimizer'
            8 | exclude: [{optimizer: {kind: sgd}}]
              |            ^ a path is a block and a key, such as optimizer.step_size
        """),
    Mistake(
      "a value of the wrong type",
      lines: [
        .seed: """
        seed: 1
        exclude: [{model.dimension: many}]
        """
      ],
      message: """
        s.yaml:8:29: 'dimension' must be a whole number in 1…100000000, not 'many'
            8 | exclude: [{model.dimension: many}]
              |                             ^
        """),
    Mistake(
      "a value out of range",
      lines: [
        .seed: """
        seed: 1
        exclude: [{optimizer.step_size: [0.1, -0.1]}]
        """
      ],
      message: """
        s.yaml:8:39: 'step_size' must be a number > 0, not '-0.1'
            8 | exclude: [{optimizer.step_size: [0.1, -0.1]}]
              |                                       ^
        """),
    Mistake(
      "a word out of range",
      lines: [
        .seed: """
        seed: 1
        exclude: [{optimizer.kind: adm}]
        """
      ],
      message: """
        s.yaml:8:28: 'adm' is not a value of 'optimizer.kind'
            8 | exclude: [{optimizer.kind: adm}]
              |                            ^ did you mean 'adam'?
        """),
    Mistake(
      "an empty list of values",
      lines: [
        .seed: """
        seed: 1
        exclude: [{model.dimension: []}]
        """
      ],
      message: """
        s.yaml:8:29: the list of 'model.dimension' is empty
            8 | exclude: [{model.dimension: []}]
              |                             ^
        """),
    Mistake(
      "a range of values",
      lines: [
        .seed: """
        seed: [1, 2]
        exclude: [{model.dimension: {from: 1, to: 100, step: 1}}]
        """
      ],
      message: """
        s.yaml:8:29: 'dimension' must be a whole number in 1…100000000, not a block
            8 | exclude: [{model.dimension: {from: 1, to: 100, step: 1}}]
              |                             ^
        """),
    Mistake(
      "a value that no run has",
      lines: [
        .optimizer: "optimizer: {kind: sgd, step_size: {log: [1e-3, 1e-1], count: 3}}",
        .seed: """
        seed: 1
        exclude: [{optimizer.step_size: 0.02}]
        """,
      ],
      message: """
        s.yaml:8:33: 'optimizer.step_size' is never 0.02
            8 | exclude: [{optimizer.step_size: 0.02}]
              |                                 ^ the nearest value is 0.01
        """),
    Mistake(
      "a whole number that no run has",
      lines: [
        .data: "data: {samples: {from: 20, to: 60, step: 8}}",
        .seed: """
        seed: 1
        exclude: [{data.samples: [28, 30]}]
        """,
      ],
      message: """
        s.yaml:8:31: 'data.samples' is never 30
            8 | exclude: [{data.samples: [28, 30]}]
              |                               ^ the nearest value is 28
        """),
    Mistake(
      "a seed that no run has",
      lines: [
        .seed: """
        seed: {first: 18446744073709551610, count: 5}
        exclude: [{seed: 18446744073709551615}]
        """
      ],
      message: """
        s.yaml:8:18: 'seed' is never 18446744073709551615
            8 | exclude: [{seed: 18446744073709551615}]
              |                  ^ the nearest value is 18446744073709551614
        """),
    Mistake(
      "a kind that no run has",
      lines: [
        .seed: """
        seed: 1
        exclude: [{optimizer.kind: adam}]
        """
      ],
      message: """
        s.yaml:8:28: 'optimizer.kind' is never adam
            8 | exclude: [{optimizer.kind: adam}]
              |                            ^
        """),
    Mistake(
      "a path that no run has",
      lines: [
        .seed: """
        seed: [1, 2]
        exclude: [{optimizer.exponent: 0.5, seed: 1}]
        """
      ],
      message: """
        s.yaml:8:12: no sub-grid has 'optimizer.exponent'
            8 | exclude: [{optimizer.exponent: 0.5, seed: 1}]
              |            ^
        """),
    Mistake(
      "everything",
      lines: [
        .seed: """
        seed: [1, 2]
        exclude: [{seed: 1}, {seed: 2}]
        """
      ],
      message: """
        s.yaml:8:10: every run is excluded
            8 | exclude: [{seed: 1}, {seed: 2}]
              |          ^
        """),
    Mistake(
      "everything by constants",
      lines: [
        .seed: """
        seed: [1, 2]
        exclude: [{optimizer.kind: sgd}]
        """
      ],
      message: """
        s.yaml:8:10: every run is excluded
            8 | exclude: [{optimizer.kind: sgd}]
              |          ^
        """),
  ]
}
