internal import Digests
internal import Parameters
internal import Sweeps
internal import Training

/// Makes or reads problems, and keeps the last one.
struct ProblemStore {
  /// What a problem depends on.
  private struct Key: Hashable {
    var data: DataSource
    /// Nil with data from a file.
    var truth: GeneratedTruth?
    /// Whether targets are ±1.
    var isOfSigns: Bool
    /// Whether they are classes.
    var isOfClasses: Bool
    /// Of a matrix whose entries are the samples.
    var entryShape: [Int]?
    /// 0 with data from a file.
    var seed: UInt64
  }

  private let path: (_ digest: String) -> String
  private var last: (key: Key, problem: Problem, file: ProblemFile?)?

  /// - Parameter path: The path of a user's file by the digest of its content.
  init(path: @escaping (_ digest: String) -> String) { self.path = path }

  /// Whether two runs are trained on the same problem.
  static func areShared(_ a: Run, _ b: Run) -> Bool { key(of: a) == key(of: b) }

  private static func key(of run: Run) -> Key {
    // A file is read once for all of its starts.
    var data = run.data
    data.start = nil
    return Key(
      data: data, truth: run.truth, isOfSigns: run.loss.takesSigns,
      isOfClasses: run.loss.takesClasses, entryShape: run.model.entryShape, seed: run.dataSeed)
  }

  mutating func problem(of run: Run) throws(ProblemFileError) -> Problem {
    let key = Self.key(of: run)
    if last?.key != key {
      let (problem, file) = try make(run)
      last = (key, problem, file)
    }
    guard let last else { preconditionFailure("it was made") }
    return try last.file?.completing(last.problem, for: run) ?? last.problem
  }

  private func make(_ run: Run) throws(ProblemFileError) -> (Problem, ProblemFile?) {
    switch run.data.origin {
    case .drawn(let design):
      guard let truth = run.truth else {
        preconditionFailure("data are drawn of a truth")
      }
      let data = RegressionProblem.generated(
        design: design, samples: run.sampleCount, truth: truth, dataSeed: run.dataSeed,
        testSamples: run.data.testSampleCount, outputs: run.data.outputCount
      ).withTargetNoise(run.data.targetNoise, dataSeed: run.dataSeed)
      let problem = Problem(
        data: try targets(of: data, like: run)
          .withFlippedTargets(run.data.flipped, dataSeed: run.dataSeed))
      return (problem, nil)
    case .file(let digest):
      let file = try ProblemFile(reading: path(digest))
      guard file.digest.description == digest else {
        throw ProblemFileError(
          path: path(digest), reason: "the content is not what the sweep was started with",
          hint: "remove the file and run the sweep again")
      }
      let problem = Problem(
        data: try file.data(
          forClasses: run.loss.takesClasses ? run.data.outputCount : nil,
          isOfSigns: run.loss.takesSigns, entryShape: run.model.entryShape),
        inputNames: file.inputNames)
      return (problem, file)
    }
  }

  /// Drawn data with the targets that a run's loss takes.
  private func targets(
    of data: RegressionProblem, like run: Run
  ) throws(ProblemFileError) -> RegressionProblem {
    if run.loss.takesSigns { return data.withSignsAsTargets() }
    guard run.loss.takesClasses else { return data }
    do throws(ClassMistake) {
      return try data.withClassesAsTargets(run.data.outputCount)
    } catch {
      throw ProblemFileError(path: Parameter.target.path(in: Block.data), reason: error.message)
    }
  }
}

extension ProblemFile {
  /// The problem with what the file has over the parameters of a run's model.
  fileprivate func completing(
    _ problem: Problem, for run: Run
  ) throws(ProblemFileError) -> Problem {
    var problem = problem
    let (model, layout, index) = (run.model, run.model.layout, run.data.start)
    for (name, shape) in parameterShapes {
      guard let fault = shape.fault(name, for: model, start: index ?? 0) else { continue }
      throw ProblemFileError(path: path, reason: fault.message, hint: fault.hint)
    }
    if let start, let index {
      lazy var drawn = model.initialParameters(seed: run.initSeed)
      problem.initialParameters = start.values(in: layout, start: index) {
        Array(drawn[$0.range])
      }
      problem.fixedBlocks = start.fixed(in: model, start: index)
    }
    let zeros = { (block: ParameterLayout.Block) in Array(repeating: 0.0, count: block.range.count)
    }
    problem.secondMoment = secondMoment?.values(in: layout, others: zeros)
    problem.noiseScales = noiseScales?.values(in: layout, others: zeros)
    return problem
  }
}
