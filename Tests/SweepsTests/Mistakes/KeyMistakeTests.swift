import Testing

/// Keys that are unknown, missing, without meaning, or given twice in other words.
@Suite struct KeyMistakeTests {
  @Test(arguments: mistakes) func isReportedWordForWord(_ mistake: Mistake) {
    #expect(mistake.report == mistake.message)
  }

  private static let mistakes: [Mistake] = [
    Mistake(
      "a key nearly right",
      .steps, "stpes: 1000",
      message: """
        s.yaml:1:1: the sweep lacks 'steps'
            1 | name: t
              | ^ a whole number in 1…9007199254740992
        s.yaml:6:1: unknown key 'stpes'
            6 | stpes: 1000
              | ^ did you mean 'steps'?
        """),
    Mistake(
      "a key in capitals",
      .steps, "Steps: 1000",
      message: """
        s.yaml:1:1: the sweep lacks 'steps'
            1 | name: t
              | ^ a whole number in 1…9007199254740992
        s.yaml:6:1: unknown key 'Steps'
            6 | Steps: 1000
              | ^ did you mean 'steps'?
        """),
    Mistake(
      "a key of another program",
      .steps, "epochs: 1000",
      message: """
        s.yaml:1:1: the sweep lacks 'steps'
            1 | name: t
              | ^ a whole number in 1…9007199254740992
        s.yaml:6:1: unknown key 'epochs'
            6 | epochs: 1000
              | ^ did you mean 'steps'?
        """),
    Mistake(
      "a key like no other",
      .seed,
      """
      seed: 1
      wallclock: 3
      """,
      message: """
        s.yaml:8:1: unknown key 'wallclock'
            8 | wallclock: 3
              | ^ one of: name, question, description, model, data, loss, batches, noise, optimizer, steps, seed, \
        data_seed, init_seed, noise_seed, precision, dynamics, slow_steps, tolerance, record, zip, exclude
        """),
    Mistake(
      "the symbol instead of the key",
      .optimizer, "optimizer: {kind: sgd, eta: 0.1}",
      message: """
        s.yaml:5:12: 'optimizer' lacks 'step_size'
            5 | optimizer: {kind: sgd, eta: 0.1}
              |            ^ a number > 0
        s.yaml:5:24: unknown key 'eta' in 'optimizer'
            5 | optimizer: {kind: sgd, eta: 0.1}
              |                        ^ did you mean 'step_size'?
        """),
    Mistake(
      "λ by its English name",
      .optimizer,
      """
      optimizer: {kind: adam-e, step_size: 0.1, beta2: 0.9, lambda: 0.5}
      """,
      message: """
        s.yaml:5:12: 'optimizer' lacks 'exponent'
            5 | optimizer: {kind: adam-e, step_size: 0.1, beta2: 0.9, lambda: 0.5}
              |            ^ a number in (0, 1)
        s.yaml:5:55: unknown key 'lambda' in 'optimizer'
            5 | optimizer: {kind: adam-e, step_size: 0.1, beta2: 0.9, lambda: 0.5}
              |                                                       ^ did you mean 'exponent'?
        """),
    Mistake(
      "a suggestion fits the kind",
      .optimizer, "optimizer: {kind: sgd, step_size: 0.1, epsilom: 1}",
      message: """
        s.yaml:5:40: unknown key 'epsilom' in 'optimizer'
            5 | optimizer: {kind: sgd, step_size: 0.1, epsilom: 1}
              |                                        ^ one of: kind, clip, label, step_size, momentum, dampening, nesterov, weight_decay, decoupled, schedule, sam
        """),
    Mistake(
      "a key of another block",
      .data, "data: {samples: 20, dimension: 100}",
      message: """
        s.yaml:3:21: unknown key 'dimension' in 'data'
            3 | data: {samples: 20, dimension: 100}
              |                     ^ one of: kind, label, design, samples, inputs, input_rows, target, teacher, test_samples, target_noise, flipped, outputs
        """),
    Mistake(
      "an unknown key of record",
      .seed,
      """
      seed: 1
      record: {cuont: 10}
      """,
      message: """
        s.yaml:8:10: unknown key 'cuont' in 'record'
            8 | record: {cuont: 10}
              |          ^ did you mean 'count'?
        """),
    Mistake(
      "a merge key",
      .noise, "noise: {<<: {kind: none}, kind: none}",
      message: """
        s.yaml:4:9: unknown key '<<' in 'noise'
            4 | noise: {<<: {kind: none}, kind: none}
              |         ^ one of: kind, label
        """),
    Mistake(
      "no name",
      .name, "question: why",
      message: """
        s.yaml:1:1: the sweep lacks 'name'
            1 | question: why
              | ^
        """),
    Mistake(
      "an empty name",
      .name, "name:",
      message: """
        s.yaml:1:6: the sweep lacks 'name'
            1 | name:
              |      ^
        """),
    Mistake(
      "a list as name",
      .name, "name: [a, b]",
      message: """
        s.yaml:1:7: 'name' must be text, not a list
            1 | name: [a, b]
              |       ^
        """),
    Mistake(
      "a block as question",
      .name,
      """
      name: t
      question: {a: 1}
      """,
      message: """
        s.yaml:2:11: 'question' must be text, not a block
            2 | question: {a: 1}
              |           ^
        """),
    Mistake(
      "blocks and keys missing",
      file: """
        # a start
        name: t

        """,
      message: """
        s.yaml:2:1: the sweep lacks 'model'
            2 | name: t
              | ^ model: {…}
        s.yaml:2:1: the sweep lacks 'data'
            2 | name: t
              | ^ data: {…}
        s.yaml:2:1: the sweep lacks 'noise'
            2 | name: t
              | ^ noise: {…}
        s.yaml:2:1: the sweep lacks 'optimizer'
            2 | name: t
              | ^ optimizer: {…}
        s.yaml:2:1: the sweep lacks 'steps'
            2 | name: t
              | ^ a whole number in 1…9007199254740992
        s.yaml:2:1: the sweep lacks 'seed'
            2 | name: t
              | ^ a whole number in 0…18446744073709551615
        """),
    Mistake(
      "a required key missing",
      .model, "model: {kind: diagonal-net, sparsity: 5}",
      message: """
        s.yaml:2:8: 'model' lacks 'dimension'
            2 | model: {kind: diagonal-net, sparsity: 5}
              |        ^ a whole number in 1…100000000
        """),
    Mistake(
      "a required key missing in a block of lines",
      .model,
      """
      model:
        kind: diagonal-net
        dimension: 100
      """,
      message: """
        s.yaml:3:3: 'model' lacks 'sparsity'
            3 |   kind: diagonal-net
              |   ^ a whole number in 1…100000000
        """),
    Mistake(
      "no kind",
      .optimizer, "optimizer: {step_size: 0.1}",
      message: """
        s.yaml:5:12: 'optimizer' lacks 'kind'
            5 | optimizer: {step_size: 0.1}
              |            ^ one of: sgd, rmsprop, adam, adam-e, adam-mini, adalayer, lion, sign-sgd, normalized-gd, adagrad, adamw, amsgrad, nadam, shampoo, muon, formula, adaptive
        """),
    Mistake(
      "an empty block",
      .noise, "noise: {}",
      message: """
        s.yaml:4:8: 'noise' lacks 'kind'
            4 | noise: {}
              |        ^ one of: label, gradient, none, langevin, flips, draws, minibatch
        """),
    Mistake(
      "nothing where a block belongs",
      .noise, "noise:",
      message: """
        s.yaml:4:7: 'noise' must be a block of keys, not ''
            4 | noise:
              |       ^ for example noise: {kind: …}
        """),
    Mistake(
      "a word that is no kind where a block belongs",
      .noise, "noise: noen",
      message: """
        s.yaml:4:8: 'noise' must be a block of keys, not 'noen'
            4 | noise: noen
              |        ^ for example noise: {kind: …}
        """),
    Mistake(
      "a number where a block belongs",
      .noise, "noise: {kind: none}\nbatches: 4",
      message: """
        s.yaml:5:10: 'batches' must be a block of keys, not '4'
            5 | batches: 4
              |          ^ for example batches: {size: …}
        """),
    Mistake(
      "words where blocks with keys belong",
      .optimizer, "optimizer: [sgd, adam]",
      message: """
        s.yaml:5:13: 'optimizer' lacks 'step_size'
            5 | optimizer: [sgd, adam]
              |             ^ a number > 0
        s.yaml:5:18: 'optimizer' lacks 'step_size'
            5 | optimizer: [sgd, adam]
              |                  ^ a number > 0
        s.yaml:5:18: 'optimizer' lacks 'beta2' or 'one_minus_beta2'
            5 | optimizer: [sgd, adam]
              |                  ^ give exactly one
        """),
    Mistake(
      "an empty union",
      .optimizer, "optimizer: []",
      message: """
        s.yaml:5:12: the list of 'optimizer' is empty
            5 | optimizer: []
              |            ^
        """),
    Mistake(
      "neither of two alternatives",
      .noise, "noise: {kind: label}",
      message: """
        s.yaml:4:8: 'noise' lacks 'alpha' or 'delta'
            4 | noise: {kind: label}
              |        ^ give exactly one
        """),
    Mistake(
      "both of two alternatives",
      .noise, "noise: {kind: label, alpha: 0.1, delta: 0.2}",
      message: """
        s.yaml:4:34: 'alpha' and 'delta' say the same thing twice
            4 | noise: {kind: label, alpha: 0.1, delta: 0.2}
              |                                  ^ give exactly one
        """),
    Mistake(
      "neither β₂ nor 1 − β₂",
      .optimizer, "optimizer: {kind: adam, step_size: 0.1}",
      message: """
        s.yaml:5:12: 'optimizer' lacks 'beta2' or 'one_minus_beta2'
            5 | optimizer: {kind: adam, step_size: 0.1}
              |            ^ give exactly one
        """),
    Mistake(
      "both β₂ and 1 − β₂",
      .optimizer,
      """
      optimizer: {kind: adam, step_size: 0.1, one_minus_beta2: 0.1, beta2: 0.9}
      """,
      message: """
        s.yaml:5:41: 'beta2' and 'one_minus_beta2' say the same thing twice
            5 | optimizer: {kind: adam, step_size: 0.1, one_minus_beta2: 0.1, beta2: 0.9}
              |                                         ^ give exactly one
        """),
    Mistake(
      "a key without meaning for its kind",
      .optimizer, "optimizer: {kind: sgd, step_size: 0.1, beta1: 0.9}",
      message: """
        s.yaml:5:40: 'beta1' has no meaning for optimizer kind 'sgd'
            5 | optimizer: {kind: sgd, step_size: 0.1, beta1: 0.9}
              |                                        ^ remove it, or make 'optimizer' a list \
        with one entry a kind
        """),
    Mistake(
      "α without label noise",
      .noise, "noise: {kind: none, alpha: 0.1}",
      message: """
        s.yaml:4:21: 'alpha' has no meaning for noise kind 'none'
            4 | noise: {kind: none, alpha: 0.1}
              |                     ^ remove it, or make 'noise' a list with one entry a kind
        """),
    Mistake(
      "an exponent without adam-e",
      .optimizer,
      """
      optimizer: {kind: adam, step_size: 0.1, beta2: 0.9, exponent: 0.5}
      """,
      message: """
        s.yaml:5:53: 'exponent' has no meaning for optimizer kind 'adam'
            5 | optimizer: {kind: adam, step_size: 0.1, beta2: 0.9, exponent: 0.5}
              |                                                     ^ remove it, or make \
        'optimizer' a list with one entry a kind
        """),
    Mistake(
      "a list of kinds",
      .optimizer, "optimizer: {kind: [sgd, adam], step_size: 0.1, beta2: 0.9}",
      message: """
        s.yaml:5:19: 'kind' takes one word, not a list
            5 | optimizer: {kind: [sgd, adam], step_size: 0.1, beta2: 0.9}
              |                   ^ make 'optimizer' a list of blocks: [{kind: sgd, …}, {kind: adam, …}]
        """),
    Mistake(
      "a list of kinds from the command line",
      overrides: ["noise.kind=label,none"],
      message: """
        --set noise.kind=label,none:1:18: 'kind' takes one word, not a list
            1 | --set noise.kind=label,none
              |                  ^ make 'noise' a list of blocks: [{kind: label, …}, {kind: none, …}]
        """),
    Mistake(
      "several mistakes in the order of the text",
      file: """
        nmae: t
        model: {kind: diagonal-net, dimension: 0, sparsity: 5, wdth: 3}
        data: {samples: few}
        noise: {kind: labl}
        optimizer:
          - {kind: sgd, step_size: -1}
          - {kind: adam, step_size: [0.1, 0.1]}
        steps: 1e3.5
        seed: -1
        record: {spacing: cubic}

        """,
      message: """
        s.yaml:1:1: unknown key 'nmae'
            1 | nmae: t
              | ^ did you mean 'name'?
        s.yaml:1:1: the sweep lacks 'name'
            1 | nmae: t
              | ^
        s.yaml:2:40: 'dimension' must be a whole number in 1…100000000, not '0'
            2 | model: {kind: diagonal-net, dimension: 0, sparsity: 5, wdth: 3}
              |                                        ^
        s.yaml:2:56: unknown key 'wdth' in 'model'
            2 | model: {kind: diagonal-net, dimension: 0, sparsity: 5, wdth: 3}
              |                                                        ^ one of: kind, label, dimension, \
        sparsity, initial_scale
        s.yaml:3:17: 'samples' must be a whole number in 1…100000000, not 'few'
            3 | data: {samples: few}
              |                 ^
        s.yaml:4:15: 'labl' is not a value of 'noise.kind'
            4 | noise: {kind: labl}
              |               ^ did you mean 'label'?
        s.yaml:6:28: 'step_size' must be a number > 0, not '-1'
            6 |   - {kind: sgd, step_size: -1}
              |                            ^
        s.yaml:7:5: 'optimizer' lacks 'beta2' or 'one_minus_beta2'
            7 |   - {kind: adam, step_size: [0.1, 0.1]}
              |     ^ give exactly one
        s.yaml:7:35: 'step_size' lists 0.1 twice
            7 |   - {kind: adam, step_size: [0.1, 0.1]}
              |                                   ^ every run is computed once
        s.yaml:8:8: 'steps' must be a whole number in 1…9007199254740992, not '1e3.5'
            8 | steps: 1e3.5
              |        ^
        s.yaml:9:7: 'seed' must be a whole number in 0…18446744073709551615, not '-1'
            9 | seed: -1
              |       ^
        s.yaml:10:19: 'cubic' is not a spacing
           10 | record: {spacing: cubic}
              |                   ^ linear or log
        """),
  ]
}
