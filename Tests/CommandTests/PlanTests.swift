import Experiments
import FileSystem
import Foundation
import Parameters
import Sweeps
import TestSupport
import Testing

@testable import thalweg

/// What `plan` and `status` print for people.
@Suite struct PlanTests {
  private let directory = TemporaryDirectory()

  @Test func whatAllSubgridsHaveInCommonIsSaidOnce() throws {
    let sweep = directory.write(SmallSweep.mixed, to: "mixed.yaml")
    let result = try Program.run("plan", sweep)
    #expect(result.exitCode == 0, "\(result.standardError)")
    let axes = result.standardOutput.components(separatedBy: "\n\n")[1]
    #expect(
      axes == """
        in all 3 sub-grids
          model.dimension      40, 33
          data.samples         10, 20
          seed                 0, 1, 2, 3
        [0] sgd
          optimizer.step_size  0.001, 0.01, 5
        [1] adam, optimizer.beta1 0.9
          optimizer.step_size  0.001 … 0.01, 5 values, log
        [2] adam-e
          optimizer.exponent   0.25, 0.3, 0.75
          optimizer.step_size  0.001, 0.003
          optimizer.beta1      0, 0.9
        """)
  }

  @Test func whatMovesTogetherStandsBelowEachOther() throws {
    let specification = try Specification(
      yaml: SmallSweep.tiny + "\nzip: [[optimizer.step_size, optimizer.beta1]]",
      source: "tiny.yaml",
      overrides: [try #require(Override("optimizer.beta1=0,0.5,0.9"))])
    #expect(
      PlannedAxes(specification, fileNames: [:]).lines(width: 80) == [
        "seed                    0, 1, 2, 3", "optimizer.step_size     0.001, 0.003, 0.01",
        "  with optimizer.beta1  0, 0.5, 0.9",
      ])
  }

  @Test func aLabelSpeaksForItsBlockAndAFormulaTakesNoMoreThanItsBeginning() throws {
    func net(_ activation: String, _ more: String) -> String {
      """
      {kind: formula, \(more)parameters: {W: {shape: [3, inputs], initial: 1}},
          prediction: "h = \(activation)(W @ x + 0.125 * square(W @ x))\\nsum(h)"}
      """
    }
    let specification = try Specification(
      yaml: """
        name: labels
        model:
          - \(net("tanh", "label: smooth, "))
          - \(net("relu", ""))
        data: {inputs: 2, samples: 5, target: "x[0]"}
        noise: {kind: label, delta: 0.1}
        optimizer: [{kind: sgd, step_size: 0.01}, {kind: lion, label: Lion, step_size: 0.01, beta2: 0.99}]
        steps: 100
        seed: 0
        """, source: "labels.yaml")
    #expect(
      PlannedAxes(specification, fileNames: [:]).lines(width: 80) == [
        "[0] smooth, sgd", "[1] smooth, Lion",
        "[2] sgd, model.prediction h = relu(W @ x + 0.1…uare(W @ x)) sum(h)",
        "[3] Lion, model.prediction h = relu(W @ x + 0.1…uare(W @ x)) sum(h)",
      ])
  }

  @Test(arguments: [40, 60, 80, 120])
  func noLineIsWiderThanTheTerminal(width: Int) throws {
    for sweep in [SmallSweep.mixed, SmallSweep.wide] {
      let specification = try Specification(yaml: sweep, source: "sweep.yaml")
      let axes = PlannedAxes(specification, fileNames: [:])
      // A term of 25 letters and the 20 of a value need so much.
      for line in axes.lines(width: width) { #expect(line.count <= max(width, 60), "\(line)") }
    }
  }

  @Test func manyValuesAreShortenedInTheMiddle() {
    let seeds = ParameterValues.seeds(first: 5, count: 1000)
    #expect(seeds.summary(width: 50, \.description) == "5 … 1004, 1000 values")
    let list = ParameterValues.list(values: (1...20).map { .integer($0 * 1000) })
    #expect(
      list.summary(width: 50, \.description) == "1000, 2000, 3000, 4000, 5000 … 20000, 20 values")
    let range = ParameterValues.logarithmic(from: 0.001, to: 0.1, count: 8)
    #expect(range.summary(width: 50, \.description) == "0.001 … 0.1, 8 values, log")
    let round = ParameterValues.logarithmic(from: 0.001, to: 0.1, count: 3)
    #expect(round.summary(width: 50, \.description) == "0.001, 0.01, 0.1")
    let same = ParameterValues.list(values: [.integer(12), .integer(12)])
    #expect(same.summary(width: 50, \.description) == "12 each")
  }

  @Test func filesAreNamedAsTheSweepFileNamesThem() throws {
    let names = (1...3).map { "data/of-some-length/patients-\($0).h5" }
    let specification = try Specification(
      yaml: """
        name: files
        model: {kind: diagonal-net, dimension: 8}
        data: {kind: file, path: [\(names.joined(separator: ", "))]}
        noise: {kind: label, alpha: 0.1}
        optimizer: {kind: sgd, step_size: 0.01}
        steps: 100
        seed: 0
        """, source: "files.yaml",
      problem: { path in
        .success(ProblemSummary(digest: "sha of \(path)", sampleCount: 5, signalCount: 8))
      })
    let fileNames = Dictionary(uniqueKeysWithValues: names.map { ("sha of \($0)", $0) })
    let axes = PlannedAxes(specification, fileNames: fileNames)
    #expect(
      axes.lines(width: 140)[0]
        == "data.path            \(names.joined(separator: ", "))")
    #expect(
      axes.lines(width: 80) == [
        "data.path            data/of-som…tients-1.h5 … data/of-som…tients-3.h5, 3 values",
        "  with data.samples  5 each",
      ])
  }
}
