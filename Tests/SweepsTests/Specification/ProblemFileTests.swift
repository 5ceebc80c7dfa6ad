import Experiments
import Parameters
import Sweeps
import Testing

@Suite struct ProblemFileTests {
  private static let files: Files = [
    "a.h5": ProblemSummary(
      digest: "aa", sampleCount: 30, signalCount: 100, parameterCount: 200, hasTruth: true,
      hasInitialParameters: true),
    "copy.h5": ProblemSummary(
      digest: "aa", sampleCount: 30, signalCount: 100, parameterCount: 200, hasTruth: true,
      hasInitialParameters: true),
    "b.h5": ProblemSummary(digest: "bb", sampleCount: 40, signalCount: 50),
    "noisy.h5": ProblemSummary(
      digest: "99", sampleCount: 30, signalCount: 100, parameterCount: 200, hasNoiseScales: true),
    "matrix.h5": ProblemSummary(
      digest: "33", sampleCount: 60, signalCount: 100, parameterCount: 900),
  ]
  private static let net = "model: {kind: diagonal-net, dimension: 100}"

  private func grid(_ lines: [SweepLine: String]) throws -> Grid {
    Grid(try specification(of: sweep(lines), files: Self.files))
  }

  @Test func aFileIsKnownByItsDigest() throws {
    let grid = try grid([.model: Self.net, .data: "data: {kind: file, path: a.h5}"])
    let point = grid[0]
    #expect(point["data.kind"] == .text("file") && point["data.path"] == .text("aa"))
    #expect(point["data.samples"] == .integer(30) && point["data.design"] == nil)
    #expect(grid.specification.problems == ["aa": Self.files["a.h5"]])
  }

  @Test func thePathDoesNotEnterTheIdentity() throws {
    let (one, copy) = (
      try grid([.model: Self.net, .data: "data: {kind: file, path: a.h5}"]).specification,
      try grid([.model: Self.net, .data: "data: {path: [copy.h5], kind: file}"]).specification
    )
    #expect(one.canonicalJSON == copy.canonicalJSON)
    #expect(!String(decoding: one.canonicalJSON, as: UTF8.self).contains(".h5"))
    #expect(try Specification(canonicalJSON: one.canonicalJSON) == one)
  }

  @Test func severalFilesAreAnAxisWithTheirSamples() throws {
    let grid = try grid([
      .model: "model: {kind: diagonal-net, dimension: [100, 50]}",
      .data: "data: {kind: file, path: [a.h5, b.h5]}",
      .seed: "seed: [1, 2]\nzip: [[model.dimension, data.path]]",
    ])
    #expect(grid.runCount == 4)
    #expect(grid.values("data.path") == ["aa", "aa", "bb", "bb"].map(Value.text))
    #expect(grid.values("data.samples") == [30, 30, 40, 40].map(Value.integer))
    #expect(grid.values("model.dimension") == [100, 100, 50, 50].map(Value.integer))
    #expect(grid.variedPaths.contains("data.samples"))
    let copy = try Specification(canonicalJSON: grid.specification.canonicalJSON)
    #expect(copy == grid.specification)
  }

  @Test func aFileIsLeftOutByItsPath() throws {
    let grid = try grid([
      .model: Self.net, .data: "data: {kind: file, path: [a.h5, noisy.h5]}",
      .seed: "seed: 1\nexclude: [{data.path: a.h5}]",
    ])
    #expect(grid.values("data.path") == [.text("99")])
  }

  @Test func eachFileIsReadOnce() throws {
    var asked: [String] = []
    let yaml = sweep([
      .model: Self.net,
      .data: "data: [{kind: file, path: a.h5}, {kind: file, path: [a.h5, noisy.h5]}]",
    ])
    _ = try Specification(yaml: yaml, source: "s.yaml") { path in
      asked.append(path)
      return Self.files[path].map(Result.success) ?? .failure(ProblemFileMistake(message: "none"))
    }
    #expect(asked == ["a.h5", "noisy.h5"])
  }

  @Test func noFileCanBeReadByDefault() {
    let error = #expect(throws: SpecificationError.self) {
      try specification(of: sweep([.model: Self.net, .data: "data: {kind: file, path: a.h5}"]))
    }
    #expect(error?.diagnostics.map(\.message) == ["'a.h5' cannot be read here"])
  }

  @Test func scalesOfTheNoiseComeFromTheFile() throws {
    let grid = try grid([
      .model: Self.net, .data: "data: {kind: file, path: noisy.h5}",
      .noise: "noise: {kind: gradient}",
    ])
    #expect(grid[0]["noise.std"] == nil)
  }

  @Test func aFactorizationHasItsParameters() throws {
    // h · p + (L − 2) · h² + p · h with p = 10, h = 15, L = 4.
    let files = [
      "m.h5": ProblemSummary(
        digest: "44", sampleCount: 9, signalCount: 100, parameterCount: 150 + 450 + 150)
    ]
    let yaml = sweep([
      .model: "model: {kind: matrix-factorization, dimension: 10, width: 15, depth: 4}",
      .data: "data: {kind: file, path: m.h5}",
    ])
    #expect(Grid(try specification(of: yaml, files: files)).runCount == 1)
  }

  /// What generated data need, and data from a file do not, is left out there.
  @Test func keysWithoutMeaningDoNotMultiplyRuns() throws {
    let grid = try grid([
      .model: "model: {kind: diagonal-net, dimension: 100, sparsity: [4, 5]}",
      .data: "data: [{samples: 20}, {kind: file, path: a.h5}]",
      .seed: "seed: 1\ndata_seed: [1, 2, 3]",
    ])
    #expect(grid.runCount == 2 * 3 + 1)
    #expect(grid[6]["model.sparsity"] == nil && grid[6]["data_seed"] == nil)
  }

  @Test func blocksOfAdamMiniBelongToTheDiagonalNet() throws {
    let grid = try grid([
      .model: """
      model:
        - {kind: diagonal-net, dimension: 100, sparsity: 5}
        - {kind: matrix-factorization, dimension: 10, rank: 2}
      """,
      .optimizer: "optimizer: {kind: adam-mini, step_size: 0.1, beta2: 0.9, block_size: [5, 10]}",
    ])
    #expect(grid.values("optimizer.block_size") == [.integer(5), .integer(10), nil])
  }

  @Test func threeSeedsTakeThePlaceOfOne() throws {
    let grid = try grid([.seed: "data_seed: [1, 2]\ninit_seed: 3\nnoise_seed: {count: 20}"])
    #expect(grid.runCount == 40 && grid.pointCount == 1)
    #expect(grid[0]["seed"] == nil && grid[39]["noise_seed"] == .seed(19))
    // The noise seed fills lanes.
    #expect(
      (0..<grid.laneBatchCount).map(grid.runs(ofLaneBatch:)) == [0..<16, 16..<20, 20..<36, 36..<40])
  }
}
