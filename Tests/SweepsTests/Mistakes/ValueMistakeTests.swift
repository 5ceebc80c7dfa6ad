import Testing

/// Values of the wrong type or out of range.
@Suite struct ValueMistakeTests {
  @Test(arguments: mistakes) func isReportedWordForWord(_ mistake: Mistake) {
    #expect(mistake.report == mistake.message)
  }

  private static let mistakes: [Mistake] = [
    Mistake(
      "a word for a whole number",
      .steps, "steps: many",
      message: """
        s.yaml:6:8: 'steps' must be a whole number in 1…9007199254740992, not 'many'
            6 | steps: many
              |        ^
        """),
    Mistake(
      "a fraction for a whole number",
      .steps, "steps: 10.5",
      message: """
        s.yaml:6:8: 'steps' must be a whole number in 1…9007199254740992, not '10.5'
            6 | steps: 10.5
              |        ^
        """),
    Mistake(
      "a quoted number",
      .steps, "steps: \"1000\"",
      message: """
        s.yaml:6:8: 'steps' must be a whole number in 1…9007199254740992, not the text "1000"
            6 | steps: "1000"
              |        ^
        """),
    Mistake(
      "a quoted number, single quotes",
      .optimizer, "optimizer: {kind: sgd, step_size: '0.1'}",
      message: """
        s.yaml:5:35: 'step_size' must be a number > 0, not the text "0.1"
            5 | optimizer: {kind: sgd, step_size: '0.1'}
              |                                   ^
        """),
    Mistake(
      "nothing for a number",
      .seed, "seed:",
      message: """
        s.yaml:7:6: 'seed' must be a whole number in 0…18446744073709551615, not ''
            7 | seed:
              |      ^
        """),
    Mistake(
      "underscores in a number",
      .steps, "steps: 1_000",
      message: """
        s.yaml:6:8: 'steps' must be a whole number in 1…9007199254740992, not '1_000'
            6 | steps: 1_000
              |        ^
        """),
    Mistake(
      "a hexadecimal number",
      .seed, "seed: 0x10",
      message: """
        s.yaml:7:7: 'seed' must be a whole number in 0…18446744073709551615, not '0x10'
            7 | seed: 0x10
              |       ^
        """),
    Mistake(
      "not a number",
      .optimizer, "optimizer: {kind: sgd, step_size: .nan}",
      message: """
        s.yaml:5:35: 'step_size' must be a number > 0, not '.nan'
            5 | optimizer: {kind: sgd, step_size: .nan}
              |                                   ^
        """),
    Mistake(
      "infinity",
      .optimizer, "optimizer: {kind: sgd, step_size: .inf}",
      message: """
        s.yaml:5:35: 'step_size' must be a number > 0, not '.inf'
            5 | optimizer: {kind: sgd, step_size: .inf}
              |                                   ^
        """),
    Mistake(
      "a number beyond the doubles",
      .optimizer, "optimizer: {kind: sgd, step_size: 1e400}",
      message: """
        s.yaml:5:35: 'step_size' must be a number > 0, not '1e400'
            5 | optimizer: {kind: sgd, step_size: 1e400}
              |                                   ^
        """),
    Mistake(
      "a number too small for the doubles",
      .optimizer, "optimizer: {kind: sgd, step_size: 1e-400}",
      message: """
        s.yaml:5:35: 'step_size' must be a number > 0, not '1e-400'
            5 | optimizer: {kind: sgd, step_size: 1e-400}
              |                                   ^
        """),
    Mistake(
      "yes for a number",
      .optimizer, "optimizer: {kind: sgd, step_size: true}",
      message: """
        s.yaml:5:35: 'step_size' must be a number > 0, not 'true'
            5 | optimizer: {kind: sgd, step_size: true}
              |                                   ^
        """),
    Mistake(
      "a number for a word",
      .data, "data: {samples: 20, design: 1}",
      message: """
        s.yaml:3:29: '1' is not a value of 'data.design'
            3 | data: {samples: 20, design: 1}
              |                             ^ one of: sign, gaussian
        """),
    Mistake(
      "a word nearly right",
      .optimizer, "optimizer: {kind: adm-e, step_size: 0.1}",
      message: """
        s.yaml:5:19: 'adm-e' is not a value of 'optimizer.kind'
            5 | optimizer: {kind: adm-e, step_size: 0.1}
              |                   ^ did you mean 'adam-e'?
        """),
    Mistake(
      "the word of another program",
      .seed,
      """
      seed: 1
      precision: double
      """,
      message: """
        s.yaml:8:12: 'double' is not a value of 'precision'
            8 | precision: double
              |            ^ did you mean 'float64'?
        """),
    Mistake(
      "a word like no other",
      .data, "data: {samples: 20, design: fourier}",
      message: """
        s.yaml:3:29: 'fourier' is not a value of 'data.design'
            3 | data: {samples: 20, design: fourier}
              |                             ^ one of: sign, gaussian
        """),
    Mistake(
      "a block for a word",
      .data, "data: {samples: 20, design: {from: sign}}",
      message: """
        s.yaml:3:29: 'design' must be one of: sign, gaussian, not a block
            3 | data: {samples: 20, design: {from: sign}}
              |                             ^
        """),
    Mistake(
      "a list in a list",
      .steps, "steps: [[1000]]",
      message: """
        s.yaml:6:9: 'steps' must be a whole number in 1…9007199254740992, not a list
            6 | steps: [[1000]]
              |         ^
        """),
    Mistake(
      "an empty list",
      .steps, "steps: []",
      message: """
        s.yaml:6:8: the list of 'steps' is empty
            6 | steps: []
              |        ^
        """),
    Mistake(
      "a value twice",
      .optimizer, "optimizer: {kind: sgd, step_size: [0.1, 0.2, 1e-1]}",
      message: """
        s.yaml:5:46: 'step_size' lists 0.1 twice
            5 | optimizer: {kind: sgd, step_size: [0.1, 0.2, 1e-1]}
              |                                              ^ every run is computed once
        """),
    Mistake(
      "zero twice",
      .noise, "noise: {kind: label, alpha: [0, -0.0]}",
      message: """
        s.yaml:4:33: 'alpha' lists 0 twice
            4 | noise: {kind: label, alpha: [0, -0.0]}
              |                                 ^ every run is computed once
        """),
    Mistake(
      "mistakes among good values",
      .steps, "steps: [1000, 0, x, 2000]",
      message: """
        s.yaml:6:15: 'steps' must be a whole number in 1…9007199254740992, not '0'
            6 | steps: [1000, 0, x, 2000]
              |               ^
        s.yaml:6:18: 'steps' must be a whole number in 1…9007199254740992, not 'x'
            6 | steps: [1000, 0, x, 2000]
              |                  ^
        """),
  ]
}
