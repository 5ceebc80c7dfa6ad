import Testing

/// Values from the command line.
@Suite struct OverrideMistakeTests {
  @Test(arguments: mistakes) func isReportedWordForWord(_ mistake: Mistake) {
    #expect(mistake.report == mistake.message)
  }

  private static let mistakes: [Mistake] = [
    Mistake(
      "a path that leads nowhere",
      overrides: ["optimiser.step_size=0.1"],
      message: """
        --set optimiser.step_size=0.1:1:7: unknown key 'optimiser'
            1 | --set optimiser.step_size=0.1
              |       ^ did you mean 'optimizer'?
        """),
    Mistake(
      "a last key that does not exist",
      overrides: ["optimizer.lr=0.1"],
      message: """
        --set optimizer.lr=0.1:1:7: unknown key 'lr' in 'optimizer'
            1 | --set optimizer.lr=0.1
              |       ^ did you mean 'step_size'?
        """),
    Mistake(
      "a value out of range",
      overrides: ["optimizer.step_size=-0.1"],
      message: """
        --set optimizer.step_size=-0.1:1:27: 'step_size' must be a number > 0, not '-0.1'
            1 | --set optimizer.step_size=-0.1
              |                           ^
        """),
    Mistake(
      "a value among several",
      overrides: ["optimizer.step_size=0.1,0,0.3"],
      message: """
        --set optimizer.step_size=0.1,0,0.3:1:31: 'step_size' must be a number > 0, not '0'
            1 | --set optimizer.step_size=0.1,0,0.3
              |                               ^
        """),
    Mistake(
      "a value in a list with brackets",
      overrides: ["optimizer.step_size=[0.1, 0, 0.3]"],
      message: """
        --set optimizer.step_size=[0.1, 0, 0.3]:1:33: 'step_size' must be a number > 0, not '0'
            1 | --set optimizer.step_size=[0.1, 0, 0.3]
              |                                 ^
        """),
    Mistake(
      "a value in a range",
      overrides: ["optimizer.step_size={log: [0, 1], count: 3}"],
      message: """
        --set optimizer.step_size={log: [0, 1], count: 3}:1:34: 'step_size' must be a number > 0, \
        not '0'
            1 | --set optimizer.step_size={log: [0, 1], count: 3}
              |                                  ^
        """),
    Mistake(
      "a block with a mistake",
      overrides: ["optimizer={kind: adam, step_size: 0.1, beta2: 1}"],
      message: """
        --set optimizer={kind: adam, step_size: 0.1, beta2: 1}:1:53: 'beta2' must be a number in \
        [0, 1), not '1'
            1 | --set optimizer={kind: adam, step_size: 0.1, beta2: 1}
              |                                                     ^
        """),
    Mistake(
      "a list without meaning",
      overrides: ["name=a,b"],
      message: """
        --set name=a,b:1:12: 'name' must be text, not a list
            1 | --set name=a,b
              |            ^
        """),
    Mistake(
      "an entry beyond the list",
      .optimizer, "optimizer: [{kind: sgd, step_size: 0.1}]",
      overrides: ["optimizer.1.step_size=0.1"],
      message: """
        --set optimizer.1.step_size=0.1:1:7: there is no entry 1
            1 | --set optimizer.1.step_size=0.1
              |       ^ the list has entries 0 to 0
        """),
    Mistake(
      "a negative entry",
      .optimizer, "optimizer: [{kind: sgd, step_size: 0.1}]",
      overrides: ["optimizer.-1.step_size=0.1"],
      message: """
        --set optimizer.-1.step_size=0.1:1:7: there is no entry -1
            1 | --set optimizer.-1.step_size=0.1
              |       ^ the list has entries 0 to 0
        """),
    Mistake(
      "an entry of an empty list",
      .optimizer, "optimizer: []",
      overrides: ["optimizer.0.step_size=0.1"],
      message: """
        --set optimizer.0.step_size=0.1:1:7: there is no entry 0
            1 | --set optimizer.0.step_size=0.1
              |       ^ the list is empty
        s.yaml:5:12: the list of 'optimizer' is empty
            5 | optimizer: []
              |            ^
        """),
    Mistake(
      "an entry of what is no list",
      overrides: ["optimizer.0.step_size=0.1"],
      message: """
        --set optimizer.0.step_size=0.1:1:7: unknown key '0' in 'optimizer'
            1 | --set optimizer.0.step_size=0.1
              |       ^ one of: kind, clip, label, step_size, momentum, dampening, nesterov, weight_decay, decoupled, schedule, sam
        """),
    Mistake(
      "a key under a number",
      overrides: ["steps.slowtime=0.9"],
      message: """
        --set steps.slowtime=0.9:1:7: unknown key 'slowtime' in 'steps'
            1 | --set steps.slowtime=0.9
              |       ^ {slow_time: 0.9} means round(0.9/η²) steps
        """),
    Mistake(
      "no value",
      overrides: ["steps="],
      message: """
        --set steps=:1:13: the override gives no value
            1 | --set steps=
              |             ^ for example --set optimizer.step_size=1e-3,1e-2
        """),
    Mistake(
      "only a comment",
      overrides: ["steps= # many"],
      message: """
        --set steps= # many:1:13: the override gives no value
            1 | --set steps= # many
              |             ^ for example --set optimizer.step_size=1e-3,1e-2
        """),
    Mistake(
      "an open bracket",
      overrides: ["steps=[1000, 2000"],
      message: """
        --set steps=[1000, 2000:1:24: not valid YAML: did not find expected ',' or ']'
            1 | --set steps=[1000, 2000
              |                        ^
        """),
    Mistake(
      "an open quote in a list",
      overrides: ["steps=1000,'"],
      message: """
        --set steps=1000,':1:13: 'steps' must be a whole number in 1…9007199254740992, not '1000,''
            1 | --set steps=1000,'
              |             ^
        """),
    Mistake(
      "a bracket too many",
      overrides: ["steps=1000,2000]"],
      message: """
        --set steps=1000,2000]:1:23: not valid YAML: did not find expected <document start>
            1 | --set steps=1000,2000]
              |                       ^
        """),
    Mistake(
      "a key twice",
      overrides: ["noise={kind: none, kind: none}"],
      message: """
        --set noise={kind: none, kind: none}:1:26: the key 'kind' is given twice in one block
            1 | --set noise={kind: none, kind: none}
              |                          ^ keep one
        """),
    Mistake(
      "a key that the kind lacks",
      overrides: ["optimizer.beta2=0.99"],
      message: """
        --set optimizer.beta2=0.99:1:7: 'beta2' has no meaning for optimizer kind 'sgd'
            1 | --set optimizer.beta2=0.99
              |       ^ remove it, or make 'optimizer' a list with one entry a kind
        """),
    Mistake(
      "an override that breaks a rule of the file",
      overrides: ["model.sparsity=200"],
      message: """
        --set model.sparsity=200:1:22: a sparsity of 200 does not fit dimension 100
            1 | --set model.sparsity=200
              |                      ^ sparsity is at most the dimension
        """),
    Mistake(
      "mistakes in overrides and in the file",
      .seed, "seed: -1",
      overrides: ["steps=0", "model.dimension=x"],
      message: """
        --set model.dimension=x:1:23: 'dimension' must be a whole number in 1…100000000, not 'x'
            1 | --set model.dimension=x
              |                       ^
        --set steps=0:1:13: 'steps' must be a whole number in 1…9007199254740992, not '0'
            1 | --set steps=0
              |             ^
        s.yaml:7:7: 'seed' must be a whole number in 0…18446744073709551615, not '-1'
            7 | seed: -1
              |       ^
        """),
  ]
}
