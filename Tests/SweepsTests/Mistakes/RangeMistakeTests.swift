import Testing

/// Ranges and seeds.
@Suite struct RangeMistakeTests {
  @Test(arguments: mistakes) func isReportedWordForWord(_ mistake: Mistake) {
    #expect(mistake.report == mistake.message)
  }

  private static let mistakes: [Mistake] = [
    Mistake(
      "a range without an end",
      .data, "data: {samples: {from: 20, step: 4}}",
      message: """
        s.yaml:3:17: the range lacks 'to'
            3 | data: {samples: {from: 20, step: 4}}
              |                 ^ {from, to, step}, {from, to, count} or {log: [from, to], count}
        """),
    Mistake(
      "a range without step and count",
      .data, "data: {samples: {from: 20, to: 40}}",
      message: """
        s.yaml:3:17: a range needs exactly one of 'step' and 'count'
            3 | data: {samples: {from: 20, to: 40}}
              |                 ^ {from, to, step}, {from, to, count} or {log: [from, to], count}
        """),
    Mistake(
      "a range with step and count",
      .data, "data: {samples: {from: 20, to: 40, step: 4, count: 6}}",
      message: """
        s.yaml:3:17: a range needs exactly one of 'step' and 'count'
            3 | data: {samples: {from: 20, to: 40, step: 4, count: 6}}
              |                 ^ {from, to, step}, {from, to, count} or {log: [from, to], count}
        """),
    Mistake(
      "a range downwards",
      .data, "data: {samples: {from: 40, to: 20, step: 4}}",
      message: """
        s.yaml:3:17: a range goes from the smaller to the larger number
            3 | data: {samples: {from: 40, to: 20, step: 4}}
              |                 ^
        """),
    Mistake(
      "a range of one number",
      .data, "data: {samples: {from: 20, to: 20, count: 2}}",
      message: """
        s.yaml:3:17: a range goes from the smaller to the larger number
            3 | data: {samples: {from: 20, to: 20, count: 2}}
              |                 ^
        """),
    Mistake(
      "a range with a step of 0",
      .data, "data: {samples: {from: 20, to: 40, step: 0}}",
      message: """
        s.yaml:3:42: 'step' must be a whole number ≥ 1, not '0'
            3 | data: {samples: {from: 20, to: 40, step: 0}}
              |                                          ^
        """),
    Mistake(
      "a range of real numbers with a step of 0",
      .optimizer,
      """
      optimizer: {kind: sgd, step_size: {from: 0.1, to: 0.2, step: 0}}
      """,
      message: """
        s.yaml:5:62: 'step' must be a number > 0
            5 | optimizer: {kind: sgd, step_size: {from: 0.1, to: 0.2, step: 0}}
              |                                                              ^
        """),
    Mistake(
      "a range with a quoted step",
      .optimizer,
      """
      optimizer: {kind: sgd, step_size: {from: 0.1, to: 0.2, step: "0.1"}}
      """,
      message: """
        s.yaml:5:62: 'step' must be a number > 0
            5 | optimizer: {kind: sgd, step_size: {from: 0.1, to: 0.2, step: "0.1"}}
              |                                                              ^
        """),
    Mistake(
      "a range with a count of 1",
      .data, "data: {samples: {from: 20, to: 40, count: 1}}",
      message: """
        s.yaml:3:43: 'count' must be a whole number ≥ 2, not '1'
            3 | data: {samples: {from: 20, to: 40, count: 1}}
              |                                           ^
        """),
    Mistake(
      "a range between the whole numbers",
      .data, "data: {samples: {from: 20, to: 40, count: 4}}",
      message: """
        s.yaml:3:17: 4 values from 20 to 40 are not whole numbers
            3 | data: {samples: {from: 20, to: 40, count: 4}}
              |                 ^ choose a count that divides the range, or give a step
        """),
    Mistake(
      "a range beyond the allowed",
      .optimizer,
      """
      optimizer: {kind: adam, step_size: 0.1, beta2: {from: 0.9, to: 1, count: 3}}
      """,
      message: """
        s.yaml:5:64: 'beta2' must be a number in [0, 1), not '1'
            5 | optimizer: {kind: adam, step_size: 0.1, beta2: {from: 0.9, to: 1, count: 3}}
              |                                                                ^
        """),
    Mistake(
      "a range with an unknown key",
      .data, "data: {samples: {start: 20, to: 40, step: 4}}",
      message: """
        s.yaml:3:18: unknown key 'start' in a range
            3 | data: {samples: {start: 20, to: 40, step: 4}}
              |                  ^ {from, to, step}, {from, to, count} or {log: [from, to], count}
        """),
    Mistake(
      "a range of too many values",
      .optimizer,
      """
      optimizer: {kind: sgd, step_size: {from: 1, to: 1e10, step: 1}}
      """,
      message: """
        s.yaml:5:35: the range has more than 10⁹ values
            5 | optimizer: {kind: sgd, step_size: {from: 1, to: 1e10, step: 1}}
              |                                   ^
        """),
    Mistake(
      "a range finer than 12 digits",
      .optimizer,
      """
      optimizer: {kind: sgd, step_size: {from: 0.1, to: 0.1000000000001, count: 5}}
      """,
      message: """
        s.yaml:5:35: the range repeats values, which have 12 digits
            5 | optimizer: {kind: sgd, step_size: {from: 0.1, to: 0.1000000000001, count: 5}}
              |                                   ^
        """),
    Mistake(
      "a range finer than 12 digits by its step",
      .optimizer,
      """
      optimizer: {kind: sgd, step_size: {from: 0.1, to: 0.1000000000001, step: 2e-14}}
      """,
      message: """
        s.yaml:5:35: the range repeats values, which have 12 digits
            5 | optimizer: {kind: sgd, step_size: {from: 0.1, to: 0.1000000000001, step: 2e-14}}
              |                                   ^
        """),
    Mistake(
      "a range wider than the doubles",
      .optimizer,
      """
      optimizer: {kind: adam, step_size: 0.5, one_minus_beta2: {rate: 1, power: {from: -1e308, \
      to: 1e308, count: 3}}}
      """,
      message: """
        s.yaml:5:75: the range is too wide
            5 | optimizer: {kind: adam, step_size: 0.5, one_minus_beta2: {rate: 1, power: {from: \
        -1e308, to: 1e308, count: 3}}}
              |                                                                           ^
        """),
    Mistake(
      "a log range finer than 12 digits",
      .optimizer,
      """
      optimizer: {kind: sgd, step_size: {log: [0.1, 0.1000000000001], count: 5}}
      """,
      message: """
        s.yaml:5:35: the range repeats values, which have 12 digits
            5 | optimizer: {kind: sgd, step_size: {log: [0.1, 0.1000000000001], count: 5}}
              |                                   ^
        """),
    Mistake(
      "a log range wider than the doubles",
      .optimizer,
      """
      optimizer: {kind: sgd, step_size: {log: [1e-300, 1e300], count: 5}}
      """,
      message: """
        s.yaml:5:35: the range is too wide
            5 | optimizer: {kind: sgd, step_size: {log: [1e-300, 1e300], count: 5}}
              |                                   ^
        """),
    Mistake(
      "a log range of one number",
      .optimizer, "optimizer: {kind: sgd, step_size: {log: [0.1], count: 5}}",
      message: """
        s.yaml:5:41: 'log' takes two numbers
            5 | optimizer: {kind: sgd, step_size: {log: [0.1], count: 5}}
              |                                         ^ {log: [1e-3, 1e-1], count: 5}
        """),
    Mistake(
      "a log range of a number",
      .optimizer, "optimizer: {kind: sgd, step_size: {log: 0.1, count: 5}}",
      message: """
        s.yaml:5:41: 'log' takes two numbers
            5 | optimizer: {kind: sgd, step_size: {log: 0.1, count: 5}}
              |                                         ^ {log: [1e-3, 1e-1], count: 5}
        """),
    Mistake(
      "a log range without a count",
      .optimizer, "optimizer: {kind: sgd, step_size: {log: [0.1, 1]}}",
      message: """
        s.yaml:5:35: the range lacks 'count'
            5 | optimizer: {kind: sgd, step_size: {log: [0.1, 1]}}
              |                                   ^ {from, to, step}, {from, to, count} or {log: \
        [from, to], count}
        """),
    Mistake(
      "a log range with a step",
      .optimizer, "optimizer: {kind: sgd, step_size: {log: [0.1, 1], step: 2}}",
      message: """
        s.yaml:5:51: unknown key 'step' in a range
            5 | optimizer: {kind: sgd, step_size: {log: [0.1, 1], step: 2}}
              |                                                   ^ {from, to, step}, {from, to, \
        count} or {log: [from, to], count}
        """),
    Mistake(
      "a log range from 0",
      .noise, "noise: {kind: label, alpha: {log: [0, 1], count: 5}}",
      message: """
        s.yaml:4:36: a log range needs numbers > 0
            4 | noise: {kind: label, alpha: {log: [0, 1], count: 5}}
              |                                    ^
        """),
    Mistake(
      "a log range downwards",
      .optimizer, "optimizer: {kind: sgd, step_size: {log: [1, 0.1], count: 5}}",
      message: """
        s.yaml:5:41: a range goes from the smaller to the larger number
            5 | optimizer: {kind: sgd, step_size: {log: [1, 0.1], count: 5}}
              |                                         ^
        """),
    Mistake(
      "a log range that repeats whole numbers",
      .data, "data: {samples: {log: [1, 10], count: 11}}",
      message: """
        s.yaml:3:17: the log range repeats whole numbers
            3 | data: {samples: {log: [1, 10], count: 11}}
              |                 ^ choose a smaller count
        """),
    Mistake(
      "a log range of too many whole numbers",
      .steps, "steps: {log: [1, 1000000000], count: 100001}",
      message: """
        s.yaml:6:8: a log range of whole numbers has at most 100000 values
            6 | steps: {log: [1, 1000000000], count: 100001}
              |        ^
        """),
    Mistake(
      "more values than an axis has",
      .optimizer,
      """
      optimizer: {kind: sgd, step_size: {from: 1, to: 2, count: 1000000000001}}
      """,
      message: """
        s.yaml:5:59: 'count' is at most 1000000000000
            5 | optimizer: {kind: sgd, step_size: {from: 1, to: 2, count: 1000000000001}}
              |                                                           ^
        """),
    Mistake(
      "a negative seed",
      .seed, "seed: -1",
      message: """
        s.yaml:7:7: 'seed' must be a whole number in 0…18446744073709551615, not '-1'
            7 | seed: -1
              |       ^
        """),
    Mistake(
      "a seed of 65 bits",
      .seed, "seed: 18446744073709551616",
      message: """
        s.yaml:7:7: 'seed' must be a whole number in 0…18446744073709551615, not \
        '18446744073709551616'
            7 | seed: 18446744073709551616
              |       ^
        """),
    Mistake(
      "seeds without a count",
      .seed, "seed: {first: 100}",
      message: """
        s.yaml:7:7: the range lacks 'count'
            7 | seed: {first: 100}
              |       ^ {count: 7} or {first: 100, count: 7}
        """),
    Mistake(
      "no seeds at all",
      .seed, "seed: {count: 0}",
      message: """
        s.yaml:7:15: 'count' must be a whole number ≥ 1, not '0'
            7 | seed: {count: 0}
              |               ^
        """),
    Mistake(
      "seeds beyond 64 bits",
      .seed, "seed: {first: 18446744073709551615, count: 2}",
      message: """
        s.yaml:7:7: the seeds go beyond 18446744073709551615
            7 | seed: {first: 18446744073709551615, count: 2}
              |       ^
        """),
    Mistake(
      "seeds as a range",
      .seed, "seed: {from: 1, to: 7, count: 7}",
      message: """
        s.yaml:7:8: unknown key 'from' in a range
            7 | seed: {from: 1, to: 7, count: 7}
              |        ^ {count: 7} or {first: 100, count: 7}
        s.yaml:7:17: unknown key 'to' in a range
            7 | seed: {from: 1, to: 7, count: 7}
              |                 ^ {count: 7} or {first: 100, count: 7}
        """),
    Mistake(
      "a quoted first seed",
      .seed, "seed: {first: \"1\", count: 7}",
      message: """
        s.yaml:7:15: 'seed' must be a whole number in 0…18446744073709551615, not the text "1"
            7 | seed: {first: "1", count: 7}
              |               ^
        """),
    Mistake(
      "too many seeds",
      .seed, "seed: {count: 1000000000001}",
      message: """
        s.yaml:7:15: 'count' is at most 1000000000000
            7 | seed: {count: 1000000000001}
              |               ^
        """),
  ]
}
