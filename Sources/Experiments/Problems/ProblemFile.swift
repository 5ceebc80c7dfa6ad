public import Digests
internal import FileSystem
internal import HDF5
internal import Training

/// A regression problem that a user brought in a file: HDF5, NumPy's `.npz`, or a table `.csv`.
///
/// Datasets at the root, of any integer or floating-point type:
///
/// | name | shape | |
/// |---|---|---|
/// | `design`, or `inputs` | n × q, or n × r × c | Z; samples that are matrices lie row by row |
/// | `entries` | n × 2 | in the place of `design`: row and column, from 0, of an entry of a matrix |
/// | `targets` | n, or n × K | y: numbers, or classes 0 … K − 1; or probabilities of K ≥ 2 classes |
/// | `probabilities` | n, or n × K | in the place of `targets`: of +1, or of K ≥ 2 classes |
/// | `w_star` | q | w*, optional: without it what needs the truth is fill |
/// | `theta0` | P, or starts × P | initial parameters, optional |
/// | `v0` | P, ≥ 0 | where the slow equations start, optional |
/// | `noise_std` | P, ≥ 0 | standard deviation of gradient noise by coordinate, optional |
/// | `test_design`, `test_inputs` or `test_entries`, `test_targets` | m × q, m or m × K | samples to test with, optional |
/// | `names` | q | names of the inputs, texts; or an attribute of `inputs`, of `design` or of the file; optional |
///
/// The three with P may each be a group that has a dataset for each block of the model. A dataset of another
/// name is an error, because it may be one of these misspelt; other groups are the user's own. A table
/// has a column `target`; its other columns are the inputs, or `row` and `column` of an entry.
public struct ProblemFile: Hashable, Sendable {
  /// The file, as its path was given.
  let path: String
  /// SHA-256 of the file, its identity.
  public let digest: SHA256Digest
  /// Z, row-major, shape `[n, q]`; empty where samples are entries of a matrix.
  public let design: [Double]
  /// Rows and columns of samples that are entries of a matrix, shape `[n, 2]`, from 0, if they are.
  public let entries: [Int]?
  /// The rows r of a sample that is a matrix; 1 for a vector.
  public let inputRows: Int
  /// y, shape `[n]`; of probabilities the most probable class, the first of equals, or the sign that is more
  /// probable, +1 of equals.
  public let targets: [Double]
  /// Probabilities of K classes, shape `[n, K]`, if targets are those.
  public let probabilities: [Double]?
  /// Probabilities of +1, shape `[n]`, if targets are those.
  public let signProbabilities: [Double]?
  /// w*, shape `[q]`, if it is known.
  public let truth: [Double]?
  /// The names of the inputs, shape `[q]`, if the file says them.
  public let inputNames: [String]?
  /// θ₀, or several of them, if it is given.
  let start: ParameterNumbers?
  /// v₀, if it is given.
  let secondMoment: ParameterNumbers?
  /// Standard deviations of the gradient noise, if they are given.
  let noiseScales: ParameterNumbers?
  /// Samples to test with, if there are some: their design, row-major, and targets.
  public let test: Test?

  /// Samples to test with.
  public struct Test: Hashable, Sendable {
    /// Row-major, shape `[m, q]`.
    public let design: [Double]
    /// Shape `[m, 2]`, if they are entries of a matrix.
    public let entries: [Int]?
    /// Shape `[m]`; of probabilities the most probable class, the first of equals.
    public let targets: [Double]
    /// Probabilities of K classes, shape `[m, K]`, if targets are those.
    public let probabilities: [Double]?
  }

  /// n.
  public var sampleCount: Int { targets.count }
  /// q; 1 where samples are entries of a matrix, whose size the model says.
  public var signalCount: Int { entries == nil ? design.count / targets.count : 1 }

