import Testing

@testable import Sweeps

@Suite struct ZipTests {
  private func paths(_ axes: [Subgrid.Axis]) -> [[String]] {
    axes.map { $0.components.map(\.path) }
  }

  @Test func zippedAxesAreOneAtThePlaceOfTheFirst() throws {
    let grid = try grid([
      .model: "model: {kind: diagonal-net, dimension: [100, 200, 300], sparsity: [4, 5]}",
      .data: "data: {samples: {from: 20, to: 40, step: 10}, design: [sign, gaussian]}",
      .seed: "seed: 1\nzip: [[model.dimension, data.samples]]",
    ])
    let subgrid = grid.specification.subgrids[0]
    #expect(
      paths(subgrid.uniformAxes)
        == [["model.dimension", "data.samples"], ["model.sparsity"], ["data.design"]])
    #expect(grid.runCount == 12 && grid.pointCount == 12)
    let dimensions = grid.reals("model.dimension")
    #expect(dimensions == [100, 200, 300].flatMap { Array(repeating: $0, count: 4) })
    #expect(grid.reals("data.samples") == dimensions.map { $0 / 10 + 10 })
    #expect(
      grid.variedPaths == ["model.dimension", "data.samples", "model.sparsity", "data.design"])
    #expect(grid.hasPath("data.samples") && !grid.hasPath("model.rank"))
  }

  /// What must differ is what moves together.
  @Test func zippedAxesMayRepeatValues() throws {
    let grid = try grid([
      .model: "model: {kind: diagonal-net, dimension: [10, 10, 20], sparsity: 2}",
      .data: "data: {samples: [4, 6, 6]}",
      .seed: "seed: [1, 2]\nzip: [[model.dimension, data.samples]]",
    ])
    #expect(grid.runCount == 6)
    #expect(grid.reals("model.dimension") == [10, 10, 10, 10, 20, 20])
    #expect(grid.reals("data.samples") == [4, 4, 6, 6, 6, 6])
  }

  @Test func aRepeatedListMayMoveWithARange() throws {
    let grid = try grid([
      .noise: "noise: {kind: label, alpha: [0, 1, 0]}",
      .seed: "seed: {count: 3}\nzip: [[noise.alpha, seed]]",
    ])
    #expect(grid.reals("noise.alpha") == [0, 1, 0] && grid.reals("seed") == [0, 1, 2])
  }

  @Test func exclusionsFindEveryPlaceOfARepeatedValue() throws {
    let grid = try grid([
      .model: "model: {kind: diagonal-net, dimension: [10, 10, 20], sparsity: 2}",
      .data: "data: {samples: [4, 6, 6]}",
      .seed: """
      seed: 1
      zip: [[model.dimension, data.samples]]
      exclude: [{model.dimension: 10}]
      """,
    ])
    #expect(grid.reals("model.dimension") == [20])
  }

  @Test func aFileMayBeZippedTwice() throws {
    let summary = ProblemSummary(
      digest: "d", sampleCount: 20, signalCount: 100)
    let text = sweep([
      .model: "model: {kind: diagonal-net, dimension: 100, initial_scale: [0.1, 0.2]}",
      .data: "data: {kind: file, path: [a.h5, a.h5]}",
      .seed: "seed: 1\nzip: [[data.path, model.initial_scale]]",
    ])
    let grid = Grid(try specification(of: text, files: ["a.h5": summary]))
    #expect(grid.reals("model.initial_scale") == [0.1, 0.2])
    #expect(grid.reals("data.samples") == [20, 20])
  }

  @Test func theFirstPathOfAZipGivesThePlace() throws {
    let subgrid = try specification(
      of: sweep([
        .model: "model: {kind: diagonal-net, dimension: [100, 200], sparsity: [4, 5]}",
        .data: "data: {samples: [20, 30]}",
        .seed: "seed: 1\nzip: [[data.samples, model.dimension]]",
      ])
    ).subgrids[0]
    #expect(
      paths(subgrid.uniformAxes) == [["model.sparsity"], ["data.samples", "model.dimension"]])
  }

  @Test func oneUniformAxisMakesTheOthersUniform() throws {
    let grid = try grid([
      .noise: "noise: {kind: label, alpha: [0, 1, 2]}",
      .optimizer: "optimizer: {kind: sgd, step_size: [0.1, 0.2]}",
      .seed: "seed: [1, 2]\nzip: [[optimizer.step_size, seed]]",
    ])
    let subgrid = grid.specification.subgrids[0]
    #expect(paths(subgrid.uniformAxes) == [["optimizer.step_size", "seed"]])
    #expect(paths(subgrid.varyingAxes) == [["noise.alpha"]])
    #expect((0..<grid.laneBatchCount).map(grid.runs(ofLaneBatch:)) == [0..<3, 3..<6])
    // A step size that comes with its seed makes a point of its own.
    #expect(grid.pointCount == 6)
  }

  @Test func varyingAxesStayVarying() throws {
    let subgrid = try specification(
      of: sweep([
        .optimizer: """
        optimizer: {kind: adam, step_size: [0.1, 0.2], one_minus_beta2: {rate: [1, 2], power: 2}}
        """,
        .seed: "seed: 1\nzip: [[optimizer.one_minus_beta2.rate, optimizer.step_size]]",
      ])
    ).subgrids[0]
    #expect(
      paths(subgrid.varyingAxes) == [["optimizer.one_minus_beta2.rate", "optimizer.step_size"]])
  }

  @Test func zippedSeedsAreNoPoints() throws {
    let grid = try grid([
      .seed: "seed: {count: 5}\nnoise_seed: {count: 5}\nzip: [[seed, noise_seed]]"
    ])
    #expect(grid.runCount == 5 && grid.pointCount == 1)
  }

  @Test func aZipAppliesWhereItsPathsAre() throws {
    let grid = try grid([
      .optimizer: """
      optimizer:
        - {kind: sgd, step_size: [0.1, 0.2]}
        - {kind: adam-e, step_size: [0.1, 0.2], exponent: [0.25, 0.5], beta2: 0.9}
      """,
      .seed: "seed: 1\nzip: [[optimizer.step_size, optimizer.exponent]]",
    ])
    #expect(grid.reals("optimizer.step_size") == [0.1, 0.2, 0.1, 0.2])
    #expect(grid.reals("optimizer.exponent") == [0.25, 0.5])
  }

  /// At the ends of each axis by itself these would not fit.
  @Test func valuesThatMeetAreCheckedAsTheyMeet() throws {
    let grid = try grid([
      .model: "model: {kind: diagonal-net, dimension: [10, 1000], sparsity: [5, 50]}",
      .noise: "noise: {kind: label, alpha: 1, batch: [5, full]}",
      .data: "data: {samples: [6, 30]}",
      .optimizer: """
      optimizer: {kind: adam, step_size: [0.1, 1], one_minus_beta2: {rate: [10, 1], power: 2}}
      """,
      .seed: """
      seed: 1
      zip:
        - [model.dimension, model.sparsity]
        - [optimizer.step_size, optimizer.one_minus_beta2.rate]
      """,
    ])
    #expect(grid.runCount == 16)
  }

  @Test func anEmptyZipSaysNothing() throws {
    #expect(try specification(of: sweep() + "zip: []\n") == specification(of: sweep()))
  }
}
