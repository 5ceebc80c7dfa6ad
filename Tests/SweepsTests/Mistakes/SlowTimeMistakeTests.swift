import Testing

/// Times of the slow equations that are no steps.
@Suite struct SlowTimeMistakeTests {
  @Test(arguments: mistakes) func isReportedWordForWord(_ mistake: Mistake) {
    #expect(mistake.report == mistake.message)
  }

  private static let mistakes: [Mistake] = [
    Mistake(
      "a slow time of 0",
      lines: [
        .steps: "steps: {slow_time: 0}"
      ],
      message: """
        s.yaml:6:20: 'slow_time' must be a number > 0, not '0'
            6 | steps: {slow_time: 0}
              |                    ^
        """),
    Mistake(
      "a slow time and a count",
      lines: [
        .steps: "steps: {slow_time: 0.9, count: 3}"
      ],
      message: """
        s.yaml:6:25: unknown key 'count' in 'steps'
            6 | steps: {slow_time: 0.9, count: 3}
              |                         ^ {slow_time: 0.9} means round(0.9/η²) steps
        """),
    Mistake(
      "less than a step",
      lines: [
        .optimizer: "optimizer: {kind: sgd, step_size: [0.1, 1]}",
        .steps: "steps: {slow_time: 0.4}",
      ],
      message: """
        s.yaml:6:20: a slow time of 0.4 is 0 steps at η = 1
            6 | steps: {slow_time: 0.4}
              |                    ^ steps = round(slow_time/η²), at least 1
        """),
    Mistake(
      "more steps than can be counted",
      lines: [
        .optimizer: "optimizer: {kind: sgd, step_size: [1e-8, 0.1]}",
        .steps: "steps: {slow_time: 1}",
      ],
      message: """
        s.yaml:6:20: a slow time of 1 is more than 2⁵³ steps at η = 1e-08
            6 | steps: {slow_time: 1}
              |                    ^ steps = round(slow_time/η²)
        """),
    Mistake(
      "a step size whose square vanishes",
      lines: [
        .optimizer: "optimizer: {kind: sgd, step_size: 1e-200}",
        .steps: "steps: {slow_time: 1}",
      ],
      message: """
        s.yaml:6:20: a slow time of 1 is more than 2⁵³ steps at η = 1e-200
            6 | steps: {slow_time: 1}
              |                    ^ steps = round(slow_time/η²)
        """),
    Mistake(
      "more snapshots than the largest step size has steps",
      lines: [
        .optimizer: "optimizer: {kind: sgd, step_size: {from: 0.1, to: 0.2, count: 2}}",
        .steps: "steps: {slow_time: 1}",
      ],
      message: """
        s.yaml:6:20: 40 snapshots do not fit 25 steps
            6 | steps: {slow_time: 1}
              |                    ^ record.count is at most steps + 1; its default is 40
        """),
    Mistake(
      "more snapshots than a joint axis has steps",
      lines: [
        .optimizer: "optimizer: {kind: sgd, step_size: [0.1, 0.2]}",
        .steps: """
        steps: {slow_time: [0.3, 1.6]}
        zip: [[steps.slow_time, optimizer.step_size]]
        """,
      ],
      message: """
        s.yaml:6:20: 40 snapshots do not fit 30 steps
            6 | steps: {slow_time: [0.3, 1.6]}
              |                    ^ record.count is at most steps + 1; its default is 40
        """),
    Mistake(
      "a recorded step beyond the last of the largest step size",
      lines: [
        .optimizer: "optimizer: {kind: sgd, step_size: [0.1, 0.2]}",
        .steps: """
        steps: {slow_time: 1}
        record: {steps: [0, 26]}
        """,
      ],
      message: """
        s.yaml:7:17: step 26 is beyond the last step, 25
            7 | record: {steps: [0, 26]}
              |                 ^
        """),
    Mistake(
      "no list of slow times",
      lines: [
        .seed: """
        seed: 1
        record: {slow_times: 0.1}
        """
      ],
      message: """
        s.yaml:8:22: 'slow_times' takes a list of times
            8 | record: {slow_times: 0.1}
              |                      ^ [0, 0.1, 0.5]
        """),
    Mistake(
      "slow times that are none",
      lines: [
        .seed: """
        seed: 1
        record: {slow_times: [-1, x, "1"]}
        """
      ],
      message: """
        s.yaml:8:23: a slow time is a number ≥ 0
            8 | record: {slow_times: [-1, x, "1"]}
              |                       ^
        s.yaml:8:27: a slow time is a number ≥ 0
            8 | record: {slow_times: [-1, x, "1"]}
              |                           ^
        s.yaml:8:30: a slow time is a number ≥ 0
            8 | record: {slow_times: [-1, x, "1"]}
              |                              ^
        """),
    Mistake(
      "slow times that do not increase",
      lines: [
        .seed: """
        seed: 1
        record: {slow_times: [0, 1, 1, 0.5]}
        """
      ],
      message: """
        s.yaml:8:29: slow times must increase
            8 | record: {slow_times: [0, 1, 1, 0.5]}
              |                             ^
        s.yaml:8:32: slow times must increase
            8 | record: {slow_times: [0, 1, 1, 0.5]}
              |                                ^
        """),
    Mistake(
      "slow times and a count",
      lines: [
        .seed: """
        seed: 1
        record: {slow_times: [0, 1], count: 3, spacing: log}
        """
      ],
      message: """
        s.yaml:8:30: 'count' does not go with 'slow_times'
            8 | record: {slow_times: [0, 1], count: 3, spacing: log}
              |                              ^ give the slow times, or a count
        s.yaml:8:40: 'spacing' does not go with 'slow_times'
            8 | record: {slow_times: [0, 1], count: 3, spacing: log}
              |                                        ^ give the slow times, or a count
        """),
    Mistake(
      "slow times and steps",
      lines: [
        .seed: """
        seed: 1
        record: {steps: [0, 1], slow_times: [0, 1]}
        """
      ],
      message: """
        s.yaml:8:25: 'slow_times' does not go with 'steps'
            8 | record: {steps: [0, 1], slow_times: [0, 1]}
              |                         ^ give the steps, or a count
        """),
    Mistake(
      "a slow time beyond the last",
      lines: [
        .steps: """
        steps: {slow_time: [2, 1]}
        record: {slow_times: [0, 1, 1.5]}
        """
      ],
      message: """
        s.yaml:7:22: the slow time 1.5 is beyond the last, 1
            7 | record: {slow_times: [0, 1, 1.5]}
              |                      ^
        """),
    Mistake(
      "a slow time beyond the last step",
      lines: [
        .optimizer: "optimizer: {kind: sgd, step_size: [0.2, 0.1]}",
        .seed: """
        seed: 1
        record: {slow_times: [0, 10, 20]}
        """,
      ],
      message: """
        s.yaml:8:22: the slow time 20 at η = 0.1 is beyond the last step, 1000
            8 | record: {slow_times: [0, 10, 20]}
              |                      ^
        """),
    Mistake(
      "slow times within a step",
      lines: [
        .optimizer: "optimizer: {kind: sgd, step_size: [0.02, 0.1]}",
        .seed: """
        seed: 1
        record: {slow_times: [0, 0.1, 0.103]}
        """,
      ],
      message: """
        s.yaml:8:22: the slow times 0.1 and 0.103 are the same step at η = 0.1
            8 | record: {slow_times: [0, 0.1, 0.103]}
              |                      ^ slow times are η² or more apart
        """),
    Mistake(
      "slow times within a step of a smaller step size",
      lines: [
        .optimizer: "optimizer: {kind: sgd, step_size: [0.1, 0.08]}",
        .seed: """
        seed: 1
        record: {slow_times: [0.0040, 0.0060]}
        """,
      ],
      message: """
        s.yaml:8:22: the slow times 0.004 and 0.006 are the same step at η = 0.08
            8 | record: {slow_times: [0.0040, 0.0060]}
              |                      ^ slow times are η² or more apart
        """),
  ]
}
