internal import Digests
internal import Parameters
public import Sweeps
internal import Training

extension ProblemFile {
  /// What a sweep file needs to know of the problem.
  public var summary: ProblemSummary {
    ProblemSummary(
      digest: digest.description, sampleCount: sampleCount, signalCount: signalCount,
      inputRows: inputRows,
      parameterCount: [initialParameters, secondMoment, noiseScales].compactMap { $0?.count }.first,
      hasTruth: truth != nil, hasInitialParameters: initialParameters != nil,
      hasSecondMoment: secondMoment != nil, hasNoiseScales: noiseScales != nil,
      hasTargetsOtherThanSigns: probabilities != nil || targets.contains { abs($0) != 1 },
      firstTargetOtherThanClass: firstTargetOtherThanClass,
      columnsOfTargets: probabilities.map { $0.count / sampleCount },
      testSampleCount: test?.targets.count ?? 0,
      hasSignProbabilities: signProbabilities != nil)
  }

  /// A target that is no whole number from 0, in words.
  private var firstTargetOtherThanClass: String? {
    targets.firstIndex { $0 < 0 || $0 != $0.rounded() || $0 >= Double(Parameter.mostOutputs) }.map {
      "the target \(targets[$0]) in row \($0), counted from 0"
    }
  }
}