  /// Reads a file and checks all of it.
  ///
  /// - Throws: ``ProblemFileError`` naming the dataset that is missing, has another shape or holds
  ///   what it cannot hold.
  public init(reading path: String) throws(ProblemFileError) {
    self.path = path
    digest = try Self.digest(of: path)
    let datasets = try ProblemDatasets(of: path)
    let samples = try datasets.samples("")
    let shape = samples.shape
    let (n, q) = (shape[0], shape.dropFirst().reduce(1, *))
    inputRows = shape.count == 3 ? shape[1] : 1
    inputNames = try datasets.names(of: samples)
    (design, entries) = (samples.design, samples.entries)
    guard let (word, targets) = try datasets.either("targets", "probabilities") else {
      throw datasets.missing("targets")
    }
    if targets.shape.count == 2, targets.shape[0] == n, targets.shape[1] >= 2 {
      let probabilities = try Self.probabilities(targets, word, in: datasets)
      self.probabilities = probabilities
      signProbabilities = nil
      self.targets = ClassTargets(probabilities, count: targets.shape[1]).mostProbable
    } else {
      probabilities = nil
      let numbers = try datasets.vector(targets, word, count: n, "rows")
      signProbabilities = word == "targets" ? nil : numbers
      self.targets = word == "targets" ? numbers : numbers.map { $0 < 0.5 ? -1 : 1 }
      if let q = signProbabilities?.firstIndex(where: { $0 < 0 || $0 > 1 }) {
        throw datasets.mistake(
          word, "holds \(numbers[q]) in row \(q), counted from 0",
          hint: "n numbers are probabilities of +1, in [0, 1]")
      }
    }
    let isOfEntries = samples.entries != nil
    truth = try datasets.optional("w_star").map { values throws(ProblemFileError) in
      isOfEntries
        ? values.values : try datasets.vector(values, "w_star", count: q, "columns")
    }
    start = try datasets.parameters("theta0", maySeveral: true)
    secondMoment = try datasets.parameters("v0", isNonNegative: true)
    noiseScales = try datasets.parameters("noise_std", isNonNegative: true)
    test = try Self.test(in: datasets, like: samples)
    guard Set([start, secondMoment, noiseScales].compactMap { $0?.parameterCount }).count <= 1
    else {
      throw ProblemFileError(
        path: path, reason: "'theta0', 'v0' and 'noise_std' have different lengths",
        hint: "each has one entry for every parameter")
    }
  }

  private static func test(
    in datasets: ProblemDatasets, like samples: ProblemDatasets.Samples
  ) throws(ProblemFileError) -> Test? {
    guard let test = try datasets.samples(ifGiven: "test_") else {
      if datasets.optional("test_targets") != nil {
        throw datasets.mistake("test_targets", "has no test_design or test_inputs beside it")
      }
      return nil
    }
    guard test.shape.dropFirst() == samples.shape.dropFirst(),
      (test.entries == nil) == (samples.entries == nil)
    else {
      let shape = samples.shape.dropFirst()
      let words =
        samples.entries != nil
        ? "rows and columns of entries"
        : shape.count == 1
          ? "\(shape[1]) columns"
          : "samples of \(shape.map(String.init).joined(separator: " × "))"
      throw datasets.mistake(
        test.name, "has shape \(test.shape)", hint: "it has \(words), as the design has")
    }
    let targets = try datasets.required("test_targets")
    let count = test.shape[0]
    if targets.shape.count == 2, targets.shape[0] == count, targets.shape[1] >= 2 {
      let probabilities = try probabilities(targets, "test_targets", in: datasets)
      return Test(
        design: test.design, entries: test.entries,
        targets: ClassTargets(probabilities, count: targets.shape[1]).mostProbable,
        probabilities: probabilities)
    }
    guard targets.shape == [count] else {
      throw datasets.mistake(
        "test_targets", "has shape \(targets.shape)",
        hint: "\(test.name) has \(counted(count, "row")), so it is [\(count)], "
          + "or \(count) × K of classes")
    }
    return Test(
      design: test.design, entries: test.entries, targets: targets.values, probabilities: nil)
  }

  /// The digest of a file that exists.
  private static func digest(of path: String) throws(ProblemFileError) -> SHA256Digest {
    do {
      return try SHA256Digest.ofFile(at: path)
    } catch {
      throw ProblemFileError(path: path, reason: error.reason)
    }
  }
}
