internal import Digests
internal import Parameters
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
    /// 0 with data from a file.
    var seed: UInt64
  }

  private let path: (_ digest: String) -> String
  private var last: (key: Key, problem: Problem)?

  /// - Parameter path: The path of a user's file by the digest of its content.
  init(path: @escaping (_ digest: String) -> String) { self.path = path }

  /// Whether two runs are trained on the same problem.
  static func areShared(_ a: Run, _ b: Run) -> Bool { key(of: a) == key(of: b) }

  private static func key(of run: Run) -> Key {
    Key(
      data: run.data, truth: run.truth, isOfSigns: run.loss.takesSigns,
      isOfClasses: run.loss.takesClasses, seed: run.dataSeed)
  }

  mutating func problem(of run: Run) throws(ProblemFileError) -> Problem {
    let key = Self.key(of: run)
    if let last, last.key == key { return last.problem }
    let problem = try make(run)
    last = (key, problem)
    return problem
  }

  private func make(_ run: Run) throws(ProblemFileError) -> Problem {
    switch run.data.origin {
    case .drawn(let design):
      guard let truth = run.truth else {
        preconditionFailure("data are drawn of a truth")
      }
      let data = RegressionProblem.generated(
        design: design, samples: run.sampleCount, truth: truth, dataSeed: run.dataSeed,
        testSamples: run.data.testSampleCount, outputs: run.data.outputCount
      ).withTargetNoise(run.data.targetNoise, dataSeed: run.dataSeed)
      return Problem(
        data: try targets(of: data, like: run)
          .withFlippedTargets(run.data.flipped, dataSeed: run.dataSeed))
    case .file(let digest):
      let file = try ProblemFile(reading: path(digest))
      guard file.digest.description == digest else {
        throw ProblemFileError(
          path: path(digest), reason: "the content is not what the sweep was started with",
          hint: "remove the file and run the sweep again")
      }
      return Problem(
        data: try file.data(
          forClasses: run.loss.takesClasses ? run.data.outputCount : nil,
          isOfSigns: run.loss.takesSigns),
        initialParameters: file.initialParameters, secondMoment: file.secondMoment,
        noiseScales: file.noiseScales)
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
