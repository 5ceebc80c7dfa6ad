import Testing

/// The text itself: YAML, encodings, repeated keys.
@Suite struct FileMistakeTests {
  @Test(arguments: mistakes) func isReportedWordForWord(_ mistake: Mistake) {
    #expect(mistake.report == mistake.message)
  }

  private static let mistakes: [Mistake] = [
    Mistake(
      "an empty file",
      file: "",
      message: """
        s.yaml:1:1: the sweep file is empty
            1 |\u{20}
              | ^ it needs at least a name
        """),
    Mistake(
      "only a comment",
      file: """
        # later

        """,
      message: """
        s.yaml:1:1: the sweep file is empty
            1 | # later
              | ^ it needs at least a name
        """),
    Mistake(
      "a list",
      file: """
        - name: t

        """,
      message: """
        s.yaml:1:1: a sweep file is a block of 'key: value' lines
            1 | - name: t
              | ^
        """),
    Mistake(
      "a sentence",
      file: """
        sweep the step size

        """,
      message: """
        s.yaml:1:1: a sweep file is a block of 'key: value' lines
            1 | sweep the step size
              | ^
        """),
    Mistake(
      "an open quote",
      .name, "name: 'it's",
      message: """
        s.yaml:1:11: not valid YAML: did not find expected key
            1 | name: 'it's
              |           ^
        """),
    Mistake(
      "an open bracket",
      .seed, "seed: [1, 2",
      message: """
        s.yaml:8:1: not valid YAML: did not find expected ',' or ']'
            8 |\u{20}
              | ^
        """),
    Mistake(
      "a tab as indentation",
      .noise,
      """
      noise:
      \tkind: none
      """,
      message: """
        s.yaml:5:1: not valid YAML: found character that cannot start any token
            5 | \tkind: none
              | ^
        """),
    Mistake(
      "a colon too many",
      .name, "name: a: b",
      message: """
        s.yaml:1:8: not valid YAML: mapping values are not allowed in this context
            1 | name: a: b
              |        ^
        """),
    Mistake(
      "an unknown alias",
      .seed, "seed: *first",
      message: """
        s.yaml:7:7: not valid YAML: found undefined alias
            7 | seed: *first
              |       ^
        """),
    Mistake(
      "two documents",
      .seed,
      """
      seed: 1
      ---
      name: u
      """,
      message: """
        s.yaml:8:1: not valid YAML: but found another document
            8 | ---
              | ^
        """),
    Mistake(
      "a list as key",
      .seed,
      """
      seed: 1
      ? [a, b]
      : 1
      """,
      message: """
        s.yaml:8:3: a key must be a plain word
            8 | ? [a, b]
              |   ^
        """),
    Mistake(
      "a control character",
      .name, "name: Δ\u{1}t",
      message: """
        s.yaml:1:8: not valid YAML: control characters are not allowed
            1 | name: Δ\u{1}t
              |        ^
        """),
    Mistake(
      "Windows line breaks",
      file: """
        name: t\r
        model: {kind: diagonal-net, dimension: 100, sparsity: 5}\r
        data: {samples: 20}\r
        noise: {kind: none}\r
        optimizer: {kind: sgd, step_size: 0.1}\r
        steps: 0\r
        seed: 1\r

        """,
      message: """
        s.yaml:6:8: 'steps' must be a whole number in 1…9007199254740992, not '0'
            6 | steps: 0
              |        ^
        """),
    Mistake(
      "a byte order mark",
      file: """
        \u{FEFF}nmae: t
        model: {kind: diagonal-net, dimension: 100, sparsity: 5}
        data: {samples: 20}
        noise: {kind: none}
        optimizer: {kind: sgd, step_size: 0.1}
        steps: 1000
        seed: 1

        """,
      message: """
        s.yaml:1:1: unknown key 'nmae'
            1 | nmae: t
              | ^ did you mean 'name'?
        s.yaml:1:1: the sweep lacks 'name'
            1 | nmae: t
              | ^
        """),
    Mistake(
      "letters of several bytes before the mistake",
      .data, "data: {\"größe\": 1, samples: 20}",
      message: """
        s.yaml:3:8: unknown key 'größe' in 'data'
            3 | data: {"größe": 1, samples: 20}
              |        ^ one of: kind, label, design, samples, inputs, input_rows, target, teacher, test_samples, target_noise, flipped, outputs
        """),
    Mistake(
      "a key twice",
      .seed,
      """
      seed: 1
      steps: 2000
      """,
      message: """
        s.yaml:8:1: the key 'steps' is given twice in one block
            8 | steps: 2000
              | ^ keep one
        """),
    Mistake(
      "a key twice, once in quotes",
      .noise, "noise: {kind: none, \"kind\": none}",
      message: """
        s.yaml:4:21: the key 'kind' is given twice in one block
            4 | noise: {kind: none, "kind": none}
              |                     ^ keep one
        """),
    Mistake(
      "a key twice, once in quotes with an escape",
      .noise, "noise: {\"\\x6bind\": none, kind: none}",
      message: """
        s.yaml:4:26: the key 'kind' is given twice in one block
            4 | noise: {"\\x6bind": none, kind: none}
              |                          ^ keep one
        """),
    Mistake(
      "a key twice, once with an anchor",
      .noise, "noise: {&k kind: none, kind: none}",
      message: """
        s.yaml:4:24: the key 'kind' is given twice in one block
            4 | noise: {&k kind: none, kind: none}
              |                        ^ keep one
        """),
    Mistake(
      "a key three times",
      .noise, "noise: {kind: none, kind: none, kind: none}",
      message: """
        s.yaml:4:33: the key 'kind' is given twice in one block
            4 | noise: {kind: none, kind: none, kind: none}
              |                                 ^ keep one
        """),
    Mistake(
      "an empty key twice",
      .noise, "noise: {\"\": none, \"\": none}",
      message: """
        s.yaml:4:9: the key '' is given twice in one block
            4 | noise: {"": none, "": none}
              |         ^ keep one
        """),
    Mistake(
      "a key twice in a nested block",
      .optimizer,
      """
      optimizer:
        kind: adam
        step_size: 0.1
        one_minus_beta2: {rate: 1, power: 2, rate: 3}
      """,
      message: """
        s.yaml:8:40: the key 'rate' is given twice in one block
            8 |   one_minus_beta2: {rate: 1, power: 2, rate: 3}
              |                                        ^ keep one
        """),
    Mistake(
      "a key twice in an entry of a list",
      .optimizer,
      """
      optimizer:
        - {kind: sgd, step_size: 0.1}
        - kind: sgd
          step_size: 0.2
          step_size: 0.3
      """,
      message: """
        s.yaml:9:5: the key 'step_size' is given twice in one block
            9 |     step_size: 0.3
              |     ^ keep one
        """),
    Mistake(
      "a key twice in a range",
      .seed, "seed: {count: 2, count: 3}",
      message: """
        s.yaml:7:18: the key 'count' is given twice in one block
            7 | seed: {count: 2, count: 3}
              |                  ^ keep one
        """),
    Mistake(
      "keys twice in two blocks, and another mistake",
      file: """
        name: t
        model: {kind: diagonal-net, dimension: 100, sparsity: 5}
        data: {samples: 20, samples: 30}
        noise: {kind: none}
        optimizer: {kind: sgd, step_size: 0, kind: sgd}
        steps: 1000
        seed: 1

        """,
      message: """
        s.yaml:3:21: the key 'samples' is given twice in one block
            3 | data: {samples: 20, samples: 30}
              |                     ^ keep one
        s.yaml:5:35: 'step_size' must be a number > 0, not '0'
            5 | optimizer: {kind: sgd, step_size: 0, kind: sgd}
              |                                   ^
        s.yaml:5:38: the key 'kind' is given twice in one block
            5 | optimizer: {kind: sgd, step_size: 0, kind: sgd}
              |                                      ^ keep one
        """),
    Mistake(
      "keys that are alike in all but the first letter",
      .seed,
      """
      seed: 1
      reed: 2
      seed: 3
      """,
      message: """
        s.yaml:8:1: unknown key 'reed'
            8 | reed: 2
              | ^ did you mean 'seed'?
        s.yaml:9:1: the key 'seed' is given twice in one block
            9 | seed: 3
              | ^ keep one
        """),
    Mistake(
      "aliases of aliases",
      .seed,
      """
      seed: 1
      a: &a [x, x, x, x, x, x, x, x, x, x]
      b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
      c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
      d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]
      e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]
      f: [*e, *e, *e, *e, *e, *e, *e, *e, *e, *e]
      """,
      message: """
        s.yaml:8:26: the file expands to more than 100000 nodes
            8 | a: &a [x, x, x, x, x, x, x, x, x, x]
              |                          ^
        """),
  ]
}
