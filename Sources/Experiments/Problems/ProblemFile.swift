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
/// | `targets` | n, or n × K | y: numbers, or classes 0 … K − 1; or probabilities of K ≥ 2 classes |
/// | `probabilities` | n, or n × K | in the place of `targets`: of +1, or of K ≥ 2 classes |
/// | `w_star` | q | w*, optional: without it what needs the truth is fill |
/// | `theta0` | P | initial parameters, optional |
/// | `v0` | P, ≥ 0 | where the slow equations start, optional |
/// | `noise_std` | P, ≥ 0 | standard deviation of gradient noise by coordinate, optional |
/// | `test_design` or `test_inputs`, `test_targets` | m × q, m | samples to test with, optional |
///
/// A dataset of another name is an error, because it may be one of these misspelt; groups are
/// the user's own. A table has a column `target`; its other columns are the inputs.
public struct ProblemFile: Hashable, Sendable {
  /// The file, as its path was given.
  let path: String
  /// SHA-256 of the file, its identity.
  public let digest: SHA256Digest
  /// Z, row-major, shape `[n, q]`.
  public let design: [Double]
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
  /// θ₀, shape `[P]`, if it is given.
  public let initialParameters: [Double]?
  /// v₀, shape `[P]`, if it is given.
  public let secondMoment: [Double]?
  /// Standard deviations of the gradient noise, shape `[P]`, if they are given.
  public let noiseScales: [Double]?
  /// Samples to test with, if there are some: their design, row-major, and targets.
  public let test: Test?

  /// Samples to test with.
  public struct Test: Hashable, Sendable {
    /// Row-major, shape `[m, q]`.
    public let design: [Double]
    /// Shape `[m]`.
    public let targets: [Double]
  }

  /// n.
  public var sampleCount: Int { targets.count }
  /// q.
  public var signalCount: Int { design.count / targets.count }

  /// Reads a file and checks all of it.
  ///
  /// - Throws: ``ProblemFileError`` naming the dataset that is missing, has another shape or holds
  ///   what it cannot hold.
  public init(reading path: String) throws(ProblemFileError) {
    self.path = path
    digest = try Self.digest(of: path)
    let datasets = try ProblemDatasets(of: path)
    guard let (name, design) = try datasets.either("design", "inputs") else {
      throw datasets.missing("design")
    }
    guard [2, 3].contains(design.shape.count), design.values.count > 0 else {
      throw datasets.mistake(
        name, "has shape \(design.shape)", hint: "it is n × q or n × r × c, one row a sample")
    }
    let (n, q) = (design.shape[0], design.shape.dropFirst().reduce(1, *))
    inputRows = design.shape.count == 3 ? design.shape[1] : 1
    self.design = design.values
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
    truth = try datasets.optional("w_star").map { values throws(ProblemFileError) in
      try datasets.vector(values, "w_star", count: q, "columns")
    }
    initialParameters = try datasets.parameters("theta0")
    secondMoment = try datasets.parameters("v0", isNonNegative: true)
    noiseScales = try datasets.parameters("noise_std", isNonNegative: true)
    test = try Self.test(in: datasets, shape: Array(design.shape.dropFirst()))
    let counts = [initialParameters, secondMoment, noiseScales].compactMap { $0?.count }
    guard Set(counts).count <= 1 else {
      throw ProblemFileError(
        path: path, reason: "'theta0', 'v0' and 'noise_std' have different lengths",
        hint: "each has one entry for every parameter")
    }
  }

  private static func test(
    in datasets: ProblemDatasets, shape: [Int]
  ) throws(ProblemFileError) -> Test? {
    guard let (name, design) = try datasets.either("test_design", "test_inputs") else {
      if datasets.optional("test_targets") != nil {
        throw datasets.mistake("test_targets", "has no test_design or test_inputs beside it")
      }
      return nil
    }
    guard design.shape.first ?? 0 > 0, Array(design.shape.dropFirst()) == shape else {
      let words =
        shape.count == 1
        ? "\(shape[0]) columns" : "samples of \(shape.map(String.init).joined(separator: " × "))"
      throw datasets.mistake(
        name, "has shape \(design.shape)", hint: "it has \(words), as the design has")
    }
    let targets = try datasets.required("test_targets")
    guard targets.shape == [design.shape[0]] else {
      throw datasets.mistake(
        "test_targets", "has shape \(targets.shape)",
        hint: "\(name) has \(design.shape[0]) rows, so it is [\(design.shape[0])]")
    }
    return Test(design: design.values, targets: targets.values)
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
