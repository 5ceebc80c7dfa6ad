/// What a sweep needs to know of a file that holds its data.
public struct ProblemSummary: Hashable, Sendable, Codable {
  /// SHA-256 of the file's content in hexadecimal: the problem's identity.
  public var digest: String
  /// Samples n: rows of the design.
  public var sampleCount: Int
  /// Entries q of the signal: columns of the design.
  public var signalCount: Int
  /// Rows of a sample that is a matrix, 1 for a vector; known when a sweep file is read.
  public var inputRows = 1
  /// Length P of `theta0`, `v0` and `noise_std` where the file has any of them.
  public var parameterCount: Int?
  /// Whether the file has `w_star`.
  public var hasTruth: Bool
  /// Whether the file has `theta0`.
  public var hasInitialParameters: Bool
  /// Whether the file has `v0`.
  public var hasSecondMoment: Bool
  /// Whether the file has `noise_std`.
  public var hasNoiseScales: Bool
  /// Whether some target is neither −1 nor 1; known when a sweep file is read, and no part of a
  /// specification.
  public var hasTargetsOtherThanSigns = false
  /// A target that is no class 0, 1, …, in words, if there is one; likewise known when a sweep file is read.
  public var firstTargetOtherThanClass: String?
  /// The columns of targets that are probabilities of classes, if they are; likewise.
  public var columnsOfTargets: Int?
  /// The same of the targets of the test set; likewise.
  public var columnsOfTestTargets: Int?
  /// The largest of the targets that are no probabilities; likewise.
  public var largestClass: ClassOfSample?
  /// Samples of the test set, 0 for none; likewise.
  public var testSampleCount = 0
  /// Whether targets are probabilities of +1; likewise.
  public var hasSignProbabilities = false

  /// The names of the inputs, if the file says them; likewise.
  public var inputNames: [String]?
  /// The largest row and the largest column of samples that are entries of a matrix, if they are; likewise.
  public var lastEntry: [Int]?
  /// The length of the truth beside such samples; likewise.
  public var truthCount: Int?
  /// Numbers over the parameters that are by block or several, by the name in the file; likewise.
  public var parameterShapes: [String: ParameterShape] = [:]

  /// A target that may be a class, and whose it is.
  public struct ClassOfSample: Hashable, Sendable {
    /// The sample, from 0.
    public var sample: Int
    /// Whether it is one of the test set.
    public var isOfTestSet: Bool
    /// Its target.
    public var target: Double

    /// A target.
    public init(sample: Int, isOfTestSet: Bool, target: Double) {
      (self.sample, self.isOfTestSet, self.target) = (sample, isOfTestSet, target)
    }
  }

  /// The shape of numbers over the parameters of a model.
  public enum ParameterShape: Hashable, Sendable {
    /// Of an array over all of θ.
    case whole([Int])
    /// Of an array for each block, by its name.
    case blocks([String: [Int]])
  }

  private enum CodingKeys: CodingKey {
    case digest
    case sampleCount
    case signalCount
    case parameterCount
    case hasTruth
    case hasInitialParameters
    case hasSecondMoment
    case hasNoiseScales
  }

  /// What is said of a file with other targets than a loss takes.
  public static let otherTargets = "targets other than −1 and 1"

  /// What is said of a file with targets that are no classes.
  public static let otherThanClasses = "targets other than classes 0, 1, …"
  /// What is said of a file with probabilities of classes.
  public static let probabilities = "a column of probabilities for each class"
  /// What is said of a file with probabilities of classes in its test set.
  public static let testProbabilities = "a column of 'test_targets' for each class"
  /// What is said of a file with probabilities of +1.
  public static let signProbabilities = "probabilities of +1"
  /// What is said of a file with labels that are known.
  public static let noProbabilities = "no 'probabilities'"

  /// What is said of a file with samples that are entries of a matrix.
  public static let entries = "entries of a matrix"

  /// What is said of a file that does not say where runs start.
  public static let noStart = "no 'theta0'"

  /// What a file has that does not go with a value, as precisely as it is known.
  func words(of dataset: String) -> String {
    dataset == Self.otherThanClasses ? firstTargetOtherThanClass ?? dataset : dataset
  }

  /// Whether the file has one of the datasets that it need not have, or what is said of one.
  func has(_ dataset: String) -> Bool {
    switch dataset {
    case "w_star": hasTruth
    case "theta0": hasInitialParameters
    case "v0": hasSecondMoment
    case "noise_std": hasNoiseScales
    case Self.entries: lastEntry != nil
    case Self.noStart: !hasInitialParameters
    case Self.otherTargets: hasTargetsOtherThanSigns
    case Self.otherThanClasses: firstTargetOtherThanClass != nil
    case Self.probabilities: columnsOfTargets != nil
    case Self.testProbabilities: columnsOfTestTargets != nil
    case Self.signProbabilities: hasSignProbabilities
    case Self.noProbabilities: columnsOfTargets == nil && !hasSignProbabilities
    default: false
    }
  }

  /// A summary of what was found in a file.
  public init(
    digest: String, sampleCount: Int, signalCount: Int, inputRows: Int = 1,
    parameterCount: Int? = nil,
    hasTruth: Bool = false, hasInitialParameters: Bool = false, hasSecondMoment: Bool = false,
    hasNoiseScales: Bool = false, hasTargetsOtherThanSigns: Bool = false,
    firstTargetOtherThanClass: String? = nil, columnsOfTargets: Int? = nil,
    testSampleCount: Int = 0, hasSignProbabilities: Bool = false
  ) {
    self.digest = digest
    self.sampleCount = sampleCount
    self.signalCount = signalCount
    self.inputRows = inputRows
    self.parameterCount = parameterCount
    self.hasTruth = hasTruth
    self.hasInitialParameters = hasInitialParameters
    self.hasSecondMoment = hasSecondMoment
    self.hasNoiseScales = hasNoiseScales
    self.hasTargetsOtherThanSigns = hasTargetsOtherThanSigns
    self.firstTargetOtherThanClass = firstTargetOtherThanClass
    self.columnsOfTargets = columnsOfTargets
    self.testSampleCount = testSampleCount
    self.hasSignProbabilities = hasSignProbabilities
  }
}

/// What is wrong with a file that should hold a sweep's data.
public struct ProblemFileMistake: Error, Hashable, Sendable {
  /// What is wrong, as a sentence without a full stop.
  public var message: String
  /// The way out, or nil.
  public var hint: String?

  /// A mistake, and the way out if there is one.
  public init(message: String, hint: String? = nil) {
    self.message = message
    self.hint = hint
  }
}
