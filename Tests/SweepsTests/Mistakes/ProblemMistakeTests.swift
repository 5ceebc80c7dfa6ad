import Sweeps
import Testing

/// Data from files.
@Suite struct ProblemMistakeTests {
  @Test(arguments: mistakes) func isReportedWordForWord(_ mistake: Mistake) {
    #expect(mistake.report == mistake.message)
  }

  private static let files: Files = [
    "a.h5": ProblemSummary(digest: "aa", sampleCount: 30, signalCount: 100),
    "./a.h5": ProblemSummary(digest: "aa", sampleCount: 30, signalCount: 100),
    "d50.h5": ProblemSummary(digest: "d5", sampleCount: 40, signalCount: 50),
    "m.h5": ProblemSummary(digest: "33", sampleCount: 60, signalCount: 100, parameterCount: 200),
    "noisy.h5": ProblemSummary(
      digest: "99", sampleCount: 30, signalCount: 100, parameterCount: 200, hasNoiseScales: true),
    "moments.h5": ProblemSummary(
      digest: "88", sampleCount: 30, signalCount: 100, parameterCount: 200, hasSecondMoment: true),
    "short.h5": ProblemSummary(
      digest: "55", sampleCount: 30, signalCount: 100, parameterCount: 100,
      hasInitialParameters: true),
  ]

