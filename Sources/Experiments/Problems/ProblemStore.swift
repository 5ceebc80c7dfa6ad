internal import Digests
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
    Key(data: run.data, truth: run.truth, isOfSigns: run.loss.takesSigns, seed: run.dataSeed)
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
        testSamples: run.data.testSampleCount
      ).withTargetNoise(run.data.targetNoise, dataSeed: run.dataSeed)
      return Problem(
        data: (run.loss.takesSigns ? data.withSignsAsTargets() : data)
          .withFlippedTargets(run.data.flipped, dataSeed: run.dataSeed))
    case .file(let digest):
      let file = try ProblemFile(reading: path(digest))
      guard file.digest.description == digest else {
        throw ProblemFileError(
          path: path(digest), reason: "the content is not what the sweep was started with",
          hint: "remove the file and run the sweep again")
      }
      var data = RegressionProblem(
        design: file.design, targets: file.targets, truth: file.truth)
      data.test = file.test.map {
        TestSet(RegressionProblem(design: $0.design, targets: $0.targets, truth: nil))
      }
      return Problem(
        data: data,
        initialParameters: file.initialParameters, secondMoment: file.secondMoment,
        noiseScales: file.noiseScales)
    }
  }
}
