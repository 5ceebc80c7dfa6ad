public import Digests
public import Sweeps
internal import Training

/// What makes two runs the same, in whichever sweeps they are: all of ``RunParameters``, and what they
/// record when.
///
/// Runs of equal identity have equal records, bit for bit.
public struct RunIdentity: Hashable, Sendable {
  /// SHA-256 of the canonical text of all that counts.
  public let digest: SHA256Digest

  /// The identity of a run with its record plan.
  public init(_ run: RunParameters, plan: RecordPlan) {
    // Every real by its bits, so that 0.1 + 0.2 and 0.3 are different runs; all NaNs are alike.
    let reals = [
      run.initialScale, run.delta, run.alpha, run.gradientNoiseScale, run.stepSize, run.beta1,
      run.oneMinusBeta2, run.exponent, run.epsilon, plan.supportThreshold,
    ]
    let bits = reals.map { String($0.isNaN ? 0x7ff8 << 48 : $0.bitPattern, radix: 16) }
    let snapshots = plan.snapshotSteps(horizon: run.steps, stepSize: run.stepSize)
    let slowSteps = run.slowSteps.map { " in \($0) steps" } ?? ""
    digest = .of(
      """
      \(run.dynamics)\(slowSteps) \(run.model) \(run.source) \(run.sampleCount) \(run.optimizer) \(run.correctsBias)
      \(run.noise) \(run.steps) \(run.dataSeed) \(run.initSeed) \(run.noiseSeed) \(run.precision)
      \(bits.joined(separator: " "))
      \(plan.signal) \(plan.projection) \(snapshots)
      """)
  }
}