  private static let mistakes: [Mistake] = [
    Mistake(
      "second moments whose bias is to be corrected",
      lines: [
        .model: "model: {kind: diagonal-net, dimension: 100}",
        .data: "data: {kind: file, path: moments.h5}",
        .optimizer:
          "optimizer: {kind: adam, step_size: 0.1, beta2: 0.9, bias_correction: [false, true]}",
      ], files: files,
      message: """
        s.yaml:5:70: bias_correction expects v to start at 0, but 'moments.h5' has v0
            5 | optimizer: {kind: adam, step_size: 0.1, beta2: 0.9, bias_correction: [false, true]}
              |                                                                      ^
        """),
    Mistake(
      "no path",
      lines: [
        .model: "model: {kind: diagonal-net, dimension: 100}",
        .data: "data: {kind: file}",
      ], files: files,
      message: """
        s.yaml:3:7: 'data' lacks 'path'
            3 | data: {kind: file}
              |       ^ the path of a file
        """),
    Mistake(
      "an empty path",
      lines: [
        .model: "model: {kind: diagonal-net, dimension: 100}",
        .data: """
        data: {kind: file, path: ""}
        """,
      ], files: files,
      message: """
        s.yaml:3:26: 'path' must be the path of a file, not the text ""
            3 | data: {kind: file, path: ""}
              |                          ^
        """),
    Mistake(
      "a block as path",
      lines: [
        .model: "model: {kind: diagonal-net, dimension: 100}",
        .data: "data: {kind: file, path: {log: [a, b], count: 2}}",
      ], files: files,
      message: """
        s.yaml:3:26: 'path' must be the path of a file, not a block
            3 | data: {kind: file, path: {log: [a, b], count: 2}}
              |                          ^
        """),
    Mistake(
      "a path of generated data",
      lines: [
        .data: "data: {samples: 20, path: a.h5}"
      ], files: files,
      message: """
        s.yaml:3:21: 'path' has no meaning for data kind 'generated'
            3 | data: {samples: 20, path: a.h5}
              |                     ^ remove it, or make 'data' a list with one entry a kind
        """),
    Mistake(
      "samples and design beside a file",
      lines: [
        .model: "model: {kind: diagonal-net, dimension: 100}",
        .data: "data: {kind: file, path: a.h5, samples: 20, design: sign}",
      ], files: files,
      message: """
        s.yaml:3:32: 'samples' has no meaning for data kind 'file'
            3 | data: {kind: file, path: a.h5, samples: 20, design: sign}
              |                                ^ remove it, or make 'data' a list with one entry a \
        kind
        s.yaml:3:45: 'design' has no meaning for data kind 'file'
            3 | data: {kind: file, path: a.h5, samples: 20, design: sign}
              |                                             ^ remove it, or make 'data' a list \
        with one entry a kind
        """),
    Mistake(
      "a file that is not there",
      lines: [
        .model: "model: {kind: diagonal-net, dimension: 100}",
        .data: "data: {kind: file, path: b.h5}",
      ], files: files,
      message: """
        s.yaml:3:26: there is no file 'b.h5'
            3 | data: {kind: file, path: b.h5}
              |                          ^ look elsewhere
        """),
    Mistake(
      "one of two files that is not there",
      lines: [
        .model: "model: {kind: diagonal-net, dimension: 100}",
        .data: """
        data:
          kind: file
          path:
            - a.h5
            - b.h5
        """,
      ], files: files,
      message: """
        s.yaml:7:7: there is no file 'b.h5'
            7 |     - b.h5
              |       ^ look elsewhere
        """),
    Mistake(
      "a file twice under two names",
      lines: [
        .model: "model: {kind: diagonal-net, dimension: 100}",
        .data: "data: {kind: file, path: [a.h5, ./a.h5]}",
      ], files: files,
      message: """
        s.yaml:3:33: './a.h5' has the same content as 'a.h5'
            3 | data: {kind: file, path: [a.h5, ./a.h5]}
              |                                 ^ every run is computed once
        """),
    Mistake(
      "a sparsity",
      lines: [
        .data: "data: {kind: file, path: a.h5}"
      ], files: files,
      message: """
        s.yaml:2:45: 'sparsity' has no meaning with data from a file
            2 | model: {kind: diagonal-net, dimension: 100, sparsity: 5}
              |                                             ^ remove it
        """),
    Mistake(
      "a rank",
      lines: [
        .model: "model: {kind: matrix-factorization, dimension: 10, rank: 2}",
        .data: "data: {kind: file, path: m.h5}",
      ], files: files,
      message: """
        s.yaml:2:52: 'rank' has no meaning with data from a file
            2 | model: {kind: matrix-factorization, dimension: 10, rank: 2}
              |                                                    ^ remove it
        """),
    Mistake(
      "a design that does not fit the dimension",
      lines: [
        .model: "model: {kind: diagonal-net, dimension: 10}",
        .data: "data: {kind: file, path: a.h5}",
      ], files: files,
      message: """
        s.yaml:3:26: the design of 'a.h5' has 100 columns, but dimension 10 needs 10
            3 | data: {kind: file, path: a.h5}
              |                          ^
        """),
    Mistake(
      "a design that does not fit one of the dimensions",
      lines: [
        .model: "model: {kind: diagonal-net, dimension: [100, 50]}",
        .data: "data: {kind: file, path: [a.h5, d50.h5]}",
      ], files: files,
      message: """
        s.yaml:3:27: the design of 'a.h5' has 100 columns, but dimension 50 needs 50
            3 | data: {kind: file, path: [a.h5, d50.h5]}
              |                           ^
        s.yaml:3:33: the design of 'd50.h5' has 50 columns, but dimension 100 needs 100
            3 | data: {kind: file, path: [a.h5, d50.h5]}
              |                                 ^
        """),
    Mistake(
      "files in another order than the dimensions",
      lines: [
        .model: "model: {kind: diagonal-net, dimension: [50, 100]}",
        .data: "data: {kind: file, path: [a.h5, d50.h5]}",
        .seed: """
        seed: 1
        zip: [[data.path, model.dimension]]
        """,
      ], files: files,
      message: """
        s.yaml:3:27: the design of 'a.h5' has 100 columns, but dimension 50 needs 50
            3 | data: {kind: file, path: [a.h5, d50.h5]}
              |                           ^
        s.yaml:3:33: the design of 'd50.h5' has 50 columns, but dimension 100 needs 100
            3 | data: {kind: file, path: [a.h5, d50.h5]}
              |                                 ^
        """),
    Mistake(
      "a design that does not fit the matrix",
      lines: [
        .model: "model: {kind: matrix-factorization, dimension: 10}",
        .data: "data: {kind: file, path: d50.h5}",
      ], files: files,
      message: """
        s.yaml:3:26: the design of 'd50.h5' has 50 columns, but dimension 10 needs 100
            3 | data: {kind: file, path: d50.h5}
              |                          ^ one for each entry of a dimension × dimension matrix
        """),
    Mistake(
      "parameters that do not fit the net",
      lines: [
        .model: "model: {kind: diagonal-net, dimension: 100}",
        .data: "data: {kind: file, path: short.h5}",
      ], files: files,
      message: """
        s.yaml:3:26: theta0, v0 or noise_std of 'short.h5' has length 100, but the model has 200 \
        parameters
            3 | data: {kind: file, path: short.h5}
              |                          ^
        """),
    Mistake(
      "parameters that do not fit the width",
      lines: [
        .model: "model: {kind: matrix-factorization, dimension: 10, width: [10, 20]}",
        .data: "data: {kind: file, path: m.h5}",
      ], files: files,
      message: """
        s.yaml:3:26: theta0, v0 or noise_std of 'm.h5' has length 200, but the model has 400 \
        parameters
            3 | data: {kind: file, path: m.h5}
              |                          ^
        """),
    Mistake(
      "a batch above the samples of a file",
      lines: [
        .model: "model: {kind: diagonal-net, dimension: 100}",
        .data: "data: {kind: file, path: a.h5}",
        .noise: "noise: {kind: label, alpha: 1, batch: 31}",
      ], files: files,
      message: """
        s.yaml:4:39: a batch of 31 does not fit 30 samples
            4 | noise: {kind: label, alpha: 1, batch: 31}
              |                                       ^ batch is at most samples, or full
        """),
    Mistake(
      "gradient noise without a scale",
      lines: [
        .model: "model: {kind: diagonal-net, dimension: 100}",
        .data: "data: {kind: file, path: a.h5}",
        .noise: "noise: {kind: gradient}",
      ], files: files,
      message: """
        s.yaml:4:8: 'noise' lacks 'std'
            4 | noise: {kind: gradient}
              |        ^ a number ≥ 0; 'a.h5' has no noise_std
        """),
    Mistake(
      "scales in the sweep and in the file",
      lines: [
        .model: "model: {kind: diagonal-net, dimension: 100}",
        .data: "data: {kind: file, path: noisy.h5}",
        .noise: "noise: {kind: gradient, std: 0.1}",
      ], files: files,
      message: """
        s.yaml:4:25: 'std' and noise_std of 'noisy.h5' say the same thing twice
            4 | noise: {kind: gradient, std: 0.1}
              |                         ^ give exactly one
        """),
    Mistake(
      "scales in one of two files",
      lines: [
        .model: "model: {kind: diagonal-net, dimension: 100}",
        .data: "data: {kind: file, path: [a.h5, noisy.h5]}",
        .noise: "noise: {kind: gradient}",
      ], files: files,
      message: """
        s.yaml:3:26: 'noisy.h5' has noise_std, 'a.h5' has not
            3 | data: {kind: file, path: [a.h5, noisy.h5]}
              |                          ^ make 'data' a list with one entry for each sort, and \
        give std where it lacks
        """),
    Mistake(
      "a file to leave out that is not there",
      lines: [
        .model: "model: {kind: diagonal-net, dimension: 100}",
        .data: "data: {kind: file, path: [a.h5, noisy.h5]}",
        .seed: """
        seed: 1
        exclude: [{data.path: nois.h5}]
        """,
      ], files: files,
      message: """
        s.yaml:8:23: 'data.path' is never nois.h5
            8 | exclude: [{data.path: nois.h5}]
              |                       ^ the nearest value is noisy.h5
        """),
  ]
}
