import Testing

/// The record block, the power law, and rules between keys.
@Suite struct RuleMistakeTests {
  @Test(arguments: mistakes) func isReportedWordForWord(_ mistake: Mistake) {
    #expect(mistake.report == mistake.message)
  }

  private static let mistakes: [Mistake] = [
    Mistake(
      "more non-zero entries than entries",
      .model, "model: {kind: diagonal-net, dimension: 100, sparsity: 101}",
      message: """
        s.yaml:2:55: a sparsity of 101 does not fit dimension 100
            2 | model: {kind: diagonal-net, dimension: 100, sparsity: 101}
              |                                                       ^ sparsity is at most the \
        dimension
        """),
    Mistake(
      "more non-zero entries than the fewest entries",
      .model,
      """
      model: {kind: diagonal-net, dimension: [100, 10], sparsity: {from: 1, to: 11, step: 5}}
      """,
      message: """
        s.yaml:2:61: a sparsity of 11 does not fit dimension 10
            2 | model: {kind: diagonal-net, dimension: [100, 10], sparsity: {from: 1, to: 11, \
        step: 5}}
              |                                                             ^ sparsity is at most \
        the dimension
        """),
    Mistake(
      "the rules hold in every sub-grid",
      .model,
      """
      model:
        - {kind: diagonal-net, dimension: 100, sparsity: 101}
        - {kind: diagonal-net, dimension: 100, sparsity: 5}
        - {kind: diagonal-net, dimension: 10, sparsity: 11}
      """,
      message: """
        s.yaml:3:52: a sparsity of 101 does not fit dimension 100
            3 |   - {kind: diagonal-net, dimension: 100, sparsity: 101}
              |                                                    ^ sparsity is at most the \
        dimension
        s.yaml:5:51: a sparsity of 11 does not fit dimension 10
            5 |   - {kind: diagonal-net, dimension: 10, sparsity: 11}
              |                                                   ^ sparsity is at most the \
        dimension
        """),
    Mistake(
      "slow equations without noise",
      .seed, "seed: 1\ndynamics: [training, slow-ode]",
      message: """
        s.yaml:8:11: slow-ode has nothing to follow without noise
            8 | dynamics: [training, slow-ode]
              |           ^ noise: {kind: label, alpha: …}
        """),
    Mistake(
      "the equation of label noise for gradient noise",
      lines: [
        .noise: "noise: {kind: gradient, std: 0.1}", .seed: "seed: 1\ndynamics: slow-ode",
      ],
      message: """
        s.yaml:8:11: slow-ode follows label noise only
            8 | dynamics: slow-ode
              |           ^ slow-sde follows gradient noise
        """),
    Mistake(
      "steps of the stochastic equation without it",
      .seed, "seed: 1\nslow_steps: 500",
      message: """
        s.yaml:8:13: slow_steps counts the steps of slow-sde
            8 | slow_steps: 500
              |             ^ dynamics: [training, slow-sde]
        """),
    Mistake(
      "dynamics that are none",
      .seed, "seed: 1\ndynamics: slow_ode",
      message: """
        s.yaml:8:11: 'slow_ode' is not a value of 'dynamics'
            8 | dynamics: slow_ode
              |           ^ did you mean 'slow-ode'?
        """),
    Mistake(
      "an occasion that is none",
      .seed, "seed: 1\nrecord: {projection: often}",
      message: """
        s.yaml:8:22: 'often' is not a choice for 'projection'
            8 | record: {projection: often}
              |                      ^ never, last or all
        """),
    Mistake(
      "the usual snapshots in few steps",
      .steps, "steps: 38",
      message: """
        s.yaml:6:8: 40 snapshots do not fit 38 steps
            6 | steps: 38
              |        ^ record.count is at most steps + 1; its default is 40
        """),
    Mistake(
      "more snapshots than steps",
      .seed,
      """
      seed: 1
      record: {count: 1002}
      """,
      message: """
        s.yaml:8:17: 1002 snapshots do not fit 1000 steps
            8 | record: {count: 1002}
              |                 ^ record.count is at most steps + 1; its default is 40
        """),
    Mistake(
      "more snapshots than the shortest run has steps",
      .steps,
      """
      steps: [1000, 20]
      record: {count: 22, spacing: linear}
      """,
      message: """
        s.yaml:7:17: 22 snapshots do not fit 20 steps
            7 | record: {count: 22, spacing: linear}
              |                 ^ record.count is at most steps + 1; its default is 40
        """),
    Mistake(
      "a recorded step beyond the last",
      .seed,
      """
      seed: 1
      record: {steps: [0, 1000, 1001]}
      """,
      message: """
        s.yaml:8:17: step 1001 is beyond the last step, 1000
            8 | record: {steps: [0, 1000, 1001]}
              |                 ^
        """),
    Mistake(
      "recorded steps that do not increase",
      .seed,
      """
      seed: 1
      record: {steps: [0, 10, 10, 5, 20]}
      """,
      message: """
        s.yaml:8:25: steps must increase
            8 | record: {steps: [0, 10, 10, 5, 20]}
              |                         ^
        s.yaml:8:29: steps must increase
            8 | record: {steps: [0, 10, 10, 5, 20]}
              |                             ^
        """),
    Mistake(
      "recorded steps that are none",
      .seed,
      """
      seed: 1
      record: {steps: [-1, x, 1.5, "7"]}
      """,
      message: """
        s.yaml:8:18: a step is a whole number in 0…9007199254740992
            8 | record: {steps: [-1, x, 1.5, "7"]}
              |                  ^
        s.yaml:8:22: a step is a whole number in 0…9007199254740992
            8 | record: {steps: [-1, x, 1.5, "7"]}
              |                      ^
        s.yaml:8:25: a step is a whole number in 0…9007199254740992
            8 | record: {steps: [-1, x, 1.5, "7"]}
              |                         ^
        s.yaml:8:30: a step is a whole number in 0…9007199254740992
            8 | record: {steps: [-1, x, 1.5, "7"]}
              |                              ^
        """),
    Mistake(
      "one recorded step without its list",
      .seed,
      """
      seed: 1
      record: {steps: 100}
      """,
      message: """
        s.yaml:8:17: 'steps' takes a list of steps
            8 | record: {steps: 100}
              |                 ^ [0, 1000, 10000]
        """),
    Mistake(
      "no recorded step",
      .seed,
      """
      seed: 1
      record: {steps: []}
      """,
      message: """
        s.yaml:8:17: 'steps' takes a list of steps
            8 | record: {steps: []}
              |                 ^ [0, 1000, 10000]
        """),
    Mistake(
      "recorded steps and a count",
      .seed,
      """
      seed: 1
      record: {count: 3, spacing: log, steps: [0, 10, 20]}
      """,
      message: """
        s.yaml:8:10: 'count' does not go with 'steps'
            8 | record: {count: 3, spacing: log, steps: [0, 10, 20]}
              |          ^ give the steps, or a count
        s.yaml:8:20: 'spacing' does not go with 'steps'
            8 | record: {count: 3, spacing: log, steps: [0, 10, 20]}
              |                    ^ give the steps, or a count
        """),
    Mistake(
      "one snapshot",
      .seed,
      """
      seed: 1
      record: {count: 1}
      """,
      message: """
        s.yaml:8:17: 'count' must be a whole number ≥ 2, not '1'
            8 | record: {count: 1}
              |                 ^
        """),
    Mistake(
      "too many snapshots",
      .steps,
      """
      steps: 2000000
      record: {count: 1000001}
      """,
      message: """
        s.yaml:7:17: 'count' is at most 1000000
            7 | record: {count: 1000001}
              |                 ^
        """),
    Mistake(
      "a list of snapshot counts",
      .seed,
      """
      seed: 1
      record: {count: [10, 20]}
      """,
      message: """
        s.yaml:8:17: 'count' must be a whole number ≥ 2, not a list
            8 | record: {count: [10, 20]}
              |                 ^
        """),
    Mistake(
      "an unknown spacing",
      .seed,
      """
      seed: 1
      record: {spacing: quadratic}
      """,
      message: """
        s.yaml:8:19: 'quadratic' is not a spacing
            8 | record: {spacing: quadratic}
              |                   ^ linear or log
        """),
    Mistake(
      "an unknown choice for signal",
      .seed,
      """
      seed: 1
      record: {signal: first}
      """,
      message: """
        s.yaml:8:18: 'first' is not a choice for 'signal'
            8 | record: {signal: first}
              |                  ^ never, last or all
        """),
    Mistake(
      "a block for signal",
      .seed,
      """
      seed: 1
      record: {signal: {last: 1}}
      """,
      message: """
        s.yaml:8:18: a block is not a choice for 'signal'
            8 | record: {signal: {last: 1}}
              |                  ^ never, last or all
        """),
    Mistake(
      "a threshold of 0",
      .seed,
      """
      seed: 1
      record: {support_threshold: 0}
      """,
      message: """
        s.yaml:8:29: 'support_threshold' must be a number > 0
            8 | record: {support_threshold: 0}
              |                             ^
        """),
    Mistake(
      "a quoted threshold",
      .seed,
      """
      seed: 1
      record: {support_threshold: "0.1"}
      """,
      message: """
        s.yaml:8:29: 'support_threshold' must be a number > 0
            8 | record: {support_threshold: "0.1"}
              |                             ^
        """),
    Mistake(
      "a list where record belongs",
      .seed,
      """
      seed: 1
      record: [0, 10]
      """,
      message: """
        s.yaml:8:9: 'record' must be a block, not a list
            8 | record: [0, 10]
              |         ^ record: {count: 40, spacing: log}
        """),
    Mistake(
      "a power law above 1",
      .optimizer,
      """
      optimizer: {kind: adam, step_size: 0.5, one_minus_beta2: {rate: 10, power: 2}}
      """,
      message: """
        s.yaml:5:65: 1 − β₂ = 10 · 0.5^2 = 2.5 is not in (0, 1]
            5 | optimizer: {kind: adam, step_size: 0.5, one_minus_beta2: {rate: 10, power: 2}}
              |                                                                 ^ choose a smaller \
        rate or a larger power
        """),
    Mistake(
      "a power law above 1 at the end of an axis",
      .optimizer,
      """
      optimizer: {kind: adam, step_size: [1e-3, 1], one_minus_beta2: {rate: [0.5, 2], power: 2}}
      """,
      message: """
        s.yaml:5:71: 1 − β₂ = 2 · 1^2 = 2 is not in (0, 1]
            5 | optimizer: {kind: adam, step_size: [1e-3, 1], one_minus_beta2: {rate: [0.5, 2], \
        power: 2}}
              |                                                                       ^ choose a \
        smaller rate or a larger power
        """),
    Mistake(
      "a power law that vanishes",
      .optimizer,
      """
      optimizer: {kind: adam, step_size: 1e-200, one_minus_beta2: {rate: 1, power: 2}}
      """,
      message: """
        s.yaml:5:68: 1 − β₂ = 1 · 1e-200^2 = 0 is not in (0, 1]
            5 | optimizer: {kind: adam, step_size: 1e-200, one_minus_beta2: {rate: 1, power: 2}}
              |                                                                    ^ choose a \
        larger rate or a smaller power
        """),
    Mistake(
      "a power law without a power",
      .optimizer,
      """
      optimizer: {kind: adam, step_size: 0.1, one_minus_beta2: {rate: 10}}
      """,
      message: """
        s.yaml:5:58: 'one_minus_beta2' lacks 'power'
            5 | optimizer: {kind: adam, step_size: 0.1, one_minus_beta2: {rate: 10}}
              |                                                          ^ {rate: 10, power: 2} \
        means 1 − β₂ = 10 · η²
        """),
    Mistake(
      "a power law without a rate",
      .optimizer,
      """
      optimizer: {kind: adam, step_size: 0.1, one_minus_beta2: {power: 2}}
      """,
      message: """
        s.yaml:5:58: 'one_minus_beta2' lacks 'rate'
            5 | optimizer: {kind: adam, step_size: 0.1, one_minus_beta2: {power: 2}}
              |                                                          ^ {rate: 10, power: 2} \
        means 1 − β₂ = 10 · η²
        """),
    Mistake(
      "a power law with an unknown key",
      .optimizer,
      """
      optimizer: {kind: adam, step_size: 0.1, one_minus_beta2: {rate: 10, power: 2, scale: 3}}
      """,
      message: """
        s.yaml:5:79: unknown key 'scale' in 'one_minus_beta2'
            5 | optimizer: {kind: adam, step_size: 0.1, one_minus_beta2: {rate: 10, power: 2, \
        scale: 3}}
              |                                                                               ^ \
        {rate: 10, power: 2} means 1 − β₂ = 10 · η²
        """),
    Mistake(
      "a power law with a rate of 0",
      .optimizer,
      """
      optimizer: {kind: adam, step_size: 0.1, one_minus_beta2: {rate: 0, power: 2}}
      """,
      message: """
        s.yaml:5:65: 'rate' must be a number > 0, not '0'
            5 | optimizer: {kind: adam, step_size: 0.1, one_minus_beta2: {rate: 0, power: 2}}
              |                                                                 ^
        """),
    Mistake(
      "a block that is neither range nor power law",
      .optimizer,
      """
      optimizer: {kind: adam, step_size: 0.1, one_minus_beta2: {a: 10, b: 2}}
      """,
      message: """
        s.yaml:5:59: unknown key 'a' in a range
            5 | optimizer: {kind: adam, step_size: 0.1, one_minus_beta2: {a: 10, b: 2}}
              |                                                           ^ {from, to, step}, \
        {from, to, count} or {log: [from, to], count}
        s.yaml:5:66: unknown key 'b' in a range
            5 | optimizer: {kind: adam, step_size: 0.1, one_minus_beta2: {a: 10, b: 2}}
              |                                                                  ^ {from, to, \
        step}, {from, to, count} or {log: [from, to], count}
        """),
    Mistake(
      "more than 2⁶³ runs",
      file: """
        name: t
        model: {kind: diagonal-net, dimension: 100, sparsity: 5}
        data: {samples: {from: 1, to: 10000000, step: 1}}
        noise: {kind: none}
        optimizer: {kind: sgd, step_size: 0.1}
        steps: 1000
        seed: {count: 1000000000000}

        """,
      message: """
        s.yaml:1:1: the sweep has more than 2⁶³ runs
            1 | name: t
              | ^
        """),
  ]
}
