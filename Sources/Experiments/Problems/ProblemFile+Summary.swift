internal import Digests
public import Sweeps

extension ProblemFile {
  /// What a sweep file needs to know of the problem.
  public var summary: ProblemSummary {
    ProblemSummary(
      digest: digest.description, sampleCount: sampleCount, signalCount: signalCount,
      parameterCount: [initialParameters, secondMoment, noiseScales].compactMap { $0?.count }.first,
      hasTruth: truth != nil, hasInitialParameters: initialParameters != nil,
      hasSecondMoment: secondMoment != nil, hasNoiseScales: noiseScales != nil,
      hasTargetsOtherThanSigns: targets.contains { abs($0) != 1 })
  }
}
