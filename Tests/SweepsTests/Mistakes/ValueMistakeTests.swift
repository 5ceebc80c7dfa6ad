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
              |                                   ^ the largest number is 1.7976931348623157e308
        """),
    Mistake(
      "a number too small for the doubles",
      .optimizer, "optimizer: {kind: sgd, step_size: 1e-400}",
      message: """
        s.yaml:5:35: 'step_size' must be a number > 0, not '1e-400'
            5 | optimizer: {kind: sgd, step_size: 1e-400}
              |                                   ^ the smallest number > 0 is 4.9e-324
        """),
    Mistake(
      "a number that would be 0 without a word",
      .noise, "noise: {kind: label, alpha: [0e-500, 1e-400]}",
      message: """
        s.yaml:4:38: 'alpha' must be a number ≥ 0, not '1e-400'
            4 | noise: {kind: label, alpha: [0e-500, 1e-400]}
              |                                      ^ the smallest number > 0 is 4.9e-324
        """),
    Mistake(
      "a whole number beyond the range, as large as it is",
      .steps, "steps: 9007199254740993",
      message: """
        s.yaml:6:8: 'steps' must be a whole number in 1…9007199254740992, not '9007199254740993'
            6 | steps: 9007199254740993
              |        ^
        """),
    Mistake(
      "a seed beyond 64 bits",
      .seed, "seed: 1.8446744073709551616e19",
      message: """
        s.yaml:7:7: 'seed' must be a whole number in 0…18446744073709551615, not '1.8446744073709551616e19'
            7 | seed: 1.8446744073709551616e19
              |       ^
        """),
    Mistake(
      "more seeds than any sweep has",
      .seed, "seed: {count: 1e18}",
      message: """
        s.yaml:7:15: 'count' is at most 1000000000000
            7 | seed: {count: 1e18}
              |               ^
        """),
    Mistake(
      "more seeds than any number of 64 bits",
      .seed, "seed: {count: 1e400}",
      message: """
        s.yaml:7:15: 'count' is at most 1000000000000
            7 | seed: {count: 1e400}
              |               ^
        """),
    Mistake(
      "fewer seeds than any number of 64 bits",
      .seed, "seed: {count: -1e400}",
      message: """
        s.yaml:7:15: 'count' must be a whole number ≥ 1, not '-1e400'
            7 | seed: {count: -1e400}
              |               ^
        """),
    Mistake(
      "more snapshots than there may be",
      .seed, "seed: 1\nrecord: {count: 1e18}",
      message: """
        s.yaml:8:17: 'count' is at most 1000000
            8 | record: {count: 1e18}
              |                 ^
        """),
    Mistake(
      "a step beyond every number of steps",
      .seed, "seed: 1\nrecord: {steps: [0, 1e30]}",
      message: """
        s.yaml:8:21: a step is a whole number in 0…9007199254740992
            8 | record: {steps: [0, 1e30]}
              |                     ^
        """),
    Mistake(
      "a threshold beyond the doubles",
      .seed, "seed: 1\nrecord: {support_threshold: 1e400}",
      message: """
        s.yaml:8:29: 'support_threshold' must be a number > 0
            8 | record: {support_threshold: 1e400}
              |                             ^ the largest number is 1.7976931348623157e308
        """),
    Mistake(
      "nothing for a path",
      lines: [
        .model: "model: {kind: diagonal-net, dimension: 100}",
        .data: "data: {kind: file, path: null}",
      ],
      message: """
        s.yaml:3:26: 'path' must be the path of a file, not 'null'
            3 | data: {kind: file, path: null}
              |                          ^
        """),
    Mistake(
      "nothing for the name",
      .name, "name: ~",
      message: """
        s.yaml:1:7: the sweep lacks 'name'
            1 | name: ~
              |       ^
        """),
    Mistake(
      "a control character in the name",
      .name, #"name: "\e[31mred""#,
      message: #"""
        s.yaml:1:7: 'name' has the control character \x1B
            1 | name: "\e[31mred"
              |       ^ remove it
        """#),
    Mistake(
      "a line in the name",
      .name, #"name: "a\nb""#,
      message: #"""
        s.yaml:1:7: 'name' has the control character \x0A
            1 | name: "a\nb"
              |       ^ remove it
        """#),
    Mistake(
      "another direction of writing in the question",
      .name, "name: t\nquestion: \"a\\u202Eb\"",
      message: #"""
        s.yaml:2:11: 'question' has the control character \u202E
            2 | question: "a\u202Eb"
              |           ^ remove it
        """#),
    Mistake(
      "a zero in the description",
      .name, "name: t\ndescription: \"a\\0b\"",
      message: #"""
        s.yaml:2:14: 'description' has the control character \x00
            2 | description: "a\0b"
              |              ^ remove it
        """#),
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
              |                             ^ one of: sign, gaussian, sphere, uniform, one-hot
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
              |                             ^ one of: sign, gaussian, sphere, uniform, one-hot
        """),
    Mistake(
      "a block for a word",
      .data, "data: {samples: 20, design: {from: sign}}",
      message: """
        s.yaml:3:29: 'design' must be one of: sign, gaussian, sphere, uniform, one-hot, not a block
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
